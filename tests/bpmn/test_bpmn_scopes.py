"""Variables live in scopes; mapping, calls and loops hand over what the drawing says and nothing else."""

from bpmn_host import Host
from bpmn_models import (
    boundary,
    call,
    chain,
    condition,
    end,
    extensions,
    flow,
    job,
    many,
    mapping,
    message,
    par,
    process,
    script,
    start,
    sub,
    throw,
    user,
    xor,
)


def test_a_fault_in_an_output_parameter_is_put_right_and_tried_again() -> None:
    host = Host.of(
        start() + user("T", mapping(None, {"r": "${missing + 1}"})) + end() + chain("start", "T", "end")
    )
    host.complete("T")
    assert [each[:2] for each in host.incidents.values()] == [("T", "expression")]
    host.send(0, "set_variables", None, {"missing": 1})
    host.retry("T")
    assert (host.state, host.variables["r"]) == ("completed", 2)
    host.replay()


def test_later_parameters_see_earlier_ones() -> None:
    inputs = {"a": "${v + 1}", "b": "${a * 10}"}
    host = Host.of(
        start() + script("T", "${b}", "r", mapping(inputs)) + end() + chain("start", "T", "end"), v=1
    )
    assert host.variables == {"v": 1, "r": 20}


def test_local_variables_of_a_job_are_its_input_parameters() -> None:
    host = Host.of(start() + job("J", mapping({"x": "${v}"})) + end() + chain("start", "J", "end"), v=7)
    (_, activity) = host.find("J")
    execution = host.instances[0].execution
    assert execution.local(activity) == {"x": 7}
    assert execution.variables(activity) == {"v": 7, "x": 7}


def test_a_name_of_an_outer_scope_is_set_there_a_local_one_here() -> None:
    inner = start("ss") + user("U") + end("se") + chain("ss", "U", "se")
    host = Host.of(
        start()
        + sub("S", mapping({"x": "${1}"}, {"seen": "${x}"}) + inner)
        + end()
        + chain("start", "S", "end"),
        v=1,
    )
    host.complete("U", x=2, v=3, w=4)
    assert host.variables == {"v": 3, "w": 4, "seen": 2}


def test_a_called_process_sees_nothing_of_its_caller() -> None:
    called = process(start("cs") + user("U") + end("ce") + chain("cs", "U", "ce"), "Q")
    host = Host.of(start() + call("K", "Q") + end() + chain("start", "K", "end"), called, v=1)
    (_, activity) = host.find("U")
    assert host.instances[0].execution.variables(activity) == {}
    host.complete("U", w=2)
    assert host.variables == {"v": 1}


def test_a_condition_on_a_call_activity_looks_at_the_caller() -> None:
    called = process(start("cs") + user("U") + end("ce") + chain("cs", "U", "ce"), "Q")
    host = Host.of(
        start() + call("K", "Q") + boundary("b", "K", condition("${a > 5}")) + end() + end("e2")
        + chain("start", "K", "end") + chain("b", "e2"),
        called,
        a=1,
    )  # fmt: skip
    host.send(0, "set_variables", None, {"a": 9})
    assert (host.path(), host.state) == ("start cs b e2", "completed")


def test_a_missing_source_of_a_call_is_null() -> None:
    called = process(start("cs") + script("A", "${empty x}", "y") + end("ce") + chain("cs", "A", "ce"), "Q")
    passing = extensions('<camunda:in source="missing" target="x"/><camunda:out source="y" target="r"/>')
    host = Host.of(start() + call("K", "Q", passing) + end() + chain("start", "K", "end"), called)
    assert host.variables == {"r": True}


def test_a_process_that_is_not_deployed_is_an_incident_until_it_is() -> None:
    host = Host.of(start() + call("K", "${which}") + end() + chain("start", "K", "end"), which="nobody")
    assert [each[:2] for each in host.incidents.values()] == [("K", "call")]


def test_recursion_without_end_is_an_incident() -> None:
    host = Host.of(start() + call("K", "P") + end() + chain("start", "K", "end"))
    assert [each[:2] for each in host.incidents.values()] == [("K", "call")]
    host.send(0, "cancel", "too deep")
    assert host.state == "terminated"


def test_each_instance_of_a_loop_has_its_own_item() -> None:
    host = Host.of(
        start() + user("T", many(collection="items")) + end() + chain("start", "T", "end"), items=["a", "b"]
    )
    seen = [host.instances[0].execution.variables(activity) for _, activity in host.tasks]
    assert [(each["item"], each["loopCounter"], each["nrOfInstances"]) for each in seen] == [
        ("a", 0, 2),
        ("b", 1, 2),
    ]
    host.complete("T", "T")
    assert host.variables == {"items": ["a", "b"]}


def test_a_fault_in_a_completion_condition_belongs_to_the_loop() -> None:
    host = Host.of(start() + user("T", many("2", until="${enough}")) + end() + chain("start", "T", "end"))
    host.complete("T")
    assert [each[:2] for each in host.incidents.values()] == [("T", "expression")]
    host.send(0, "set_variables", None, {"enough": True})
    host.retry("T")
    assert (host.path(), host.state) == ("start T end", "completed")
    host.replay()


def test_a_loop_of_scripts_stops_as_soon_as_its_condition_holds() -> None:
    host = Host.of(
        start() + script("A", "${loopCounter}", "last", many("5", until="${nrOfCompletedInstances == 2}")) + end()
        + chain("start", "A", "end")
    )  # fmt: skip
    assert host.path() == "start A A end"


def test_a_collection_that_is_no_list_is_an_incident() -> None:
    host = Host.of(
        start() + user("T", many(collection="items")) + end() + chain("start", "T", "end"), items="abc"
    )
    assert [each[:2] for each in host.incidents.values()] == [("T", "expression")]


def test_a_negative_number_of_instances_is_an_incident() -> None:
    host = Host.of(start() + user("T", many("${n}")) + end() + chain("start", "T", "end"), n=-1)
    assert [each[:2] for each in host.incidents.values()] == [("T", "loop")]


def test_a_condition_that_is_neither_true_nor_false_is_an_incident() -> None:
    host = Host.of(
        start()
        + xor("x", default="f_x_B")
        + end("A")
        + end("B")
        + chain("start", "x", "B")
        + flow("x", "A", "${a}"),
        a="yes",
    )
    assert [each[:2] for each in host.incidents.values()] == [("x", "expression")]


def test_a_message_carries_the_input_parameters_of_its_thrower() -> None:
    host = Host.of(
        start() + throw("t", mapping({"v": "${a + 1}"}) + message()) + end() + chain("start", "t", "end"), a=1
    )
    thrown = [each for each in host.instances[0].history[0] if each["event"] == "MessageThrown"]
    assert thrown[0]["variables"] == {"v": 2}


def test_branches_share_variables_and_joins_merge_nothing() -> None:
    host = Host.of(
        start() + par("p") + user("A") + user("B") + par("j") + end() + chain("start", "p", "A", "j", "end")
        + chain("p", "B", "j"),
        list=[1, 2],
    )  # fmt: skip
    host.complete("B", list=[9])
    host.complete("A", other=1)
    assert host.variables == {"list": [9], "other": 1}
