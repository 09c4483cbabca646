"""Lists of process instances, with the rights of whoever asks in the query."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, false, func, or_, select, true

from engine.store.schema import instance_body, process_instance, user_task

LISTED = [column for column in process_instance.c if column.name != "execution"]


def by_key(tx: Connection, business_key: str) -> Row[Any] | None:
    query = select(*LISTED).where(process_instance.c.business_key == business_key)
    return tx.execute(query.order_by(process_instance.c.started_at.desc()).limit(1)).first()


def visible(bodies: Collection[str] | None, user_id: str, iin: str | None) -> ColumnElement[bool]:
    """All (bodies None), those routed to the bodies, those the person filed or is the subject of."""
    if bodies is None:
        return true()
    own = process_instance.c.started_by == user_id
    subject = process_instance.c.subject == iin if iin else false()
    routed = exists().where(
        instance_body.c.instance_id == process_instance.c.id, instance_body.c.body.in_(sorted(bodies))
    )
    return or_(own, subject, routed) if bodies else or_(own, subject)


def filters(
    process: str | None, state: str | None, text: str | None, late_at: datetime | None
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if process:
        wanted.append(process_instance.c.process_key == process)
    if state:
        wanted.append(process_instance.c.state == state)
    if text:
        wanted.append(process_instance.c.search.contains(text.casefold(), autoescape=True))
    if late_at:
        wanted.append(process_instance.c.state.in_(("active", "suspended")))
        wanted.append(process_instance.c.due_at < late_at)
    return wanted


def page(tx: Connection, where: ColumnElement[bool], offset: int, limit: int) -> tuple[list[Row[Any]], int]:
    query = select(*LISTED).where(where)
    order = (process_instance.c.started_at.desc(), process_instance.c.id.desc())
    rows = list(tx.execute(query.order_by(*order).offset(offset).limit(limit)))
    total = tx.execute(select(func.count()).select_from(process_instance).where(where)).scalar_one()
    return rows, int(total)


def took_part(tx: Connection, instance_id: str, user_id: str) -> bool:
    """Whether the person has or had a task of the case."""
    query = select(user_task.c.activity).where(
        user_task.c.instance_id == instance_id,
        or_(user_task.c.assignee == user_id, user_task.c.completed_by == user_id),
    )
    return tx.execute(query.limit(1)).first() is not None


def running(tx: Connection, definition_id: str, limit: int | None = None) -> list[Row[Any]]:
    """Instances of this version that have not ended, oldest first."""
    query = select(*LISTED).where(
        process_instance.c.definition_id == definition_id, process_instance.c.ended_at.is_(None)
    )
    order = (process_instance.c.started_at, process_instance.c.id)
    return list(tx.execute(query.order_by(*order).limit(limit)))


def every(tx: Connection) -> list[Row[Any]]:
    """All instances in the order of their start: for trials, which have few."""
    return list(tx.execute(select(*LISTED).order_by(process_instance.c.started_at, process_instance.c.id)))
