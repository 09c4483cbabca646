"""Process instances: one row each, with the state of the execution and the head of the history."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, insert, select, update

from engine.errors import Conflict, NotFound
from engine.store.schema import incident, instance_body, process_instance, user_task

#: what a step may change in the row
CHANGING = (
    "definition_id",
    "state",
    "incidents",
    "ended_at",
    "due_at",
    "due_activity",
    "seq",
    "head",
    "execution",
)
_LOAD = select(process_instance).where(process_instance.c.id == bindparam("id"))
_SAVE = (
    update(process_instance)
    .where(process_instance.c.id == bindparam("b_id"), process_instance.c.seq == bindparam("b_seq"))
    .values({name: bindparam(name) for name in CHANGING})
)


def get(tx: Connection, instance_id: str) -> Row[Any]:
    row = tx.execute(_LOAD, {"id": instance_id}).first()
    if row is None:
        raise NotFound(f"There is no process instance {instance_id}.", id=instance_id)
    return row


def add(tx: Connection, row: dict[str, Any]) -> None:
    tx.execute(insert(process_instance), row)


def save(tx: Connection, instance_id: str, seq: int, row: dict[str, Any]) -> None:
    """Conflict when the row has moved on since it was read with `seq`."""
    result = tx.execute(_SAVE, {"b_id": instance_id, "b_seq": seq, **row})
    if result.rowcount != 1:
        raise Conflict(f"Process instance {instance_id} was changed at the same moment; try again.")


def count_incidents(tx: Connection, instance_id: str) -> None:
    """Some may have gone with what was terminated."""
    opened = select(func.count()).where(incident.c.instance_id == instance_id, incident.c.state == "open")
    where = process_instance.c.id == instance_id
    tx.execute(update(process_instance).where(where).values(incidents=opened.scalar_subquery()))


def bodies(tx: Connection, instance_id: str) -> tuple[str, ...]:
    query = select(instance_body.c.body).where(instance_body.c.instance_id == instance_id)
    return tuple(tx.scalars(query.order_by(instance_body.c.body)))


def move_deadlines(tx: Connection, instance_id: str, due_at: Any) -> None:
    """Open tasks of the case follow its deadline (None: it runs no more); an earlier date of their own stays."""
    own = user_task.c.due_at
    deadline = own if due_at is None else case((own < due_at, own), else_=due_at)
    tx.execute(
        update(user_task)
        .where(user_task.c.instance_id == instance_id, user_task.c.state == "open")
        .values(deadline=deadline)
    )
