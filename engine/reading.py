"""Rows -> values, for `queries`."""

from typing import Any

from sqlalchemy import Connection

from engine import encoding
from engine.identifiers import Address
from engine.store import instances
from engine.values import (
    Deadline,
    Document,
    Incident,
    JobRow,
    ProcessInstance,
    TimerRow,
    User,
    UserTask,
)


def _take(cls: Any, row: Any, **given: Any) -> Any:
    """The fields of `cls` that the row has under the same name, and those given."""
    names = cls.__slots__
    found = {name: getattr(row, name) for name in names if name not in given and hasattr(row, name)}
    return cls(**found, **given)


def _id(row: Any) -> str:
    return str(Address(row.instance_id, row.activity))


def user_task(row: Any) -> UserTask:
    groups = {
        name: tuple(filter(None, getattr(row, name).split(",")))
        for name in ("candidate_groups", "candidate_users")
    }
    task: UserTask = _take(UserTask, row, id=_id(row), **groups)
    return task


def instance(row: Any, bodies: tuple[str, ...] = ()) -> ProcessInstance:
    found: ProcessInstance = _take(
        ProcessInstance, row, key=row.process_key, has_incident=row.incidents > 0, bodies=bodies
    )
    return found


def instance_row(tx: Connection, instance_id: str) -> ProcessInstance:
    return instance(instances.get(tx, instance_id), instances.bodies(tx, instance_id))


def job(row: Any) -> JobRow:
    found: JobRow = _take(JobRow, row, id=_id(row))
    return found


def timer(row: Any) -> TimerRow:
    found: TimerRow = _take(TimerRow, row, id=_id(row), state="held" if row.is_held else "scheduled")
    return found


def incident(row: Any) -> Incident:
    found: Incident = _take(Incident, row, id=_id(row))
    return found


def deadline(row: Any) -> Deadline:
    """What ended after its due date was missed, whichever came first: the person or the tick of the clock."""
    reckoning = encoding.loads(bytes(row.reckoning))
    is_late = row.state == "met" and row.ended_at > row.due_at and "paused_at" not in reckoning
    found: Deadline = _take(
        Deadline,
        row,
        id=_id(row),
        state="missed" if is_late else row.state,
        reckoning=reckoning,
    )
    return found


def document(row: Any) -> Document:
    found: Document = _take(Document, row)
    return found


def user(row: Any, memberships: frozenset[Any]) -> User:
    found: User = _take(User, row, memberships=memberships)
    return found
