"""Timers: due dates as rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, select, update

from engine.store.schema import deadline, process_instance, timer


def due(tx: Connection, now: datetime, limit: int) -> list[Row[Any]]:
    """Of active instances, in the order of their due dates: read off the index, however many are due at once."""
    is_active = exists().where(
        process_instance.c.id == timer.c.instance_id, process_instance.c.state == "active"
    )
    query = (
        select(timer.c.instance_id, timer.c.activity, timer.c.due_at)
        .where(timer.c.due_at <= now, ~timer.c.is_held, is_active)
        .order_by(timer.c.due_at)
        .limit(limit)
    )
    return list(tx.execute(query))


def hold(tx: Connection, instance_id: str, activity: str) -> None:
    """Set aside: it could not be fired and must not be tried again and again."""
    where = (timer.c.instance_id == instance_id) & (timer.c.activity == activity)
    tx.execute(update(timer).where(where).values(is_held=True))


def remove(tx: Connection, instance_id: str, activity: str) -> None:
    tx.execute(delete(timer).where(timer.c.instance_id == instance_id, timer.c.activity == activity))


def every(tx: Connection, instance_id: str | None, limit: int = 500) -> list[Row[Any]]:
    query = select(timer).order_by(timer.c.due_at, timer.c.instance_id).limit(limit)
    if instance_id:
        query = query.where(timer.c.instance_id == instance_id)
    return list(tx.execute(query))


def next_due(tx: Connection) -> datetime | None:
    query = select(timer.c.due_at).where(~timer.c.is_held)
    return tx.execute(query.order_by(timer.c.due_at).limit(1)).scalar()


def deadlines(tx: Connection, instance_id: str) -> list[Row[Any]]:
    query = select(deadline).where(deadline.c.instance_id == instance_id)
    return list(tx.execute(query.order_by(deadline.c.started_at, deadline.c.activity)))


def open_deadlines(tx: Connection, instance_id: str | None = None) -> list[Row[Any]]:
    """Terms that run or stand still, with the number of their case; of one case, or of all."""
    query = (
        select(deadline, process_instance.c.business_key, process_instance.c.process_key)
        .join(process_instance, process_instance.c.id == deadline.c.instance_id)
        .where(deadline.c.state.in_(("running", "paused")))
        .order_by(deadline.c.due_at, deadline.c.instance_id, deadline.c.activity)
    )
    if instance_id:
        query = query.where(deadline.c.instance_id == instance_id)
    return list(tx.execute(query))


def get(tx: Connection, instance_id: str, activity: str) -> Row[Any] | None:
    query = select(timer).where(timer.c.instance_id == instance_id, timer.c.activity == activity)
    return tx.execute(query).first()
