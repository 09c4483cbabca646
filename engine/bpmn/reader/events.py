"""Event definitions."""

from engine.bpmn import timers
from engine.bpmn.faults import Fault
from engine.bpmn.model import Passing, Trigger
from engine.bpmn.reader.catalogue import Catalogue
from engine.bpmn.reader.profile import EVENT_DEFINITIONS
from engine.bpmn.reader.reading import (
    Reading,
    Xml,
    child,
    extensions,
    is_true,
    tag,
    text_of,
    vendor,
)

FORMS = ("timeDate", "timeDuration", "timeCycle")
REFERENCE = "eventDefinitionRef"
CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")


def triggers(reading: Reading, catalogue: Catalogue, xml: Xml) -> tuple[Trigger, ...]:
    """What an event catches or throws, in the order of the file."""
    is_catching = tag(xml) in CATCHING
    found = []
    for each in xml:
        definition = catalogue.definition(each) if tag(each) == REFERENCE else each
        if definition is not None and tag(definition) in EVENT_DEFINITIONS:
            found.append(_trigger(reading, catalogue, definition, is_catching=is_catching))
    kinds = [each.kind for each in found]
    if len(kinds) > 1 and kinds.count("timer") > 1:
        reading.refuse(
            xml, "expected at most one timer in an event, but there are more; draw an event for each"
        )
    return tuple(found)


def of_message(reading: Reading, catalogue: Catalogue, xml: Xml) -> tuple[Trigger, ...]:
    """The message of a send or receive task."""
    name = catalogue.name(xml, "message")
    return (Trigger(kind="message", name=reading.value(xml, name)),) if name else ()


def _trigger(reading: Reading, catalogue: Catalogue, xml: Xml, *, is_catching: bool) -> Trigger:
    kind = tag(xml).removesuffix("EventDefinition")
    if kind in ("message", "signal"):
        return _named(reading, catalogue, xml, kind)
    if kind in ("error", "escalation"):
        return _coded(reading, catalogue, xml, kind, is_catching=is_catching)
    if kind == "timer":
        return _timer(reading, xml)
    if kind == "conditional":
        return _conditional(reading, xml)
    if kind == "compensate":
        activity = xml.get("activityRef")
        return Trigger(kind=kind, activity=reading.local(xml, activity) if activity else None)
    if kind == "link":
        if not xml.get("name"):
            reading.refuse(xml, "expected a link with a name, but it has none; name both ends alike")
        return Trigger(kind=kind, code=xml.get("name"))
    return Trigger(kind=kind)


def _named(reading: Reading, catalogue: Catalogue, xml: Xml, kind: str) -> Trigger:
    name = catalogue.name(xml, kind)
    if name is None and not xml.get(f"{kind}Ref") and vendor(xml, "topic") is None:
        reading.refuse(xml, f"expected a {kind} event to say which {kind}, but it does not; choose one")
    return Trigger(kind=kind, name=reading.value(xml, name), payload=_payload(reading, xml))


def _payload(reading: Reading, xml: Xml) -> tuple[Passing, ...]:
    return tuple(passing(reading, each) for each in extensions(xml, "in"))


def passing(reading: Reading, xml: Xml) -> Passing:
    """One camunda:in or camunda:out."""
    if xml.get("businessKey"):
        reading.refuse(xml, "businessKey is not supported here; name the variables")
    if is_true(xml.get("local")):
        reading.refuse(xml, 'local="true" is not supported here; name the variables')
    if xml.get("variables"):
        if xml.get("variables") != "all":
            reading.refuse(xml, 'expected variables="all", or source and target; name the variables')
        return Passing()
    target, source = xml.get("target"), xml.get("source")
    if not target:
        reading.refuse(xml, "expected a target of the mapping, but there is none; name the variable")
    expression = reading.value(xml, xml.get("sourceExpression"))
    if not source and expression is None:
        reading.refuse(xml, "expected a source of the mapping, but there is none; name the variable")
    return Passing(variable=source, source=expression, target=target or "")


def _coded(reading: Reading, catalogue: Catalogue, xml: Xml, kind: str, *, is_catching: bool) -> Trigger:
    code = catalogue.name(xml, kind)
    if code is None and not is_catching:
        reading.refuse(
            xml, f"expected a thrown {kind} to have a code, but it has none; choose an {kind} with a code"
        )
    return Trigger(
        kind=kind,
        code=code,
        message=reading.value(xml, catalogue.error_message(xml)) if kind == "error" and not is_catching else None,
        code_variable=vendor(xml, f"{kind}CodeVariable"),
        message_variable=vendor(xml, f"{kind}MessageVariable"),
    )


def _timer(reading: Reading, xml: Xml) -> Trigger:
    found = [each for each in xml if tag(each) in FORMS]
    if len(found) != 1 or not text_of(found[0]):
        reading.refuse(
            xml, "expected a timer with one date, duration or cycle; write it like PT48H or R3/PT10M"
        )
        return Trigger(kind="timer")
    form = tag(found[0])
    text = reading.formal(found[0])
    if text is not None and text.is_literal:
        try:
            timers.check(form, text.text.strip())
        except Fault as fault:
            reading.refuse(xml, str(fault))
    return Trigger(kind="timer", text=text, form=form)


def _conditional(reading: Reading, xml: Xml) -> Trigger:
    condition = child(xml, "condition")
    if condition is None:
        reading.refuse(xml, "expected a conditional event with a condition, but it has none; write one")
    changes = {each.strip() for each in (vendor(xml, "variableEvents") or "create,update").split(",")}
    if not {"create", "update"} <= changes:
        reading.refuse(xml, "variableEvents is not supported; the condition is looked at on each change")
    return Trigger(
        kind="conditional", text=reading.condition(condition), variable=vendor(xml, "variableName")
    )
