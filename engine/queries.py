"""What may be read of tasks, cases and definitions. Rights are part of the query, not a filter after it."""

from typing import Any

from sqlalchemy import and_

from engine import encoding, executions, reading
from engine.bpmn import Definition
from engine.errors import NotAllowed, NotFound
from engine.forms import Form
from engine.identifiers import Address
from engine.library import FORM, PROCESS
from engine.permissions import OVERSEERS, may_see_task
from engine.reader import Reader
from engine.record import entry
from engine.store import cases, definitions, drafts, opened
from engine.store import documents as files
from engine.store import history as entries
from engine.store import incidents as faults
from engine.store import jobs as job_rows
from engine.store import tasks as task_rows
from engine.store import timers as timer_rows
from engine.values import (
    Actor,
    Deadline,
    Document,
    HistoryEntry,
    Incident,
    JobRow,
    Page,
    ProcessDefinition,
    ProcessInstance,
    TimerRow,
    UserTask,
)

# ---- one task ------------------------------------------------------------------------------------


def task(reader: Reader, actor: Actor, task_id: str) -> UserTask:
    return reading.user_task(_task(reader, actor, task_id))


def task_variables(reader: Reader, actor: Actor, task_id: str) -> dict[str, Any]:
    """What the task sees; of a finished one, what the case holds."""
    row = _task(reader, actor, task_id)
    return case_variables(reader, row.instance_id, row.activity if row.state == "open" else None)


def draft(reader: Reader, actor: Actor, key: str) -> dict[str, Any] | None:
    """{"at", "variables"}; of a task only for whoever may see it, of an application only its writer's."""
    if key.startswith("start:"):
        if not key.endswith(f":{actor.id}"):
            raise NotAllowed("This draft belongs to another person.")
    else:
        _task(reader, actor, key)
    found = drafts.get(reader.tx, key)
    return {"at": found[0], "variables": encoding.loads(found[1])} if found else None


def _task(reader: Reader, actor: Actor, task_id: str) -> Any:
    at = Address.parse(task_id)
    row = reader.once(("task", at), lambda: task_rows.get(reader.tx, at.instance_id, at.activity))
    if not may_see_task(actor, row):
        raise NotAllowed(f'The task "{row.name}" is not offered to you.')
    return row


# ---- cases ---------------------------------------------------------------------------------------


def instance(reader: Reader, actor: Actor, instance_id: str) -> ProcessInstance:
    row = _row(reader, instance_id)
    if not reader.once(("sees", actor, instance_id), lambda: _may_see(reader, actor, row)):
        raise NotAllowed("This case belongs to another person or body.")
    return reading.instance(row, _bodies(row))


def find(reader: Reader, actor: Actor, business_key: str) -> ProcessInstance:
    """By the number of the application."""
    row = cases.by_key(reader.tx, business_key)
    if row is None:
        raise NotFound(f'There is no case with number "{business_key}"; check the number.')
    return instance(reader, actor, row.id)


