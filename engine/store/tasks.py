"""User tasks: rows of the inbox."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
)

from engine.errors import NotFound
from engine.store.schema import candidate, process_instance, user_task

Pairs = Iterable[tuple[str, str]]


def get(tx: Connection, instance_id: str, activity: str) -> Row[Any]:
    query = select(user_task).where(user_task.c.instance_id == instance_id, user_task.c.activity == activity)
    row = tx.execute(query).first()
    if row is None:
        raise NotFound(f"There is no user task {instance_id}:{activity}.", id=f"{instance_id}:{activity}")
    return row


def of_instance(tx: Connection, instance_id: str) -> list[Row[Any]]:
    query = select(user_task).where(user_task.c.instance_id == instance_id)
    return list(tx.execute(query.order_by(user_task.c.created_at, user_task.c.activity)))


def may_claim(pairs: Pairs, user_id: str) -> ColumnElement[bool]:
    """Open and free, and one of the (role, body) pairs or the person is a candidate. Body "*" counts everywhere."""
    by_role: dict[str, set[str]] = {}
    for role, body in pairs:
        by_role.setdefault(role, set()).add(body)
    tests: list[ColumnElement[bool]] = [candidate.c.user_id == user_id]
    for role, bodies in sorted(by_role.items()):
        where = candidate.c.body.is_(None) | candidate.c.body.in_(sorted(bodies - {"*"}))
        tests.append((candidate.c.role == role) & (true() if "*" in bodies else where))
    match = exists().where(
        candidate.c.instance_id == user_task.c.instance_id,
        candidate.c.activity == user_task.c.activity,
        or_(*tests),
    )
    return and_(user_task.c.state == "open", user_task.c.assignee.is_(None), match)


def mine(user_id: str) -> ColumnElement[bool]:
    return and_(user_task.c.assignee == user_id, user_task.c.state == "open")


def done(user_id: str) -> ColumnElement[bool]:
    return and_(user_task.c.completed_by == user_id, user_task.c.state == "completed")


def in_bodies(bodies: Iterable[str] | None) -> ColumnElement[bool]:
    """Open tasks of these bodies; None: of all."""
    if bodies is None:
        return user_task.c.state == "open"
    return and_(user_task.c.state == "open", user_task.c.body.in_(sorted(bodies)))


def page(
    tx: Connection, where: ColumnElement[bool], newest_first: bool, offset: int, limit: int
) -> list[Row[Any]]:
    """Legal deadline first, then priority, then age: total and stable."""
    query = _active(select(user_task).where(where))
    order: list[Any] = [user_task.c.completed_at.desc()] if newest_first else _order()
    return list(tx.execute(query.order_by(*order).offset(offset).limit(limit)))


def count(tx: Connection, where: ColumnElement[bool]) -> int:
    return int(tx.execute(_active(select(func.count()).select_from(user_task).where(where))).scalar_one())


def _active(query: Select[Any]) -> Select[Any]:
    """Tasks of suspended instances are out of sight."""
    suspended = exists().where(
        process_instance.c.id == user_task.c.instance_id, process_instance.c.state == "suspended"
    )
    return query.where(~suspended)


def _order() -> list[Any]:
    without = case((user_task.c.deadline.is_(None), 1), else_=0)
    return [
        without,
        user_task.c.deadline,
        user_task.c.priority.desc(),
        user_task.c.created_at,
        user_task.c.instance_id,
        user_task.c.activity,
    ]


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
