"""Deployment: check everything, then give versions. All files or none."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection

from engine import encoding, record
from engine.bpmn import Definition, StartEvent, read
from engine.bpmn.drawing import check_drawing
from engine.bpmn.timers import schedule
from engine.commands import Deploy, Resource
from engine.context import Context
from engine.dmn import InvalidDecision, read_decisions
from engine.errors import InvalidDefinition, Problem
from engine.forms import Form, read_form
from engine.functions import names
from engine.identifiers import new_id
from engine.library import DECISION, FORM, PROCESS, Library, definition_id, kind_of
from engine.reader import Reader
from engine.references import Known, Parsed, check
from engine.store import definitions
from engine.values import ProcessDefinition

STREAM = "deployments"


def parse(resources: Iterable[Resource]) -> tuple[tuple[Parsed, ...], list[Problem]]:
    """Every file by its ending; problems of all files at once."""
    parsed: list[Parsed] = []
    problems: list[Problem] = []
    for resource in resources:
        try:
            parsed.extend(PARSERS[kind_of(resource.name)](resource))
        except InvalidDefinition as error:
            problems.extend(error.problems)
    return tuple(parsed), problems


def deploy(command: Deploy, context: Context) -> tuple[ProcessDefinition, ...]:
    """InvalidDefinition with all problems, or the deployed processes; equal content keeps its version."""
    parsed, problems = parse(command.resources)
    problems += check(parsed, known(context.tx, context.library, context.topics))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InvalidDefinition(errors)
    deployment = new_id()
    ids = [_store(each, deployment, context) for each in parsed]
    named = {each.key: definition for each, definition in zip(parsed, ids, strict=True)}
    record.append_to_stream(context, STREAM, definitions=named)
    return tuple(
        value(definitions.get(context.tx, found))
        for each, found in zip(parsed, ids, strict=True)
        if each.kind == PROCESS
    )


def lint(
    reader: Reader, resources: Sequence[Resource], topics: Collection[str] | None
) -> tuple[Problem, ...]:
    """All problems of these files at once, deploying nothing: what deployment refuses, and the drawings."""
    parsed, problems = parse(resources)
    problems += check(parsed, known(reader.tx, reader.library, topics))
    problems += [warning for each in parsed if each.process for warning in each.process.warnings]
    for resource in resources:
        if kind_of(resource.name) == PROCESS:
            problems += check_drawing(resource.content, PurePath(resource.name).name)
    return tuple(dict.fromkeys(problems))


def known(tx: Connection, library: Library, topics: Collection[str] | None) -> Known:
    """What is deployed already, for references that leave the files."""
    models = [row.id for row in definitions.every(tx, DECISION)]
    return Known(
        topics=None if topics is None else frozenset(topics),
        processes=frozenset(row.key for row in definitions.every(tx, PROCESS)),
        forms=frozenset(row.key for row in definitions.every(tx, FORM)),
        decisions=frozenset(name for found in models for name in library.model(tx, found).decisions),
        functions=names(),
        fields={row.key: _set_by(library.form(tx, row.id)) for row in definitions.every(tx, FORM)},
    )


def _store(parsed: Parsed, deployment: str, context: Context) -> str:
    digest = encoding.digest(parsed.resource.content)
    newest = definitions.latest(context.tx, parsed.kind, parsed.key)
    if newest is not None and newest.digest == digest:
        return str(newest.id)
    version = newest.version + 1 if newest is not None else 1
    found = definition_id(parsed.kind, parsed.key, version)
    row = {
        "id": found,
        "kind": parsed.kind,
        "key": parsed.key,
        "version": version,
        "name": parsed.name,
        "version_tag": parsed.version_tag,
        "file": PurePath(parsed.resource.name).name,
        "digest": digest,
        "content": parsed.resource.content,
        "deployment": deployment,
        "deployed_at": context.now,
        "deployed_by": context.actor.id,
    }
    definitions.add(context.tx, row)
    if parsed.process is not None:
        starts = _start_events(parsed.process, found, context.now)
        definitions.replace_start_events(context.tx, parsed.key, starts)
    return found


def _start_events(process: Definition, found: str, now: datetime) -> list[dict[str, Any]]:
    """What waits for a message, signal or time to start the process."""
    return [
        {
            "definition_id": found,
            "element": start.element,
            "process_key": process.key,
            "event_type": start.kind,
            "name": start.name or start.text or "",
            **_due(start, now),
        }
        for start in process.start_events
        if start.kind in ("message", "signal", "timer")
    ]


def _due(start: StartEvent, now: datetime) -> dict[str, Any]:
    """When a timer start event is due first; nothing else has a date."""
    if start.kind != "timer":
        return {"due_at": None, "cycle": None}
    value = start.expression.evaluate({}, {}) if start.expression else start.text
    first = schedule(start.form, value, now)
    return {"due_at": first.due_at, "cycle": first.rest}


def value(row: Any) -> ProcessDefinition:
    names = ("id", "key", "version", "version_tag", "deployed_at", "digest", "is_latest")
    return ProcessDefinition(**{name: getattr(row, name) for name in names}, name=row.name or row.key)


def _processes(resource: Resource) -> list[Parsed]:
    return [
        Parsed(
            kind=PROCESS,
            key=each.key,
            resource=resource,
            name=each.name,
            version_tag=each.version_tag,
            process=each,
        )
        for each in read(resource.content, PurePath(resource.name).name)
    ]


def _decisions(resource: Resource) -> list[Parsed]:
    file = PurePath(resource.name)
    try:
        model = read_decisions(resource.content, file.name)
    except InvalidDecision as error:
        raise InvalidDefinition([Problem(file=file.name, **problem) for problem in error.problems]) from error
    return [
        Parsed(
            kind=DECISION,
            key=file.stem,
            resource=resource,
            name=model.name,
            decisions=frozenset(model.decisions),
            functions=frozenset(model.functions),
            warnings=tuple(Problem(file=file.name, severity="warning", **each) for each in model.warnings),
        )
    ]


def _form(resource: Resource) -> list[Parsed]:
    file = PurePath(resource.name)
    form = read_form(resource.content, file.name)
    return [Parsed(kind=FORM, key=form.id, resource=resource, fields=_set_by(form))]


def _set_by(form: Form) -> frozenset[str]:
    """The variables that a filled-in form sets."""
    return frozenset(field.key.partition(".")[0] for field in form.fields)


def _unknown(resource: Resource) -> list[Parsed]:
    message = "expected a .bpmn, .dmn or .form file; leave this one out"
    raise InvalidDefinition([Problem(message=message, file=PurePath(resource.name).name)])


PARSERS: dict[str | None, Callable[[Resource], list[Parsed]]] = {
    PROCESS: _processes,
    DECISION: _decisions,
    FORM: _form,
    None: _unknown,
}