def instances(
    reader: Reader,
    actor: Actor,
    *,
    process: str | None = None,
    state: str | None = None,
    text: str | None = None,
    overdue: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> Page:
    """Newest first. Staff see the cases of their bodies, applicants their own."""
    where = and_(
        cases.visible(scope(actor), actor.id, actor.iin),
        *cases.filters(process, state, text, reader.now if overdue else None),
    )
    rows, total = cases.page(reader.tx, where, offset, limit)
    return Page(items=tuple(map(reading.instance, rows)), total=total, offset=offset, limit=limit)


def variables(reader: Reader, actor: Actor, instance_id: str) -> dict[str, Any]:
    instance(reader, actor, instance_id)
    return case_variables(reader, instance_id, None)


def tasks(reader: Reader, actor: Actor, instance_id: str) -> tuple[UserTask, ...]:
    instance(reader, actor, instance_id)
    return tuple(map(reading.user_task, task_rows.of_instance(reader.tx, instance_id)))


def documents(reader: Reader, actor: Actor, instance_id: str) -> tuple[Document, ...]:
    instance(reader, actor, instance_id)
    return tuple(map(reading.document, files.of_instance(reader.tx, instance_id)))


def content(reader: Reader, actor: Actor, document_id: str) -> tuple[Document, bytes]:
    row = files.get(reader.tx, document_id)
    if row is None:
        raise NotFound("There is no such document.", id=document_id)
    instance(reader, actor, row.instance_id)
    return reading.document(row), files.content(reader.tx, row.digest)


def deadlines(reader: Reader, actor: Actor, instance_id: str) -> tuple[Deadline, ...]:
    instance(reader, actor, instance_id)
    return tuple(map(reading.deadline, timer_rows.deadlines(reader.tx, instance_id)))


def history(reader: Reader, actor: Actor, instance_id: str) -> tuple[HistoryEntry, ...]:
    instance(reader, actor, instance_id)
    return reader.once(
        ("history", instance_id), lambda: tuple(map(entry, entries.of(reader.tx, instance_id)))
    )


def scope(actor: Actor) -> set[str] | None:
    """Bodies whose cases the actor may see; None: all."""
    if actor.is_system or any(actor.has(role) for role in OVERSEERS):
        return None
    bodies = {m.body for m in actor.memberships if m.role != "applicant" and m.body}
    return None if "*" in bodies and actor.has("supervisor") else bodies - {"*"}


def _bodies(row: Any) -> tuple[str, ...]:
    return tuple(sorted(row.bodies.split(","))) if row.bodies else ()


def _row(reader: Reader, instance_id: str) -> Any:
    return reader.once(("instance", instance_id), lambda: opened.instance(reader.tx, instance_id))


def _may_see(reader: Reader, actor: Actor, row: Any) -> bool:
    seen = scope(actor)
    if seen is None or actor.id == row.started_by or (actor.iin is not None and actor.iin == row.subject):
        return True
    return bool(seen & set(_bodies(row))) or cases.took_part(reader.tx, row.id, actor.id)


def case_variables(reader: Reader, instance_id: str, activity: str | None = None) -> dict[str, Any]:
    """What an activity sees; None: what the process holds. No question of rights: for callers that asked it."""
    row = _row(reader, instance_id)
    execution, _ = executions.loaded(reader, row)
    return execution.variables(activity)


# ---- operations ----------------------------------------------------------------------------------


def timers(reader: Reader, actor: Actor, instance_id: str | None = None) -> tuple[TimerRow, ...]:
    _operator(reader, actor, instance_id)
    return tuple(map(reading.timer, timer_rows.every(reader.tx, instance_id)))


def jobs(reader: Reader, actor: Actor, instance_id: str | None = None) -> tuple[JobRow, ...]:
    _operator(reader, actor, instance_id)
    return tuple(map(reading.job, job_rows.every(reader.tx, instance_id)))


def incidents(
    reader: Reader, actor: Actor, instance_id: str | None = None, *, open_only: bool = True
) -> tuple[Incident, ...]:
    _operator(reader, actor, instance_id)
    return tuple(map(reading.incident, faults.every(reader.tx, instance_id, open_only)))


def _operator(reader: Reader, actor: Actor, instance_id: str | None) -> None:
    """One case: whoever may see it. All of them: who watches over the whole."""
    if instance_id is not None:
        instance(reader, actor, instance_id)
    elif not (actor.is_system or any(actor.has(role) for role in ("supervisor", *OVERSEERS))):
        raise NotAllowed("Expected a supervisor, auditor or administrator.")


# ---- definitions ---------------------------------------------------------------------------------


def definitions_of(reader: Reader, latest_only: bool = True) -> tuple[ProcessDefinition, ...]:
    rows = definitions.every(reader.tx, PROCESS, latest_only)
    names = ("id", "key", "version", "version_tag", "deployed_at", "digest", "is_latest")
    return tuple(
        ProcessDefinition(**{name: getattr(row, name) for name in names}, name=row.name or row.key)
        for row in rows
    )


def definition(reader: Reader, definition_id: str) -> Definition:
    return reader.library.process(reader.tx, definition_id)


def latest(reader: Reader, key: str) -> Definition:
    return definition(reader, reader.newest(PROCESS, key))


def source(reader: Reader, definition_id: str) -> bytes:
    """The file as it was deployed."""
    row = definitions.get(reader.tx, definition_id)
    if row is None:
        raise NotFound(f"There is no definition {definition_id}.", id=definition_id)
    return bytes(row.content)


def form(reader: Reader, form_id: str) -> Form:
    """The newest version."""
    return reader.library.form(reader.tx, reader.newest(FORM, form_id))
