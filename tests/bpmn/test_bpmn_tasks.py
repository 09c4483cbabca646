"""What people and workers get: attributes of user tasks and jobs, continuations, decisions, references."""

from datetime import UTC, datetime, timedelta

from bpmn_host import Host
from bpmn_models import (
    boundary,
    call,
    chain,
    element,
    end,
    error,
    extensions,
    job,
    many,
    model,
    process,
    script,
    start,
    sub,
    timer,
    user,
)
from bpmn_world import START, deploy

from engine import events
from engine.bpmn import Binding, read
from engine.errors import InvalidCommand

DMN = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <decision id="size" name="size"><decisionTable id="t" hitPolicy="FIRST">
    <input id="i"><inputExpression id="ie" typeRef="number"><text>a</text></inputExpression></input>
    <output id="o" name="kind" typeRef="string"/><output id="o2" name="days" typeRef="number"/>
    <rule id="r1"><inputEntry id="e1"><text>&gt; 5</text></inputEntry>
      <outputEntry id="x1"><text>"big"</text></outputEntry><outputEntry id="y1"><text>9</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="e2"><text>-</text></inputEntry>
      <outputEntry id="x2"><text>"small"</text></outputEntry><outputEntry id="y2"><text>3</text></outputEntry></rule>
  </decisionTable></decision></definitions>"""


def lane(id: str, name: str, nodes: str, body: str = "") -> str:
    inner = (
        f'<camunda:properties><camunda:property name="body" value="{body}"/></camunda:properties>'
        if body
        else ""
    )
    return f'<lane id="{id}" name="{name}">{extensions(inner)}<flowNodeRef>{nodes}</flowNodeRef></lane>'


def properties(**values: str) -> str:
    inner = "".join(f'<camunda:property name="{name}" value="{value}"/>' for name, value in values.items())
    return extensions(f"<camunda:properties>{inner}</camunda:properties>")


def only_task(host: Host) -> events.UserTaskCreated:
    (found,) = host.tasks.values()
    return found


def test_a_user_task_says_who_when_and_where() -> None:
    body = (
        element("laneSet", "ls", lane("l1", "Clerk", "T", "${office}"))
        + start()
        + user(
            "T", name="Check", camunda_assignee="${who}", camunda_candidateGroups="clerk, ${role}", camunda_formRef="f",
            camunda_dueDate="P2D", camunda_followUpDate="${later}", camunda_priority="${70 + 1}",
        )
        + end() + chain("start", "T", "end")
    )  # fmt: skip
    task = only_task(
        Host.of(body, who="aida", role="head", later="2026-02-01T10:00:00+05:00", office="body-7")
    )
    assert (task.name, task.assignee, task.candidate_groups) == ("Check", "aida", ("clerk", "head"))
    assert (task.lane, task.body, task.form, task.priority) == ("Clerk", "body-7", "f", 71)
    assert task.due_at == START + timedelta(days=2)
    assert task.follow_up_at == datetime(2026, 2, 1, 5, tzinfo=UTC)
    assert task.definition_id == "P:1"


def test_a_body_of_the_task_goes_before_that_of_its_lane() -> None:
    body = (
        element("laneSet", "ls", lane("l1", "Clerk", "T", "one"))
        + start()
        + user("T", properties(body="two"))
    )
    assert only_task(Host.of(body + end() + chain("start", "T", "end"))).body == "two"


def test_tasks_of_a_sub_process_belong_to_its_lane() -> None:
    body = element("laneSet", "ls", lane("l1", "Clerk", "S", "one")) + start() + sub("S", user("T"))
    task = only_task(Host.of(body + chain("start", "S")))
    assert (task.lane, task.body) == ("Clerk", "one")


def test_a_due_date_may_be_the_reckoning_of_a_term() -> None:
    due = datetime(2026, 3, 1, tzinfo=UTC)
    body = start() + user("T", camunda_dueDate="${term}") + boundary("b", "T", timer("${term}"), False)
    host = Host.of(
        body + end("e") + chain("start", "T") + chain("b", "e"), term={"due": due, "norm": "п. 16"}
    )
    scheduled = next(each for each in host.instances[0].last if isinstance(each, events.TimerScheduled))
    assert (only_task(host).due_at, scheduled.due_at, scheduled.term) == (
        due,
        due,
        {"due": due, "norm": "п. 16"},
    )


def test_a_fault_in_an_attribute_is_an_incident_and_put_right() -> None:
    host = Host.of(start() + user("T", camunda_assignee="${who}") + end() + chain("start", "T", "end"))
    assert (host.tasks, [each[1] for each in host.incidents.values()]) == ({}, ["expression"])
    host.send(0, "set_variables", None, {"who": "aida"})
    host.retry("T")
    assert only_task(host).assignee == "aida"


def test_a_job_says_topic_priority_and_retries() -> None:
    retries = extensions("<camunda:failedJobRetryTimeCycle>R5/PT10M</camunda:failedJobRetryTimeCycle>")
    body = start() + element(
        "serviceTask",
        "J",
        retries,
        camunda_type="external",
        camunda_topic="${t}",
        camunda_taskPriority="${p}",
    )
    (found,) = Host.of(body + chain("start", "J"), t="pay", p=7).jobs.values()
    assert (found.topic, found.priority, found.retries, found.retry_after) == ("pay", 7, 5, (600,))


def test_a_list_of_pauses_is_one_try_more_than_pauses() -> None:
    retries = extensions("<camunda:failedJobRetryTimeCycle>PT1M,PT5M</camunda:failedJobRetryTimeCycle>")
    (found,) = Host.of(start() + job("J", retries) + chain("start", "J")).jobs.values()
    assert (found.retries, found.retry_after) == (3, (60, 300))


def test_a_failed_job_is_tried_again_as_a_new_job() -> None:
    host = Host.of(start() + job("J") + end() + chain("start", "J", "end"))
    host.tell("fail", "J", "no answer")
    assert list(host.incidents.values()) == [("J", "job", "no answer")]
    host.retry("J").complete("J", r=1)
    assert (host.state, host.variables) == ("completed", {"r": 1})
    host.replay()


def test_continuations_stand_before_and_after() -> None:
    world = deploy(
        model(
            start() + user("T", camunda_asyncBefore="true", camunda_asyncAfter="true") + chain("start", "T")
        )
    )
    host = Host(world)
    host.see = lambda number, found: [host.note(number, each) for each in found] and None  # type: ignore[method-assign]
    host.start("P", {})
    assert (list(host.tasks), [each.topic for each in host.jobs.values()]) == ([], [None])
    host.complete("T")
    assert [each[1] for each in host.tasks] == [host.find("T")[1]]
    host.jobs.clear()
    host.complete("T")
    assert [each.topic for each in host.jobs.values()] == [None]
    host.tell("fail", "T", "worker gone")
    host.retry("T")
    host.complete("T")
    assert host.completed == ["start", "T"]
    host.replay()


def test_a_continuation_before_a_loop_stands_once_before_all() -> None:
    host = Host.of(start() + user("T", many("2"), camunda_asyncBefore="true") + chain("start", "T"))
    created = [
        each for history in host.instances[0].history for each in history if each["event"] == "JobCreated"
    ]
    assert (len(created), len(host.tasks)) == (1, 2)


def decide(**attributes: str) -> str:
    body = start() + element("businessRuleTask", "D", camunda_decisionRef="size", **attributes)
    return body + end() + chain("start", "D", "end")


def decided(body: str, **variables: object) -> Host:
    host = Host(deploy(model(body), DMN))
    host.start("P", variables)
    return host


def test_a_decision_is_recorded_and_its_row_becomes_a_variable() -> None:
    host = decided(decide(camunda_resultVariable="r", camunda_mapDecisionResult="singleResult"), a=7)
    assert host.variables["r"] == {"kind": "big", "days": 9}
    found = next(each for each in host.instances[0].history[0] if each["event"] == "DecisionEvaluated")
    assert (found["decision"], found["model_id"], found["matched"][0]["rule"]) == ("size", "rules:1", "r1")


def test_a_decision_of_two_outputs_is_no_single_entry() -> None:
    host = decided(decide(camunda_resultVariable="r", camunda_mapDecisionResult="singleEntry"), a=7)
    assert [each[1] for each in host.incidents.values()] == ["decision"]


def test_a_decision_that_is_not_deployed_is_an_incident() -> None:
    host = Host.of(decide(camunda_resultVariable="r"))
    assert [each[1] for each in host.incidents.values()] == ["decision"]


def test_an_expression_of_a_service_task_is_evaluated() -> None:
    body = start() + element("serviceTask", "A", camunda_expression="${a * 2}", camunda_resultVariable="b")
    assert Host.of(body + chain("start", "A"), a=4).variables == {"a": 4, "b": 8}


def test_feel_in_conditions_scripts_and_values() -> None:
    body = (
        start() + element("scriptTask", "A", "<script>a + 1</script>", scriptFormat="feel", camunda_resultVariable="b")
        + user("T", camunda_assignee='=if b > 1 then "x" else "y"') + chain("start", "A", "T")
    )  # fmt: skip
    assert only_task(Host.of(body, a=1)).assignee == "x"


def test_expressions_know_only_the_time_of_the_command() -> None:
    body = start() + element(
        "scriptTask", "A", "<script>now()</script>", scriptFormat="feel", camunda_resultVariable="t"
    )
    assert Host.of(body + chain("start", "A")).variables["t"] == START


def test_title_and_subject_are_evaluated_when_the_case_begins() -> None:
    drawn = process(
        properties(title="${name}: certificate", subject="${iin}") + start() + end() + chain("start", "end")
    )
    begun = Host.of(drawn, name="A", iin="123").instances[0].history[0][0]
    assert (begun["title"], begun["subject"]) == ("A: certificate", "123")
    assert Host.of(drawn).instances[0].history[0][0]["title"] == "${name}: certificate"


def test_a_definition_tells_what_it_refers_to() -> None:
    body = (
        start(camunda_formRef="apply") + job("J") + user("T", properties(norm="п. 16"), camunda_formRef="check")
        + element("businessRuleTask", "D", camunda_decisionRef="size") + call("K", "Q")
        + chain("start", "J", "T", "D", "K")
    )  # fmt: skip
    (found,) = read(
        model(process(body, camunda_versionTag="v1", camunda_historyTimeToLive="P180D")), "x.bpmn"
    )
    assert [(each.element, each.reference) for each in found.forms] == [("start", "apply"), ("T", "check")]
    assert [(each.element, each.reference) for each in found.topics] == [("J", "t")]
    assert [(each.element, each.reference) for each in found.decisions] == [("D", "size")]
    assert [(each.element, each.reference, each.binding) for each in found.calls] == [("K", "Q", Binding())]
    assert (found.version_tag, found.history_time_to_live) == ("v1", "P180D")
    assert (found.elements["T"].norm, found.elements["J"].topic) == ("п. 16", "t")
    assert found.start_events[0].form == "apply"


def test_errors_cross_calls_but_variables_do_not() -> None:
    called = process(
        start("cs") + script("A", "${1}", "x") + end("ce", error()) + chain("cs", "A", "ce"), "Q"
    )
    host = Host.of(
        start() + call("K", "Q") + boundary("b", "K", error()) + end() + end("e2") + chain("start", "K", "end")
        + chain("b", "e2"),
        called,
    )  # fmt: skip
    assert (host.path(), host.variables) == ("start cs A ce b e2", {})


def test_a_function_of_the_outside_without_an_answer_is_an_incident() -> None:
    def term(name: str) -> str:
        raise InvalidCommand(f"no term {name!r}")

    world = deploy(model(start() + user("T", camunda_dueDate="${term('service')}") + chain("start", "T")))
    world.functions["term"] = term
    host = Host(world)
    host.start("P", {})
    assert [each[1] for each in host.incidents.values()] == ["expression"]
    world.functions["term"] = lambda name: "P1D"
    host.retry("T")
    assert only_task(host).due_at == START + timedelta(days=1)
