"""Jobs: due work, locked by one worker at a time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, false, select, tuple_, update

from engine.errors import WrongState
from engine.store.schema import job, process_instance


def get(tx: Connection, instance_id: str, activity: str) -> Row[Any]:
    """WrongState when it is not open any more: a late answer is an answer to nothing."""
    query = select(job).where(job.c.instance_id == instance_id, job.c.activity == activity)
    row = tx.execute(query).first()
    if row is None:
        raise WrongState(f"Expected job {instance_id}:{activity} to be open, but it is done or cancelled.")
    return row


def acquire(
    tx: Connection, worker: str, topics: Iterable[str], now: datetime, until: datetime, limit: int
) -> list[Row[Any]]:
    """Lock due jobs; lost locks (a worker that died) are due again. Topic "" stands for continuations."""
    query = (
        select(job, process_instance.c.seq)
        .join(process_instance, process_instance.c.id == job.c.instance_id)
        .where(_free(now), process_instance.c.state == "active")
        .order_by(job.c.priority.desc(), job.c.due_at, job.c.instance_id, job.c.activity)
        .limit(limit)
        .with_for_update(skip_locked=True, of=job)
    )
    query = query.where(_of_topics(topics))
    rows = list(tx.execute(query))
    if rows:
        keys = [(row.instance_id, row.activity) for row in rows]
        tx.execute(
            update(job)
            .where(tuple_(job.c.instance_id, job.c.activity).in_(keys))
            .values(state="locked", locked_by=worker, locked_until=until)
        )
    return rows


def _free(now: datetime) -> ColumnElement[bool]:
    lost = (job.c.state == "locked") & (job.c.locked_until < now)
    return ((job.c.state == "available") & (job.c.due_at <= now)) | lost


def _of_topics(topics: Iterable[str]) -> ColumnElement[bool]:
    named = [topic for topic in topics if topic]
    continuations = job.c.topic.is_(None) if "" in topics else false()
    return job.c.topic.in_(named) | continuations


def are_due(tx: Connection, now: datetime) -> bool:
    """A cheap look before a lock is taken."""
    return tx.execute(select(job.c.activity).where(_free(now)).limit(1)).first() is not None


def remove(tx: Connection, instance_id: str, activity: str) -> None:
    tx.execute(delete(job).where(job.c.instance_id == instance_id, job.c.activity == activity))


def give_back(tx: Connection, instance_id: str, activity: str, retries: int, now: datetime) -> int:
    """Tries again; returns how many rows there were."""
    where = (job.c.instance_id == instance_id) & (job.c.activity == activity)
    values = {
        "state": "available",
        "retries": retries,
        "due_at": now,
        "locked_by": None,
        "locked_until": None,
    }
    return tx.execute(update(job).where(where).values(**values)).rowcount


def every(tx: Connection, instance_id: str | None, limit: int = 500) -> list[Row[Any]]:
    query = select(job).order_by(job.c.due_at, job.c.instance_id, job.c.activity).limit(limit)
    if instance_id:
        query = query.where(job.c.instance_id == instance_id)
    return list(tx.execute(query))


def next_due(tx: Connection, topics: Iterable[str]) -> datetime | None:
    query = select(job.c.due_at).where(job.c.state == "available", _of_topics(topics))
    return tx.execute(query.order_by(job.c.due_at).limit(1)).scalar()
