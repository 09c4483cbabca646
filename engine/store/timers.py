"""Timers: due dates as rows."""

from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, select, update

from engine.store.schema import deadline, process_instance, timer


def due(tx: Connection, now: datetime, limit: int) -> list[Row[Any]]:
    """Of active instances, the earliest first. Are there more than that, each service has an even part of them."""
    found = _due(tx, now, limit)
    if len(found) < limit:
        return found
    keys = services(tx)
    part = ceil(limit / len(keys))
    parts = {key: _due(tx, now, part, key) for key in keys}
    full = [key for key in keys if len(parts[key]) == part]
    left = limit - sum(map(len, parts.values()))
    if full and left > 0:
        parts |= {key: _due(tx, now, part + left // len(full), key) for key in full}
    return sorted((row for rows in parts.values() for row in rows), key=lambda row: row.due_at)


def _due(tx: Connection, now: datetime, limit: int, service: str | None = None) -> list[Row[Any]]:
    """Read off an index, however many are due at once."""
    is_active = exists().where(
        process_instance.c.id == timer.c.instance_id, process_instance.c.state == "active"
    )
    query = select(timer.c.instance_id, timer.c.activity, timer.c.due_at)
    query = query.where(timer.c.due_at <= now, ~timer.c.is_held, is_active)
    if service is not None:
        query = query.where(timer.c.process_key == service)
    return list(tx.execute(query.order_by(timer.c.due_at).limit(limit)))


def services(tx: Connection) -> list[str]:
    """Those that have timers: the index is asked for one after the other, however many timers there are."""
    keys = select(func.min(timer.c.process_key).label("key")).cte("keys", recursive=True)
    following = select(func.min(timer.c.process_key)).where(timer.c.process_key > keys.c.key)
    keys = keys.union_all(select(following.scalar_subquery()).where(keys.c.key.is_not(None)))
    return list(tx.scalars(select(keys.c.key).where(keys.c.key.is_not(None))))


def take(tx: Connection, instance_id: str, activity: str) -> Row[Any] | None:
    """The timer, with its instance for this transaction alone; None when it is gone, or its instance is at work."""
    query = (
        select(timer)
        .join(process_instance, process_instance.c.id == timer.c.instance_id)
        .where(timer.c.instance_id == instance_id, timer.c.activity == activity)
        .with_for_update(skip_locked=True, of=process_instance)
    )
    return tx.execute(query).first()


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
