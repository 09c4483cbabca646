"""Who catches what: event sub-processes, boundary events, conditions, errors and escalations across scopes."""

from datetime import timedelta

import pytest
from bpmn_host import Host
from bpmn_models import (
    ROOTS,
    boundary,
    call,
    catch,
    chain,
    condition,
    element,
    end,
    error,
    escalation,
    event_sub,
    job,
    many,
    message,
    model,
    par,
    process,
    script,
    signal,
    start,
    sub,
    task,
    terminate,
    throw,
    timer,
    user,
)
from bpmn_world import deploy

from engine.errors import WrongState

ANY_ERROR = '<errorEventDefinition camunda:errorCodeVariable="code" camunda:errorMessageVariable="why"/>'
HOUR = timedelta(hours=1)


def test_an_inner_event_sub_process_catches_before_the_boundary_event() -> None:
    inner = start("ss") + job("J") + end("se") + chain("ss", "J", "se") + event_sub("ES", error())
    host = Host.of(
        start()
        + sub("S", inner)
        + boundary("b", "S", error())
        + end()
        + end("e2")
        + chain("start", "S", "end")
        + chain("b", "e2")
    )
    host.tell("throw_error", "J", "E1")
    assert (host.caught, host.opened()) == (["es"], ["H", "ES", "S"] and sorted(["ES", "H", "S"]))
    assert host.complete("H").path() == "start ss es H ee ES S end"


def test_an_error_nobody_catches_stays_at_the_job_and_is_tried_again() -> None:
    host = Host.of(
        start()
        + par("p")
        + job("J")
        + user("U")
        + end()
        + end("e2")
        + chain("start", "p", "J", "end")
        + chain("p", "U", "e2")
    )
    host.tell("throw_error", "J", "E9").complete("U")
    assert (host.state, [each[1] for each in host.incidents.values()]) == ("incident", ["error"])
    host.retry("J").complete("J")
    assert host.state == "completed"
    host.replay()


def test_error_variables_reach_the_scope_around() -> None:
    host = Host.of(
        start() + job("J")
        + boundary("b", "J", ANY_ERROR)
        + end() + end("e2") + chain("start", "J", "end") + chain("b", "e2")
    )  # fmt: skip
    host.tell("throw_error", "J", "E7", "no such person", {"x": 1})
    assert host.variables == {"x": 1, "code": "E7", "why": "no such person"}


def test_an_escalation_of_a_task_leaves_it_open() -> None:
    host = Host.of(
        start()
        + user("T")
        + boundary("b", "T", escalation(), False)
        + end()
        + end("e2")
        + chain("start", "T", "end")
        + chain("b", "e2")
    )
    host.tell("throw_escalation", "T", "X1")
    host.tell("throw_escalation", "T", "X1")
    assert host.opened() == ["T"]
    assert host.complete("T").paths() == "T b b e2 e2 end start"


def test_an_escalation_nobody_catches_is_no_fault() -> None:
    host = Host.of(start() + user("T") + end() + chain("start", "T", "end"))
    assert host.tell("throw_escalation", "T", "X9").state == "active"


def test_an_event_sub_process_does_not_catch_what_comes_out_of_itself() -> None:
    body = (
        start("es", escalation(), isInterrupting="false")
        + throw("t", escalation())
        + end("ee")
        + chain("es", "t", "ee")
    )
    inner = (
        start("ss") + throw("first", escalation()) + user("U") + end("se") + chain("ss", "first", "U", "se")
        + sub("ES", body, triggeredByEvent="true")
    )  # fmt: skip
    host = Host.of(
        start() + sub("S", inner) + boundary("b", "S", escalation(), False) + end() + end("e2")
        + chain("start", "S", "end")
        + chain("b", "e2")
    )  # fmt: skip
    assert host.completed.count("b") == 1
    assert host.complete("U").state == "completed"


