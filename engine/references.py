"""What models refer to: topics, decisions, forms, called processes. Checked at deployment and by lint."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.bpmn import Definition
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What a reference may name. None: not checked."""

    topics: frozenset[str] | None = None
    processes: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()


def check(parsed: Sequence[Parsed], known: Known) -> list[Problem]:
    """A problem for each reference that names nothing, in these files or known."""
    known = Known(
        topics=known.topics,
        processes=known.processes | {each.key for each in parsed if each.kind == "process"},
        forms=known.forms | {each.key for each in parsed if each.kind == "form"},
        decisions=known.decisions.union(*(each.decisions for each in parsed)),
    )
    return [
        problem
        for each in parsed
        if each.process is not None
        for problem in _of_process(each.process, known, each.resource.name)
    ]


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


def _problem(process: Definition, element: str, message: str, file: str) -> Problem:
    drawn = process.elements.get(element)
    return Problem(
        message=message,
        file=file.rpartition("/")[2],
        element=element,
        name=drawn.name or "" if drawn else "",
        line=drawn.line if drawn else None,
    )


def _is_expression(name: str) -> bool:
    return "${" in name or "#{" in name or name.startswith("=")
