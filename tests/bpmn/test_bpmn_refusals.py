"""What is not run is refused: element, line, what is wrong, what to draw instead."""

# ruff: noqa: E501 - a table is read by the line

import pytest
from bpmn_models import (
    boundary,
    call,
    catch,
    chain,
    compensate,
    element,
    end,
    error,
    event_sub,
    extensions,
    flow,
    job,
    many,
    mapping,
    message,
    model,
    orr,
    par,
    process,
    script,
    start,
    sub,
    task,
    terminate,
    throw,
    timer,
    user,
    xor,
)

from engine.bpmn import read
from engine.errors import InvalidDefinition, Problem


def problems(*bodies: str) -> tuple[Problem, ...]:
    with pytest.raises(InvalidDefinition) as caught:
        read(model(*bodies), "x.bpmn")
    return caught.value.problems


LINK = '<linkEventDefinition name="L"/>'
CANCEL = "<cancelEventDefinition/>"
#: element that is named -> part of the message, by what is drawn
CASES = {
    "ad-hoc": (element("adHocSubProcess", "X", task("a")), "X", "event sub-processes"),
    "complex gateway": (element("complexGateway", "X"), "X", "use exclusive"),
    "start quantity": (task("X", startQuantity="2"), "X", "parallel gateway"),
    "completion quantity": (task("X", completionQuantity="2"), "X", "parallel gateway"),
    "behavior": (user("X", many("2").replace("<multiInstanceLoopCharacteristics ", '<multiInstanceLoopCharacteristics behavior="None" ')), "X", "inside the instances"),
    "instantiate": (element("eventBasedGateway", "X", instantiate="true"), "X", "message start events"),
    "event definition ref": (start("X", "<eventDefinitionRef>e</eventDefinitionRef>"), "X", "event definition with the id 'e'"),
    "java class": (element("serviceTask", "X", camunda_class="a.B"), "X", "external task"),
    "delegate": (element("serviceTask", "X", camunda_delegateExpression="${b}"), "X", "external task"),
    "no implementation": (element("serviceTask", "X"), "X", "external task"),
    "method call": (element("serviceTask", "X", camunda_expression="${bean.run()}"), "X", "expected"),
    "listener": (user("X", extensions('<camunda:executionListener event="start" class="a.B"/>')), "X", "service task"),
    "task listener": (user("X", extensions('<camunda:taskListener event="create" class="a.B"/>')), "X", "service task"),
    "form data": (user("X", extensions("<camunda:formData/>")), "X", "formRef"),
    "foreign engine": (user("X", extensions('<z:userTask xmlns:z="http://camunda.org/schema/zeebe/1.0"/>')), "X", "Camunda 8"),
    "foreign extension": (user("X", extensions('<z:a xmlns:z="http://example.org/x"/>')), "X", "remove it"),
    "unknown attribute": (task("X", colour="red"), "X", "colour"),
    "unknown camunda attribute": (task("X", camunda_foo="1"), "X", "camunda:foo"),
    "not a boolean": (sub("X", task("a"), triggeredByEvent="maybe"), "X", "true or false"),
    "groovy": (element("scriptTask", "X", "<script>x</script>", scriptFormat="groovy"), "X", "feel or juel"),
    "bad script": (script("X", "${1 +}"), "X", "expected"),
    "literal condition": (xor("x", default="d") + task("a") + task("b") + flow("x", "a", "yes", id="X") + flow("x", "b", id="d"), "X", "plain text"),
    "no condition": (xor("X") + task("a") + task("b") + chain("X", "a") + chain("X", "b"), "X", "default"),
    "default with condition": (xor("x", default="X") + task("a") + task("b") + flow("x", "a", "${a}", id="X") + flow("x", "b", "${b}"), "X", "no condition"),
    "default that is none": (xor("X", default="nothing") + task("a") + chain("X", "a"), "X", "default"),
    "condition behind parallel": (par("p") + task("a") + flow("p", "a", "${a}", id="X"), "X", "inclusive"),
    "foreign expression language": (orr("x") + task("a") + flow("x", "a", "1", id="X").replace("<conditionExpression>", '<conditionExpression language="groovy">'), "X", "FEEL or JUEL"),
    "loop without number": (user("X", "<multiInstanceLoopCharacteristics/>"), "X", "cardinality or a collection"),
    "negative cardinality": (user("X", many("-1")), "X", "0 or more"),
    "loop without condition": (task("X", "<standardLoopCharacteristics/>"), "X", "condition or a maximum"),
    "unknown message": (start("X", message("ghost")), "X", "ghost"),
    "undeclared prefix": (start("X", message("q:msg_m")), "X", "prefix"),
    "catch without trigger": (element("intermediateCatchEvent", "X"), "X", "trigger"),
    "receive without message": (element("receiveTask", "X"), "X", "message"),
    "two timers": (catch("X", timer("PT1H") + timer("PT2H")), "X", "one timer"),
    "timer without time": (catch("X", "<timerEventDefinition/>"), "X", "PT48H"),
    "bad duration": (catch("X", timer("2 hours")), "X", "ISO 8601"),
    "date as duration": (catch("X", timer("2026-01-01")), "X", "duration"),
    "duration as date": (catch("X", timer("PT1H", "timeDate")), "X", "date"),
    "error caught in the middle": (catch("X", error()), "X", "not possible"),
    "terminate thrown in the middle": (throw("X", terminate()), "X", "not possible"),
    "thrown error without code": (sub("s", end("X", error(""))), "X", "code"),
    "non-interrupting error": (user("T") + boundary("X", "T", error(), False), "X", "always interrupts"),
    "boundary on a gateway": (xor("g") + boundary("X", "g", message()), "X", "activity"),
    "boundary on nothing": (boundary("X", "ghost", message()), "X", "attachedToRef"),
    "cancel outside a transaction": (sub("s", end("X", CANCEL)), "X", "transaction"),
    "cancel without boundary": (element("transaction", "s", end("X", CANCEL)), "X", "cancel boundary event"),
    "cancel on a sub-process": (sub("s", task("a")) + boundary("X", "s", CANCEL), "X", "transaction"),
    "compensation without handler": (task("a") + boundary("X", "a", compensate()), "X", "association"),
    "compensation of nothing": (throw("X", compensate("ghost")), "X", "activityRef"),
    "compensation that does not wait": (throw("X", '<compensateEventDefinition waitForCompletion="false"/>'), "X", "waits"),
    "link without end": (start() + throw("X", LINK) + chain("start", "X"), "X", "catching link"),
    "link without begin": (catch("X", LINK), "X", "throwing link"),
    "event sub-process without trigger": (sub("X", start("a"), triggeredByEvent="true"), "X", "trigger"),
    "flow to an event sub-process": (task("a") + event_sub("X", message()) + chain("a", "X"), "X", "no flow"),
    "triggered start in a sub-process": (sub("s", start("X", message())), "X", "event sub-process"),
    "two plain starts": (start("a") + start("X"), "X", "keep one"),
    "one message twice": (start("a", message()) + start("X", message()), "X", "keep one"),
    "start named by a variable": (start("X", '<messageEventDefinition messageRef="msg_x"/>'), "X", "plain text"),
    "flow into a start": (task("a") + start("X") + chain("a", "X"), "X", "no flow"),
    "flow out of an end": (end("X") + task("a") + chain("X", "a"), "X", "no flow"),
    "task behind an event-based gateway": ('<eventBasedGateway id="X"/>' + task("a") + chain("X", "a"), "X", "catching events"),
    "call of nothing": (element("callActivity", "X"), "X", "calledElement"),
    "binding without version": (element("callActivity", "X", calledElement="Q", camunda_calledElementBinding="version"), "X", "Version"),
    "mapping without target": (call("X", "Q", extensions('<camunda:in source="a"/>')), "X", "target"),
    "local mapping": (call("X", "Q", extensions('<camunda:in variables="all" local="true"/>')), "X", "local"),
    "external without topic": (element("serviceTask", "X", camunda_type="external"), "X", "topic"),
    "bad retries": (job("X", extensions("<camunda:failedJobRetryTimeCycle>often</camunda:failedJobRetryTimeCycle>")), "X", "R3/PT10M"),
    "result beside a topic": (job("X", camunda_resultVariable="r"), "X", "inputOutput"),
    "fixed form version": (user("X", camunda_formRef="f", camunda_formRefBinding="version", camunda_formRefVersion="2"), "X", "latest"),
    "version without binding": (element("callActivity", "X", calledElement="Q", camunda_calledElementVersion="2"), "X", "Binding=latest"),
    "cardinality and collection": (user("X", many("2", "items")), "X", "both"),
    "item without collection": (user("X", '<multiInstanceLoopCharacteristics camunda:elementVariable="i"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>'), "X", "collection"),
    "input of a boundary event": (user("T") + boundary("X", "T", mapping({"a": "1"}) + message()), "X", "input"),
    "data that is changed": (user("X", '<dataInputAssociation id="d"><assignment><from>1</from><to>x</to></assignment></dataInputAssociation>'), "X", "inputOutput"),
}  # fmt: skip
EXPRESSION_NAME = '<message id="msg_x" name="${name}"/>'


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_run_is_refused_with_its_element(name: str) -> None:
    body, id, text = CASES[name]
    source = model(body).replace(b"<message ", EXPRESSION_NAME.encode() + b"<message ", 1)
    with pytest.raises(InvalidDefinition) as caught:
        read(source, "x.bpmn")
    found = [each for each in caught.value.problems if each.element == id]
    assert found, [str(each) for each in caught.value.problems]
    assert any(text in each.message for each in found), [each.message for each in found]
    assert all(each.line for each in found)