def test_an_interrupting_event_sub_process_ends_its_scope_only() -> None:
    inner = start("ss") + user("U") + end("se") + chain("ss", "U", "se") + event_sub("ES", message())
    host = Host.of(
        start() + par("p") + user("V") + end("e2") + sub("S", inner) + user("W") + end()
        + chain("start", "p", "S", "W", "end") + chain("p", "V", "e2")
    )  # fmt: skip
    host.message("m")
    assert host.opened() == ["ES", "H", "S", "V"]
    assert host.complete("H", "W", "V").paths() == "ES H S V W e2 ee end es p ss start"


def test_other_event_sub_processes_of_an_interrupted_scope_listen_no_more() -> None:
    host = Host.of(
        start()
        + user("U")
        + end()
        + chain("start", "U", "end")
        + event_sub("E1", message())
        + event_sub("E2", signal(), p="i")
    )
    host.message("m")
    assert not host.waits.get(next(iter(host.waits)))
    assert host.signal("s").opened() == ["E1", "H"]


def test_event_sub_processes_in_event_sub_processes() -> None:
    outer = event_sub("E1", message(), False, inner=event_sub("E2", signal(), False, "i"))
    host = Host.of(start() + user("U") + end() + chain("start", "U", "end") + outer)
    host.message("m")
    host.message("m")
    host.signal("s")
    host.complete("iH", "iH", "H", "H", "U")
    assert (host.completed.count("E2"), host.completed.count("E1"), host.state) == (2, 2, "completed")
    host.replay()


def test_a_timer_cycle_inside_a_called_process() -> None:
    called = (
        start("cs")
        + user("U")
        + end("ce")
        + chain("cs", "U", "ce")
        + event_sub("ES", timer("R2/PT1H", "timeCycle"), False)
    )
    host = Host.of(start() + call("K", "Q") + end() + chain("start", "K", "end"), process(called, "Q"))
    host.wait(5 * HOUR).complete("H", "H", "U")
    assert host.paths() == "ES ES H H K U ce cs ee ee end es es start"


def test_a_condition_fires_when_it_becomes_true() -> None:
    host = Host.of(
        start() + user("T") + boundary("b", "T", condition("${a > 5}"), False) + script("X") + end()
        + chain("start", "T", "end")
        + chain("b", "X"),
        a=1,
    )  # fmt: skip
    for a in (9, 8, 1, 7):
        host.send(0, "set_variables", None, {"a": a})
    assert host.complete("T").path() == "start b X b X T end"


def test_a_faulty_timer_belongs_to_its_event_and_is_armed_again() -> None:
    host = Host.of(
        start()
        + user("T")
        + boundary("b", "T", timer("${term}"))
        + end()
        + end("e2")
        + chain("start", "T", "end")
        + chain("b", "e2")
    )
    assert [each[:2] for each in host.incidents.values()] == [("b", "expression")]
    host.send(0, "set_variables", None, {"term": "PT1H"})
    host.retry("b").wait(HOUR)
    assert (host.path(), host.state) == ("start b e2", "completed")
    host.replay()


def test_a_faulty_timer_does_not_block_its_scope() -> None:
    host = Host.of(
        start() + user("U") + end() + chain("start", "U", "end") + event_sub("ES", timer("${term}"))
    )
    assert host.state == "incident"
    assert host.complete("U").state == "completed"


def test_a_boundary_event_of_a_loop_belongs_to_the_whole() -> None:
    host = Host.of(
        start() + user("T", many("3")) + boundary("b", "T", timer("PT1H"), False) + end() + end("e2")
        + chain("start", "T", "end") + chain("b", "e2")
    )  # fmt: skip
    assert len(host.timers) == 1
    host.wait(2 * HOUR).complete("T", "T", "T")
    assert host.paths() == "T T T b e2 end start"


def test_terminate_in_the_process_ends_all_below() -> None:
    called = process(start("cs") + user("V") + end("ce") + chain("cs", "V", "ce"), "Q")
    host = Host.of(
        start() + par("p") + call("K", "Q") + user("W") + end("e", terminate()) + chain("start", "p", "K")
        + chain("p", "W", "e")
        + user("T") + boundary("b", "T", timer("PT1H")) + end("e2") + chain("p", "T") + chain("b", "e2"),
        called,
    )  # fmt: skip
    host.complete("W")
    assert (host.state, host.opened(), host.timers) == ("terminated", [], {})


