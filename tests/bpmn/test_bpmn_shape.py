"""Children, attributes and references as BPMN 2.0 has them; and the same verdict as the XSD, where both can tell."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import bpmn_kit as kit
import pytest
from bpmn_models import HEAD, chain, end, model, start, task, xor
from lxml import etree

from engine.bpmn import read
from engine.bpmn.reader.parsing import parse
from engine.bpmn.reader.reading import Reading
from engine.bpmn.reader.shape import check
from engine.errors import InvalidDefinition

FLOW = chain("start", "A", "end")
GOOD = start() + task("A") + end() + FLOW


def catch(inner: str) -> str:
    return start() + f'<intermediateCatchEvent id="A">{inner}</intermediateCatchEvent>' + end() + FLOW


def timer(*parts: str) -> str:
    times = "".join(f"<{part}>PT1H</{part}>" for part in parts)
    return catch(f"<timerEventDefinition>{times}</timerEventDefinition>")


REFUSED = {
    "a flow without a source": (GOOD.replace('sourceRef="start" ', ""), "f_start_A"),
    "a flow with an empty target": (GOOD.replace('targetRef="end"', 'targetRef=" "'), "f_A_end"),
    "a timer with two durations": (timer("timeDuration", "timeDuration"), "A"),
    "a timer with a duration and a date": (timer("timeDuration", "timeDate"), "A"),
    "a conditional event without a condition": (catch("<conditionalEventDefinition/>"), "A"),
    "a flow with two conditions": (
        start() + xor("x", default="f_x_b") + task("b") + task("c") + chain("start", "x", "b")
        + '<sequenceFlow id="f" sourceRef="x" targetRef="c"><conditionExpression>${a}</conditionExpression>'
        "<conditionExpression>${b}</conditionExpression></sequenceFlow>", "f",
    ),
    "a script task with two scripts": (
        start() + '<scriptTask id="A" scriptFormat="juel"><script>${1}</script><script>${2}</script></scriptTask>'
        + end() + FLOW, "A",
    ),
    "two loops": (
        GOOD.replace("<userTask", "<task").replace(
            task("A"), '<task id="A"><standardLoopCharacteristics/><standardLoopCharacteristics/></task>'
        ), "A",
    ),
    "two holders of extensions": (
        start() + '<task id="A"><extensionElements/><extensionElements/></task>' + end() + FLOW, "A",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_says_two_things_or_nothing_is_refused_once(name: str) -> None:
    body, element = REFUSED[name]
    with pytest.raises(InvalidDefinition) as caught:
        read(model(body), "x.bpmn")
    assert [each.element for each in caught.value.problems].count(element) == len(caught.value.problems)
    assert all(each.line and re.match("expected|at most|a ", each.message) for each in caught.value.problems)


TOLD = {
    "extensions behind the flows": (
        start() + '<task id="A"><incoming>f_start_A</incoming><extensionElements/></task>' + end() + FLOW,
        "expected extensionElements before incoming in a task",
    ),
    "a lane of nobody": (
        '<laneSet id="l"><lane id="one"><flowNodeRef>ghost</flowNodeRef></lane></laneSet>' + GOOD,
        "flowNodeRef names 'ghost'",
    ),
    "an incoming flow that is not there": (
        start() + '<task id="A"><incoming>ghost</incoming></task>' + end() + FLOW, "incoming names 'ghost'",
    ),
    # libxml2 lets this pass, against the text of the XSD
    "a lane set behind the flows": (GOOD + '<laneSet id="l"/>', "expected laneSet before startEvent in a process"),
    "a note bound to nothing": (
        GOOD + '<association id="a" sourceRef="A" targetRef="ghost"/>', "the association names 'ghost'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_changes_nothing_that_is_run_is_a_warning(name: str) -> None:
    body, said = TOLD[name]
    (definition,) = read(model(body), "x.bpmn")
    assert any(each.message.startswith(said) for each in definition.warnings)


def test_a_good_model_has_no_warning() -> None:
    (definition,) = read(model(GOOD), "x.bpmn")
    assert definition.warnings == ()


# ---- beside the XSD ------------------------------------------------------------------------------

SPIFF = find_spec("SpiffWorkflow")
XSD = Path(SPIFF.origin or "").parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd" if SPIFF else Path("none")
#: what the XSD says of shape; the rest is types, which refuse what Camunda Modeler writes (calledElement="${..}")
SHAPE = re.compile(r"This element is not expected|Missing child element|is required but missing")


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    if not XSD.is_file():
        pytest.skip("the XSD of BPMN 2.0 is not at hand")
    return etree.XMLSchema(file=str(XSD))


def said_by_xsd(schema: etree.XMLSchema, source: bytes) -> set[int]:
    schema.validate(etree.fromstring(source))
    return {error.line for error in schema.error_log if SHAPE.search(error.message)}


def said_by_us(source: bytes) -> set[int]:
    """Lines of faults of shape; of references the XSD knows nothing."""
    reading = Reading(parse(source, "x.bpmn"), "x.bpmn")
    check(reading)
    told = (*reading.errors, *reading.warnings)
    return {each.line or 0 for each in told if " names " not in each.message}


def sources() -> Iterator[bytes]:
    for case in kit.cases():
        yield from (content for _, content in kit.sources(case))


def test_the_kit_has_the_same_verdict(schema: etree.XMLSchema) -> None:
    """Of a model the XSD finds well-shaped we say nothing, and of another something."""
    found = list(sources())
    if not found:
        pytest.skip("the kit of cases (../shared/bpmn-cases) is not here")
    differing = [
        each[:2000].decode("utf-8", "replace")
        for each in found
        if bool(said_by_xsd(schema, each)) != bool(said_by_us(each))
    ]
    assert differing == []


MUTATIONS = {
    "nothing": lambda text: text,
    "no source": lambda text: text.replace('sourceRef="start" ', ""),
    "no target namespace": lambda text: re.sub(r' targetNamespace="[^"]*"', "", text),
    "documentation behind extensions": lambda text: text.replace(
        task("A"), '<task id="A"><extensionElements/><documentation/></task>'
    ),
    "outgoing before incoming": lambda text: text.replace(
        task("A"), '<task id="A"><outgoing>f_A_end</outgoing><incoming>f_start_A</incoming></task>'
    ),
    "incoming before outgoing": lambda text: text.replace(
        task("A"), '<task id="A"><incoming>f_start_A</incoming><outgoing>f_A_end</outgoing></task>'
    ),
    "two conditions": lambda text: text.replace(
        "</process>", '<sequenceFlow id="two" sourceRef="A" targetRef="end"><conditionExpression/>'
        "<conditionExpression/></sequenceFlow></process>",
    ),
    "a note behind the flows": lambda text: text.replace("</process>", '<textAnnotation id="n"/></process>'),
    "a task behind a note": lambda text: text.replace(
        "</process>", '<textAnnotation id="n"/><task id="late"/></process>'
    ),
    "a boundary event on nothing": lambda text: text.replace(
        "</process>", '<boundaryEvent id="b"><errorEventDefinition/></boundaryEvent></process>'
    ),
    "two dates": lambda text: text.replace(
        "</process>", '<intermediateCatchEvent id="b"><timerEventDefinition><timeDate/><timeDate/>'
        "</timerEventDefinition></intermediateCatchEvent></process>",
    ),
    "a date and a cycle": lambda text: text.replace(
        "</process>", '<intermediateCatchEvent id="b"><timerEventDefinition><timeDate/><timeCycle/>'
        "</timerEventDefinition></intermediateCatchEvent></process>",
    ),
    "no condition": lambda text: text.replace(
        "</process>", '<intermediateCatchEvent id="b"><conditionalEventDefinition/></intermediateCatchEvent></process>'
    ),
    "a link without a name": lambda text: text.replace(
        "</process>", '<intermediateThrowEvent id="b"><linkEventDefinition/></intermediateThrowEvent></process>'
    ),
    "a completion condition before the cardinality": lambda text: text.replace(
        task("A"), '<task id="A"><multiInstanceLoopCharacteristics><completionCondition/><loopCardinality/>'
        "</multiInstanceLoopCharacteristics></task>",
    ),
    "a loop before the flows": lambda text: text.replace(
        task("A"), '<task id="A"><standardLoopCharacteristics/><incoming>f_start_A</incoming></task>'
    ),
    "a definition before the outgoing flow": lambda text: text.replace(
        "</process>", '<startEvent id="b"><signalEventDefinition/><outgoing>f</outgoing></startEvent></process>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_small_change_has_the_same_verdict(schema: etree.XMLSchema, name: str) -> None:
    source = MUTATIONS[name](model(GOOD).decode()).encode()
    assert HEAD[:40].encode() in source or name == "no target namespace"
    assert bool(said_by_us(source)) is bool(said_by_xsd(schema, source))
    assert bool(said_by_us(source)) is (name not in ("nothing", "incoming before outgoing", "a note behind the flows"))
