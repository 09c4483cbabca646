"""What may be read, and by whom. Rights are part of the query, not a filter after it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_

from engine import encoding, executions, reading
from engine.bpmn import Definition
from engine.content import Content
from engine.errors import NotAllowed, NotFound
from engine.forms import Form
from engine.identifiers import Address
from engine.library import FORM, PROCESS, Library
from engine.permissions import may_see_task
from engine.record import entry
from engine.store import (
    cases,
    definitions,
    drafts,
    people,
)
from engine.store import (
    documents as files,
)
from engine.store import (
    history as entries,
)
from engine.store import (
    inbox as inbox_rows,
)
from engine.store import (
    incidents as faults,
)
from engine.store import (
    instances as instance_rows,
)
from engine.store import (
    jobs as job_rows,
)
from engine.store import (
    tasks as task_rows,
)
from engine.store import (
    timers as timer_rows,
)
from engine.values import (
    Actor,
    Deadline,
    Document,
    HistoryEntry,
    Incident,
    JobRow,
    Membership,
    Page,
    ProcessDefinition,
    ProcessInstance,
    TimerRow,
    User,
    UserTask,
)

#: who may see every case
OVERSEERS = ("auditor", "administrator")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """An open read transaction, and the time of the question."""

    tx: Connection
    now: datetime
    library: Library
    content: Content


# ---- the inbox -----------------------------------------------------------------------------------


def inbox(
    reader: Reader,
    actor: Actor,
    tab: str = "groups",
    *,
    process: str | None = None,
    text: str | None = None,
    overdue: bool = False,
    offset: int = 0,
    limit: int = 50,
    known: int | None = None,
) -> Page:
    """Tabs mine, groups (claimable), all (of the bodies watched over), done; in the order of the legal deadline.

    `known`: how many there are in the whole tab, where `inbox_counts` has said so.
    """
    filters = task_rows.filters(process, text, reader.now if overdue else None)
    total = None if filters else known
    if tab == "groups" and total is not None:
        rows = inbox_rows.claimable(reader.tx, _pairs(actor), actor.id, offset, limit)
    else:
        where = and_(_tab(actor, tab), *filters)
        page, count = PAGES.get(tab, (inbox_rows.page, inbox_rows.count))
        rows = page(reader.tx, where, offset, limit)
        total = count(reader.tx, where) if total is None else total
    return Page(items=tuple(map(reading.user_task, rows)), total=total, offset=offset, limit=limit)


#: tabs that are read in another way
PAGES = {"done": (inbox_rows.page_done, inbox_rows.count_done)}


def inbox_counts(reader: Reader, actor: Actor) -> dict[str, int]:
    """Open tasks by tab, and how many of them are late."""
    return inbox_rows.counts(reader.tx, _pairs(actor), actor.id, reader.now)


def waiting(reader: Reader, actor: Actor) -> int:
    """Open tasks that lie with the person."""
    return inbox_rows.count(reader.tx, task_rows.mine(actor.id))


def _pairs(actor: Actor) -> list[tuple[str, str]]:
    return [(each.role, each.body) for each in actor.memberships]


def _tab(actor: Actor, tab: str) -> Any:
    if tab == "mine":
        return task_rows.mine(actor.id)
    if tab == "done":
        return task_rows.done(actor.id)
    if tab == "all":
        return task_rows.in_bodies(watched(actor))
    return inbox_rows.may_claim(_pairs(actor), actor.id)


def watched(actor: Actor) -> Collection[str] | None:
    """Bodies whose work the actor watches over; None: all of them."""
    if any(actor.has(role) for role in OVERSEERS) or actor.is_system:
        return None
    bodies = {m.body for m in actor.memberships if m.role == "supervisor"}
    return None if "*" in bodies else bodies


def load_by_person(reader: Reader, actor: Actor, body: str | None = None) -> tuple[dict[str, Any], ...]:
    """Per person and step: assignee (None: free), process_key, element, name, open, overdue."""
    bodies = watched(actor)
    if body is not None:
        bodies = {body} if bodies is None else {body} & set(bodies)
    return tuple(dict(row._mapping) for row in task_rows.load(reader.tx, bodies, reader.now))


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
    row = task_rows.get(reader.tx, at.instance_id, at.activity)
    if not may_see_task(actor, row):
        raise NotAllowed(f'The task "{row.name}" is not offered to you.')
    return row


# ---- cases ---------------------------------------------------------------------------------------


def instance(reader: Reader, actor: Actor, instance_id: str) -> ProcessInstance:
    row = instance_rows.get(reader.tx, instance_id)
    bodies = instance_rows.bodies(reader.tx, instance_id)
    if not _may_see(reader, actor, row, bodies):
        raise NotAllowed("This case belongs to another person or body.")
    return reading.instance(row, bodies)


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
    return tuple(map(entry, entries.of(reader.tx, instance_id)))


def scope(actor: Actor) -> set[str] | None:
    """Bodies whose cases the actor may see; None: all."""
    if actor.is_system or any(actor.has(role) for role in OVERSEERS):
        return None
    bodies = {m.body for m in actor.memberships if m.role != "applicant" and m.body}
    return None if "*" in bodies and actor.has("supervisor") else bodies - {"*"}


def _may_see(reader: Reader, actor: Actor, row: Row[Any], bodies: tuple[str, ...]) -> bool:
    seen = scope(actor)
    if seen is None or actor.id == row.started_by or (actor.iin is not None and actor.iin == row.subject):
        return True
    return bool(seen & set(bodies)) or cases.took_part(reader.tx, row.id, actor.id)


def case_variables(reader: Reader, instance_id: str, activity: str | None = None) -> dict[str, Any]:
    """What an activity sees; None: what the process holds. No question of rights: for callers that asked it."""
    row = instance_rows.get(reader.tx, instance_id)
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


# ---- definitions, people -------------------------------------------------------------------------


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
    return definition(reader, reader.library.find(reader.tx, PROCESS, key))


def source(reader: Reader, definition_id: str) -> bytes:
    """The file as it was deployed."""
    row = definitions.get(reader.tx, definition_id)
    if row is None:
        raise NotFound(f"There is no definition {definition_id}.", id=definition_id)
    return bytes(row.content)


def form(reader: Reader, form_id: str) -> Form:
    """The newest version."""
    return reader.library.form(reader.tx, reader.library.find(reader.tx, FORM, form_id))


def user(reader: Reader, user_id: str) -> User:
    found = people.known(reader.tx, user_id, _day(reader))
    if found is None:
        raise NotFound(f'There is no person "{user_id}".', id=user_id)
    row, held = found
    return reading.user(row, frozenset(Membership(role=role, body=body) for role, body in held))


def users(reader: Reader) -> tuple[User, ...]:
    return tuple(_user(reader, row) for row in people.every(reader.tx))


def colleagues(reader: Reader, role: str, body: str) -> tuple[User, ...]:
    """Who could take a task of this role in this body."""
    return tuple(_user(reader, row) for row in people.with_role(reader.tx, role, body))


def _user(reader: Reader, row: Row[Any]) -> User:
    held = people.memberships(reader.tx, row.id, _day(reader))
    return reading.user(row, frozenset(Membership(role=each.role, body=each.body) for each in held))


def _day(reader: Reader) -> str:
    """Memberships count by the day of the office, five or six hours ahead of UTC."""
    return (reader.now + timedelta(hours=5)).date().isoformat()