def test_a_signal_end_event_is_completed_before_it_ends_its_scope() -> None:
    host = Host.of(
        start() + user("U") + end("e", signal()) + chain("start", "U", "e") + event_sub("ES", signal())
    )
    host.complete("U")
    assert host.opened() == ["ES", "H"]
    assert host.complete("H").path() == "start U e es H ee ES"


def test_a_signal_is_not_kept_for_those_who_come_later() -> None:
    host = Host.of(
        start() + throw("t", signal()) + catch("c", signal()) + end() + chain("start", "t", "c", "end")
    )
    assert host.opened() == ["c"]


def test_events_behind_an_event_based_gateway_are_withdrawn_together() -> None:
    host = Host.of(
        start() + '<eventBasedGateway id="g"/>' + catch("a", timer("PT1H")) + catch("b", message()) + end() + end("e2")
        + chain("start", "g", "a", "end") + chain("g", "b", "e2")
    )  # fmt: skip
    host.message("m")
    assert (host.path(), host.timers, host.state) == ("start g b e2", {}, "completed")


def test_an_error_end_event_of_one_instance_ends_the_loop() -> None:
    inner = start("ss") + task("A") + end("se", error()) + chain("ss", "A", "se")
    host = Host.of(
        start() + sub("S", many("3") + inner) + boundary("b", "S", error()) + end() + end("e2")
        + chain("start", "S", "end")
        + chain("b", "e2")
    )  # fmt: skip
    assert (host.completed.count("b"), host.completed.count("S"), host.state) == (1, 0, "completed")


def both(id: str, inner: str) -> str:
    return element("intermediateCatchEvent", id, inner, parallelMultiple="true")


def test_an_event_that_needs_all_its_triggers_waits_for_each_once() -> None:
    host = Host.of(
        start() + both("c", timer("PT1H") + message() + signal()) + end() + chain("start", "c", "end")
    )
    host.wait(HOUR)
    assert (host.timers, host.opened()) == ({}, ["c"])
    assert host.message("m")
    with pytest.raises(WrongState):
        host.message("m")
    assert host.signal("s").path() == "start c end"
    host.replay()


def test_a_boundary_event_that_needs_all_its_triggers_listens_again() -> None:
    body = element(
        "boundaryEvent",
        "b",
        message() + signal(),
        attachedToRef="T",
        cancelActivity="false",
        parallelMultiple="true",
    )
    host = Host.of(start() + user("T") + body + end("e") + chain("start", "T") + chain("b", "e"))
    for _ in range(2):
        host.signal("s")
        assert host.message("m")
    assert host.complete("T").completed.count("b") == 2
    host.replay()


def test_an_event_of_several_triggers_takes_the_first() -> None:
    host = Host.of(start() + catch("c", timer("PT1H") + message()) + end() + chain("start", "c", "end"))
    assert host.message("m")
    assert (host.path(), host.timers, host.state) == ("start c end", {}, "completed")


def test_operaton_attributes_mean_the_same() -> None:
    source = model(
        start() + job("J") + user("T", camunda_assignee="aida") + chain("start", "J", "T")
    ).replace(b"camunda.org/schema/1.0", b"operaton.org/schema/1.0")
    host = Host(deploy(source))
    host.start("P", {})
    assert [each.assignee for each in host.complete("J").tasks.values()] == ["aida"]


def test_events_may_share_a_definition_that_stands_beside_the_process() -> None:
    """Each waits for itself: BPMN 2.0, 10.5.1."""
    shared = ROOTS + '<signalEventDefinition id="shared" signalRef="sig_s"/>'
    reference = "<eventDefinitionRef>shared</eventDefinitionRef>"
    body = start() + par("p") + catch("a", reference) + catch("b", reference) + end("ea") + end("eb")
    flows = chain("start", "p", "a", "ea") + chain("p", "b", "eb")
    host = Host(deploy(model(body + flows, roots=shared)))
    host.start("P", {})
    host.signal("s")
    assert host.instances[0].execution.state == "completed"
