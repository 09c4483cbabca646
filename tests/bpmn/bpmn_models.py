"""Small drawings as text: one function an element, `chain` for flows, `model` for the file."""

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    f'xmlns:camunda="{CAMUNDA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">'
)
ROOTS = (
    '<message id="msg_m" name="m"/><message id="msg_n" name="n"/><signal id="sig_s" name="s"/>'
    '<error id="err_1" errorCode="E1"/><error id="err_2" errorCode="E2"/>'
    '<escalation id="esc_1" escalationCode="X1"/>'
)


def element(kind: str, id: str, inner: str = "", **attributes: str) -> str:
    """camunda_x becomes camunda:x."""
    written = "".join(
        f" {name.replace('camunda_', 'camunda:')}={quoteattr(value)}" for name, value in attributes.items()
    )
    return f'<{kind} id="{id}"{written}>{inner}</{kind}>'


def flow(source: str, target: str, condition: str = "", id: str = "") -> str:
    inner = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
    id = id or f"f_{source}_{target}"
    return f'<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def chain(*ids: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(ids))


def start(id: str = "start", inner: str = "", **more: str) -> str:
    return element("startEvent", id, inner, **more)


def end(id: str = "end", inner: str = "") -> str:
    return element("endEvent", id, inner)


def user(id: str, inner: str = "", **more: str) -> str:
    return element("userTask", id, inner, **more)


def job(id: str, inner: str = "", **more: str) -> str:
    return element("serviceTask", id, inner, camunda_type="external", camunda_topic="t", **more)


def script(id: str, text: str = "${1}", result: str = "last", inner: str = "") -> str:
    return element(
        "scriptTask",
        id,
        f"{inner}<script>{escape(text)}</script>",
        scriptFormat="juel",
        camunda_resultVariable=result,
    )


def task(id: str, inner: str = "", **more: str) -> str:
    return element("task", id, inner, **more)


def sub(id: str, inner: str, **more: str) -> str:
    return element("subProcess", id, inner, **more)


def call(id: str, called: str, inner: str = "") -> str:
    return element("callActivity", id, inner, calledElement=called)


def xor(id: str, **more: str) -> str:
    return element("exclusiveGateway", id, **more)


def par(id: str) -> str:
    return element("parallelGateway", id)


def orr(id: str, **more: str) -> str:
    return element("inclusiveGateway", id, **more)


def boundary(id: str, host: str, inner: str, interrupting: bool = True) -> str:
    return element("boundaryEvent", id, inner, attachedToRef=host, cancelActivity=str(interrupting).lower())


def catch(id: str, inner: str) -> str:
    return element("intermediateCatchEvent", id, inner)


def throw(id: str, inner: str = "") -> str:
    return element("intermediateThrowEvent", id, inner)


def message(id: str = "msg_m") -> str:
    return f'<messageEventDefinition messageRef="{id}"/>'


def signal(id: str = "sig_s") -> str:
    return f'<signalEventDefinition signalRef="{id}"/>'


def error(id: str = "err_1") -> str:
    return f'<errorEventDefinition errorRef="{id}"/>' if id else "<errorEventDefinition/>"


def escalation(id: str = "esc_1") -> str:
    return f'<escalationEventDefinition escalationRef="{id}"/>'


def condition(text: str) -> str:
    return f"<conditionalEventDefinition><condition>{escape(text)}</condition></conditionalEventDefinition>"


def timer(text: str, form: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{form}>{escape(text)}</{form}></timerEventDefinition>"


def compensate(activity: str = "") -> str:
    return f"<compensateEventDefinition{f' activityRef={quoteattr(activity)}' if activity else ''}/>"


def terminate() -> str:
    return "<terminateEventDefinition/>"


def event_sub(id: str, definition: str, interrupting: bool = True, p: str = "", inner: str = "") -> str:
    """An event sub-process with a user task: <p>es, <p>H, <p>ee."""
    body = (
        start(f"{p}es", definition, isInterrupting=str(interrupting).lower()) + user(f"{p}H") + end(f"{p}ee")
    )
    return sub(id, body + chain(f"{p}es", f"{p}H", f"{p}ee") + inner, triggeredByEvent="true")


def many(count: str = "", collection: str = "", sequential: bool = False, until: str = "") -> str:
    """A multi-instance marker."""
    inner = f"<loopCardinality>{count}</loopCardinality>" if count else ""
    inner += f"<completionCondition>{escape(until)}</completionCondition>" if until else ""
    source = f' camunda:collection="{collection}" camunda:elementVariable="item"' if collection else ""
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"{source}>{inner}'
        "</multiInstanceLoopCharacteristics>"
    )


def extensions(inner: str) -> str:
    return f"<extensionElements>{inner}</extensionElements>"


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """camunda:inputOutput"""
    parts = [
        f'<camunda:inputParameter name="{k}">{escape(v)}</camunda:inputParameter>'
        for k, v in (inputs or {}).items()
    ]
    parts += [
        f'<camunda:outputParameter name="{k}">{escape(v)}</camunda:outputParameter>'
        for k, v in (outputs or {}).items()
    ]
    return extensions(f"<camunda:inputOutput>{''.join(parts)}</camunda:inputOutput>")


def process(body: str, id: str = "P", **more: str) -> str:
    return element("process", id, body, isExecutable="true", **more)


def model(*processes: str, roots: str = ROOTS) -> bytes:
    """A file; text that is no process becomes the body of one."""
    written = [each if each.startswith("<process") else process(each) for each in processes]
    return (HEAD + "".join(written) + roots + "</definitions>").encode()
