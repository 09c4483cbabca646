"""What models refer to: topics, decisions, forms, called processes. Checked at deployment and by lint."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine import naming
from engine.bpmn import Definition, Element
from engine.commands import Resource
from engine.errors import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """One deployable thing of a file."""

    kind: str
    key: str
    resource: Resource
    name: str | None = None
    version_tag: str | None = None
    #: the process, where it is one
    process: Definition | None = None
    #: ids of the decisions, where it is a decision model
    decisions: frozenset[str] = frozenset()
    #: variables that a form sets
    fields: frozenset[str] = frozenset()
    #: functions that its expressions call and FEEL does not have
    functions: frozenset[str] = frozenset()
    #: what a decision model says about itself without being refused
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What a reference may name. None: not checked."""

    topics: frozenset[str] | None = None
    processes: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    functions: frozenset[str] | None = None
    #: form -> variables it sets
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)


def check(parsed: Sequence[Parsed], known: Known) -> list[Problem]:
    """A problem for each reference that names nothing, in these files or known."""
    known = Known(
        topics=known.topics,
        processes=known.processes | {each.key for each in parsed if each.kind == "process"},
        forms=known.forms | {each.key for each in parsed if each.kind == "form"},
        decisions=known.decisions.union(*(each.decisions for each in parsed)),
        functions=known.functions,
        fields={**known.fields, **{each.key: each.fields for each in parsed if each.kind == "form"}},
    )
    inner = {call.reference for each in parsed if each.process for call in each.process.calls}
    return [problem for each in parsed for problem in _of(each, known, each.key in inner)]


def _of(parsed: Parsed, known: Known, is_called: bool) -> Iterable[Problem]:
    file = parsed.resource.name.rpartition("/")[2]
    if parsed.process is not None:
        yield from _of_process(parsed.process, known, file)
        for element in parsed.process.elements.values():
            missing = called(element) - (known.functions or called(element))
            for name in sorted(missing):
                yield _problem(parsed.process, element.id, NO_FUNCTION.format(name), file)
        for element, name in naming.hidden(parsed.process):
            yield _problem(parsed.process, element.id, HIDDEN.format(name), file)
        for element, name in () if is_called else naming.unknown(parsed.process, known.fields):
            yield _problem(parsed.process, element.id, NO_VARIABLE.format(name), file, "warning")
    for name in sorted(parsed.functions - (known.functions or parsed.functions)):
        yield Problem(message=NO_FUNCTION.format(name), file=file, element=parsed.key)
    yield from parsed.warnings


NO_VARIABLE = 'variable "{}" is set by no form, script, decision or job of this process; check its spelling'
HIDDEN = 'the answer goes to "{0}", but the input "{0}" of the same task hides it; give the answer another name'
NO_FUNCTION = 'function "{}" is not known; docs/functions.md lists what models may call'


def called(element: Element) -> frozenset[str]:
    """Functions that the expressions of an element call besides those of FEEL, its outgoing flows included."""
    own = naming.expressions(replace(element, incoming=()))
    return frozenset().union(*(each.functions for each in own))


def _of_process(process: Definition, known: Known, file: str) -> Iterable[Problem]:
    tables = (
        (process.topics, known.topics, 'topic "{}" has no handler; register one, or correct the topic'),
        (process.decisions, known.decisions, 'decision "{}" is not deployed; deploy its .dmn with it'),
        (process.forms, known.forms, 'form "{}" is not deployed; deploy its .form with it'),
        (process.calls, known.processes, 'called process "{}" is not deployed; deploy it with it'),
    )
    for references, names, sentence in tables:
        for each in references:
            name = each.reference
            if names is not None and not _is_expression(name) and name not in names:
                yield _problem(process, each.element, sentence.format(name), file)


def _problem(process: Definition, element: str, message: str, file: str, severity: str = "error") -> Problem:
    drawn = process.elements.get(element)
    return Problem(
        message=message,
        file=file.rpartition("/")[2],
        element=element,
        name=drawn.name or "" if drawn else "",
        line=drawn.line if drawn else None,
        severity=severity,
    )


def _is_expression(name: str) -> bool:
    return "${" in name or "#{" in name or name.startswith("=")