def test_all_faults_are_told_at_once() -> None:
    found = problems(
        start() + element("serviceTask", "A") + catch("B", timer("soon")) + element("complexGateway", "C")
    )
    assert {each.element for each in found} == {"A", "B", "C"}


def test_faults_of_all_processes_of_a_file_are_told() -> None:
    found = problems(process(element("serviceTask", "A"), "P"), process(element("serviceTask", "B"), "Q"))
    assert {each.element for each in found} == {"A", "B"}


def test_what_leads_to_something_unsupported_is_not_told_again() -> None:
    found = problems(start() + element("complexGateway", "C") + end() + chain("start", "C", "end"))
    assert [each.element for each in found] == ["C"]


def test_a_problem_says_file_line_and_name() -> None:
    (found,) = problems("\n\n" + element("serviceTask", "A", name="Check register"))
    assert (found.file, found.name, found.line, found.severity) == ("x.bpmn", "Check register", 3, "error")
    assert str(found).startswith("x.bpmn:3: A: expected")


def test_what_would_never_run_is_a_warning() -> None:
    (definition,) = read(model(start() + end() + task("B") + chain("start", "end")), "x.bpmn")
    assert [(each.element, each.severity) for each in definition.warnings] == [("B", "warning")]


def test_a_process_that_is_not_executable_is_a_drawing() -> None:
    drawn = '<process id="Q"><adHocSubProcess id="X"/></process>'
    assert [each.key for each in read(model(drawn, start() + end() + chain("start", "end")), "x.bpmn")] == [
        "P"
    ]
