"""What tasks do: people, jobs, scripts, decisions, calls; and the mapping of their variables."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.bpmn.faults import Fault
from engine.bpmn.model import (
    Binding,
    CallWork,
    Content,
    DecisionWork,
    JobWork,
    Parameter,
    Retries,
    ScriptWork,
    UserWork,
    Work,
)
from engine.bpmn.reader import hints
from engine.bpmn.reader.events import passing
from engine.bpmn.reader.reading import (
    Reading,
    Xml,
    child,
    extensions,
    tag,
    text_of,
    vendor,
    vendor_tag,
)
from engine.bpmn.retries import read_retries
from engine.bpmn.shapes import SHAPES
from engine.expressions import Expression

BINDINGS = ("latest", "deployment", "version", "versionTag")


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What the surroundings of a task say."""

    #: text of the property `body` of its lane
    body: str | None = None
    #: camunda:taskPriority of the process
    priority: str | None = None
    properties: dict[str, str]


def work(reading: Reading, xml: Xml, around: Around) -> Work | None:
    """The work of a task; None: passed at once, or it throws or waits."""
    kind = tag(xml)
    if vendor(xml, "type") is not None or vendor(xml, "topic") is not None:
        return _job(reading, xml, around)
    found = WORKS.get(kind)
    return found(reading, xml, around) if found else None


def job(reading: Reading, xml: Xml, around: Around) -> JobWork | None:
    """The job behind the message of a throwing event."""
    found = None
    for each in xml:
        if tag(each) == "messageEventDefinition" and vendor(each, "topic") is not None:
            found = _job(reading, each, around)
    return found


def _job(reading: Reading, xml: Xml, around: Around) -> JobWork | None:
    topic = reading.attribute(xml, "topic")
    if vendor(xml, "type") != "external" or topic is None:
        reading.refuse(xml, f'expected camunda:type="external" with a topic; {hints.EXTERNAL_TASK}')
        return None
    for other in ("expression", "decisionRef", "resultVariable", "mapDecisionResult"):
        if vendor(xml, other) is not None:
            reading.refuse(
                xml,
                f"camunda:{other} does nothing beside camunda:topic; map the result with camunda:inputOutput",
            )
    priority = vendor(xml, "taskPriority") or around.priority
    return JobWork(topic=topic, priority=reading.value(xml, priority))


def _user(reading: Reading, xml: Xml, around: Around) -> UserWork:
    _check_form(reading, xml)
    return UserWork(
        assignee=reading.attribute(xml, "assignee"),
        candidate_groups=reading.attribute(xml, "candidateGroups"),
        candidate_users=reading.attribute(xml, "candidateUsers"),
        body=reading.value(xml, around.properties.get("body") or around.body),
        form=reading.attribute(xml, "formRef") or reading.attribute(xml, "formKey"),
        priority=reading.attribute(xml, "priority"),
        due=reading.attribute(xml, "dueDate"),
        follow_up=reading.attribute(xml, "followUpDate"),
    )


def _check_form(reading: Reading, xml: Xml) -> None:
    if vendor(xml, "formRefBinding") == "version" or vendor(xml, "formRefVersion") is not None:
        reading.refuse(
            xml, "a form of a fixed version is not supported; use formRefBinding latest or deployment"
        )


def _script(reading: Reading, xml: Xml, around: Around) -> ScriptWork | None:
    script, language = child(xml, "script"), xml.get("scriptFormat", "").strip().lower()
    text = text_of(script)
    if not text:
        reading.refuse(xml, "expected a script task with a script, but it is empty; write FEEL or JUEL")
        return None
    if language not in ("juel", "feel"):
        reading.refuse(
            xml,
            f"expected scriptFormat feel or juel, but it is {language!r:.40}; write an expression in one of them",
        )
        return None
    found = reading.in_language(xml, text, language)
    return ScriptWork(script=found, result=vendor(xml, "resultVariable")) if found else None


def _service(reading: Reading, xml: Xml, around: Around) -> ScriptWork | None:
    """A service task with an expression; without any implementation it would do nothing."""
    text = vendor(xml, "expression")
    if text is not None:
        found = reading.value(xml, text)
        if found is not None and not found.is_literal:
            return ScriptWork(script=found, result=vendor(xml, "resultVariable"))
        reading.refuse(xml, "expected camunda:expression to hold an expression like ${amount * 2}")
        return None
    if not any(vendor(xml, each) for each in ("class", "delegateExpression")):
        reading.refuse(
            xml, f"expected a {tag(xml)} that does something, but it says nothing; {hints.EXTERNAL_TASK}"
        )
    return None


def _send(reading: Reading, xml: Xml, around: Around) -> ScriptWork | None:
    return None if xml.get("messageRef") else _service(reading, xml, around)


def _rule(reading: Reading, xml: Xml, around: Around) -> DecisionWork | ScriptWork | None:
    if vendor(xml, "decisionRef") is None:
        return _service(reading, xml, around)
    decision = reading.attribute(xml, "decisionRef")
    shape = vendor(xml, "mapDecisionResult") or "resultList"
    if shape not in SHAPES:
        reading.refuse(xml, f"expected mapDecisionResult of {', '.join(SHAPES)}, but got {shape!r:.40}")
    if decision is None:
        reading.refuse(xml, "expected camunda:decisionRef to name a decision, but it is empty")
        return None
    return DecisionWork(
        decision=decision,
        binding=_binding(reading, xml, "decisionRef"),
        result=vendor(xml, "resultVariable"),
        mapping=shape,
    )


