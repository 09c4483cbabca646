"""User tasks: rows of the inbox."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from engine.errors import NotFound
from engine.store.prepared import Prepared
from engine.store.schema import user_task

_GET = Prepared(
    select(user_task).where(
        user_task.c.instance_id == bindparam("b_id"), user_task.c.activity == bindparam("b_activity")
    )
)


def get(tx: Connection, instance_id: str, activity: str) -> Any:
    row = _GET.named(tx, {"b_id": instance_id, "b_activity": activity})
    if row is None:
        raise NotFound(f"There is no user task {instance_id}:{activity}.", id=f"{instance_id}:{activity}")
    return row


def of_instance(tx: Connection, instance_id: str) -> list[Row[Any]]:
    query = select(user_task).where(user_task.c.instance_id == instance_id)
    return list(tx.execute(query.order_by(user_task.c.created_at, user_task.c.activity)))


def mine(user_id: str) -> ColumnElement[bool]:
    return and_(user_task.c.assignee == user_id, user_task.c.state == "open")


def done(user_id: str) -> ColumnElement[bool]:
    return user_task.c.completed_by == user_id


def in_bodies(bodies: Iterable[str] | None) -> ColumnElement[bool]:
    """Open tasks of these bodies; None: of all."""
    if bodies is None:
        return user_task.c.state == "open"
    return and_(user_task.c.state == "open", user_task.c.body.in_(sorted(bodies)))


def load(tx: Connection, bodies: Iterable[str] | None, now: Any) -> list[Row[Any]]:
    """Open and overdue, per person and step."""
    overdue = func.sum(case((user_task.c.deadline < now, 1), else_=0))
    columns = (user_task.c.assignee, user_task.c.process_key, user_task.c.element, user_task.c.name)
    query = select(*columns, func.count().label("open"), overdue.label("overdue"))
    query = query.where(in_bodies(bodies)).group_by(*columns).order_by(*columns)
    return list(tx.execute(query))


def filters(process: str | None, text: str | None, late_at: Any) -> list[ColumnElement[bool]]:
    """Of one service; number, name or step containing a text; past its deadline."""
    wanted: list[ColumnElement[bool]] = []
    if process:
        wanted.append(user_task.c.process_key == process)
    if text:
        columns = (user_task.c.business_key, user_task.c.title, user_task.c.name)
        wanted.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    if late_at is not None:
        wanted.append(user_task.c.deadline < late_at)
    return wanted


def open_rows(tx: Connection) -> list[Row[Any]]:
    """Every open task, oldest first."""
    query = select(user_task).where(user_task.c.state == "open")
    return list(tx.execute(query.order_by(user_task.c.created_at, user_task.c.instance_id)))
