"""Which variables a process can hold; an expression that names another one is warned about when it is deployed."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from engine.bpmn import Definition, Element
from engine.bpmn.model import CallWork, DecisionWork, JobWork, ScriptWork
from engine.expressions import Expression

#: the start variables of every service (design section 5), and what the channels add
CONTRACT = frozenset(
    (
        *("channel", "procedure", "category", "applicant", "region", "district", "settlement"),
        *("submitted", "form", "filed_at", "centre", "authority", "akim", "tracking_code"),
        "request_signature",
    )
)
#: set by the engine inside loops
LOOP = frozenset(
    (
        *("loopCounter", "nrOfInstances", "nrOfActiveInstances"),
        *("nrOfCompletedInstances", "nrOfTerminatedInstances"),
    )
)
#: processes that only others call: their variables come from the caller
SHARED = "shared-"
#: input parameter of a job that names the variable its answer goes to
VARIABLE = "variable"
#: what handlers set besides
ANSWERS = frozenset({"notified"})


def unknown(process: Definition, forms: Mapping[str, frozenset[str]]) -> Iterator[tuple[Element, str]]:
    """(element, name) for each variable that nothing known sets. A process that can get anything from outside: none."""
    if _is_open(process):
        return
    known = CONTRACT | LOOP | ANSWERS
    for element in process.elements.values():
        known |= frozenset(_set_by(element)) | forms.get(element.form or "", frozenset())
    for element in process.elements.values():
        for name in sorted(_named(element) - known):
            yield element, name


def hidden(process: Definition) -> Iterator[tuple[Element, str]]:
    """Jobs whose answer goes to a variable with the name of one of their own inputs: it would never leave the task."""
    for element in process.elements.values():
        answers = {
            each.content.text
            for each in element.inputs
            if each.name == VARIABLE and isinstance(each.content, Expression) and each.content.is_literal
        }
        for each in element.inputs if isinstance(element.work, JobWork) else ():
            if each.name in answers:
                yield element, each.name


def _is_open(process: Definition) -> bool:
    """Messages, signals, foreign jobs and called processes that give all may bring any variable."""
    triggers = (trigger for element in process.elements.values() for trigger in element.triggers)
    works = [element.work for element in process.elements.values()]
    if process.key.startswith(SHARED):
        return True
    gives_all = any(
        isinstance(work, CallWork) and any(out.target is None for out in work.outs) for work in works
    )
    return gives_all or any(trigger.kind in ("message", "signal") for trigger in triggers)


def _set_by(element: Element) -> Iterator[str]:
    work = element.work
    if isinstance(work, ScriptWork | DecisionWork) and work.result:
        yield work.result
    if isinstance(work, CallWork):
        yield from (out.target for out in work.outs if out.target)
    for parameter in (*element.inputs, *element.outputs):
        yield parameter.name
        is_answer = isinstance(work, JobWork) and parameter.name == VARIABLE
        if is_answer and isinstance(parameter.content, Expression) and parameter.content.is_literal:
            yield parameter.content.text
    for trigger in element.triggers:
        yield from filter(None, (trigger.code_variable, trigger.message_variable))
    if element.loop:
        yield from filter(None, (element.loop.variable, element.loop.output))


def _named(element: Element) -> frozenset[str]:
    """Variables that the element's own expressions need; flows belong to the element they leave."""
    return frozenset().union(*(each.names for each in expressions(replace(element, incoming=()))))


def expressions(value: object) -> Iterator[Expression]:
    """Every expression anywhere inside a value of the model."""
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, Mapping):
        yield from expressions(tuple(value.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from expressions(each)
    elif is_dataclass(value):
        yield from expressions(tuple(getattr(value, each.name) for each in fields(value)))