def _call(reading: Reading, xml: Xml, around: Around) -> CallWork | None:
    text = xml.get("calledElement", "").strip()
    called = reading.value(xml, text)
    if called is None:
        if not text:
            reading.refuse(
                xml,
                "expected a call activity to name its process, but it does not; set calledElement",
            )
        return None
    if called.is_literal:
        called = reading.value(xml, reading.local(xml, text))
    keys = [each for each in extensions(xml, "in") if each.get("businessKey")]
    ins = [each for each in extensions(xml, "in") if not each.get("businessKey")]
    if called is None:
        return None
    return CallWork(
        called=called,
        binding=_binding(reading, xml, "calledElement"),
        version=_version(reading, xml),
        ins=tuple(passing(reading, each) for each in ins),
        outs=tuple(passing(reading, each) for each in extensions(xml, "out")),
        business_key=reading.value(xml, keys[0].get("businessKey")) if keys else None,
    )


def _version(reading: Reading, xml: Xml) -> Expression | None:
    return reading.attribute(xml, "calledElementVersionTag") or reading.attribute(xml, "calledElementVersion")


def _binding(reading: Reading, xml: Xml, prefix: str) -> Binding:
    kind = vendor(xml, f"{prefix}Binding") or "latest"
    if kind not in BINDINGS:
        reading.refuse(xml, f"expected {prefix}Binding of {', '.join(BINDINGS)}, but got {kind!r:.40}")
    suffix = {"version": "Version", "versionTag": "VersionTag"}.get(kind)
    value = vendor(xml, prefix + suffix) if suffix else None
    for other in ("Version", "VersionTag"):
        if other != suffix and vendor(xml, prefix + other) is not None:
            reading.refuse(
                xml, f"camunda:{prefix}{other} does nothing with {prefix}Binding={kind}; remove one of them"
            )
    if suffix and not value:
        reading.refuse(
            xml, f"expected camunda:{prefix}{suffix} beside {prefix}Binding={kind}, but it is missing"
        )
    if value and prefix == "decisionRef" and "{" in value:
        reading.refuse(xml, f"expected camunda:{prefix}{suffix} to be plain text, but it is {value!r:.40}")
    return Binding(kind=kind, value=value)


WORKS: dict[str, Callable[[Reading, Xml, Around], Work | None]] = {
    "userTask": _user,
    "scriptTask": _script,
    "serviceTask": _service,
    "sendTask": _send,
    "businessRuleTask": _rule,
    "callActivity": _call,
}


# ---- mapping -------------------------------------------------------------------------------------


def parameters(reading: Reading, xml: Xml, name: str) -> tuple[Parameter, ...]:
    """Input or output parameters."""
    found = []
    for mapping in extensions(xml, "inputOutput"):
        for each in mapping:
            if vendor_tag(each) not in ("inputParameter", "outputParameter"):
                reading.refuse(
                    xml, "expected input and output parameters in camunda:inputOutput; remove the rest"
                )
            elif vendor_tag(each) == name:
                if not each.get("name"):
                    reading.refuse(xml, f"expected each {name} to have a name; name the variable")
                found.append(Parameter(name=each.get("name") or "", content=_content(reading, each)))
    return tuple(found)


def _content(reading: Reading, xml: Xml) -> Content:
    """Text, script, list or map."""
    inner = [each for each in xml if isinstance(each.tag, str)]
    if not inner:
        return reading.value(xml, text_of(xml))
    kind = vendor_tag(inner[0])
    if kind == "list":
        return tuple(_content(reading, each) for each in inner[0] if isinstance(each.tag, str))
    if kind == "map":
        return {
            each.get("key") or "": _content(reading, each) for each in inner[0] if vendor_tag(each) == "entry"
        }
    if kind == "script" or vendor_tag(xml) == "list":
        return reading.in_language(xml, text_of(inner[0]), inner[0].get("scriptFormat", "none").lower())
    reading.refuse(
        xml, f"{kind or 'this'} is not supported in a parameter; use text, list, map, FEEL or JUEL"
    )
    return None


def retries(reading: Reading, xml: Xml) -> Retries:
    """camunda:failedJobRetryTimeCycle"""
    holder = child(xml, "multiInstanceLoopCharacteristics")
    found = [*extensions(xml, "failedJobRetryTimeCycle")]
    if holder is not None:
        found += extensions(holder, "failedJobRetryTimeCycle")
    cycle = reading.value(xml, text_of(found[0])) if found else None
    if cycle is not None and cycle.is_literal:
        try:
            read_retries(cycle.text)
        except Fault as fault:
            reading.refuse(xml, str(fault))
    return Retries(cycle=cycle)


def properties(xml: Xml) -> dict[str, str]:
    """camunda:properties"""
    return {
        each.get("name") or "": each.get("value") or ""
        for holder in extensions(xml, "properties")
        for each in holder
        if vendor_tag(each) == "property"
    }
