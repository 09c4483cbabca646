"""Jobs: due work, locked by one worker at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, false, func, select, tuple_, update

from engine.errors import WrongState
from engine.store.schema import job, process_instance

#: a lock is never for longer, and a failed job never waits longer
LONGEST_LOCK = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=31)


def get(tx: Connection, instance_id: str, activity: str) -> Row[Any]:
    """WrongState when it is not open any more: a late answer is an answer to nothing."""
    query = select(job).where(job.c.instance_id == instance_id, job.c.activity == activity)
    row = tx.execute(query).first()
    if row is None:
        raise WrongState(f"Expected job {instance_id}:{activity} to be open, but it is done or cancelled.")
    return row


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which jobs a worker asks for."""

    worker: str
    #: "" stands for continuations
    topics: Collection[str]
    now: datetime
    #: the end of the lock
    until: datetime
    limit: int
    #: whose turn it is, among the services that have jobs
    turn: int = 0


def acquire(tx: Connection, wanted: Wanted) -> list[Row[Any]]:
    """Lock due jobs, of each service in turn; lost locks (a worker that died) come first."""
    taken = _lock(tx, wanted, _is_lost(wanted.now), wanted.limit)
    served = services(tx) if len(taken) < wanted.limit else []
    start = wanted.turn % len(served) if served else 0
    waiting = [*served[start:], *served[:start]]
    while waiting and len(taken) < wanted.limit:
        # each gets an even part; what one leaves over goes to the others
        left, more = wanted.limit - len(taken), []
        for number, key in enumerate(waiting):
            part = ceil(left / (len(waiting) - number))
            found = _lock(tx, wanted, _is_due(wanted.now) & (job.c.process_key == key), part)
            taken += found
            left -= len(found)
            more += [key] if len(found) == part else []
            if not left:
                break
        waiting = more
    return taken


def _lock(tx: Connection, wanted: Wanted, which: ColumnElement[bool], limit: int) -> list[Row[Any]]:
    query = (
        select(job, process_instance.c.seq)
        .join(process_instance, process_instance.c.id == job.c.instance_id)
        .where(which, process_instance.c.state == "active", _of_topics(wanted.topics))
        # no further, or all that is due at once would be sorted
        .order_by(job.c.priority.desc(), job.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=job)
    )
    rows = list(tx.execute(query))
    if rows:
        values = {"state": "locked", "locked_by": wanted.worker, "locked_until": wanted.until}
        keys = [(row.instance_id, row.activity) for row in rows]
        where = tuple_(job.c.instance_id, job.c.activity).in_(keys)
        tx.execute(update(job).where(where).values(**values))
    return rows


def services(tx: Connection) -> list[str]:
    """Those that have jobs: the index is asked for one after the other, however many jobs there are."""
    first = select(func.min(job.c.process_key).label("key")).where(job.c.state == "available")
    keys = first.cte("keys", recursive=True)
    following = (
        select(func.min(job.c.process_key))
        .where(job.c.state == "available", job.c.process_key > keys.c.key)
        .scalar_subquery()
    )
    keys = keys.union_all(select(following).where(keys.c.key.is_not(None)))
    return list(tx.scalars(select(keys.c.key).where(keys.c.key.is_not(None))))


def extend(tx: Connection, worker: str, keys: Collection[tuple[str, str]], until: datetime) -> int:
    """The worker still carries them out; returns how many locks it has not lost."""
    mine = tuple_(job.c.instance_id, job.c.activity).in_(sorted(keys))
    where = mine & (job.c.state == "locked") & (job.c.locked_by == worker)
    return tx.execute(update(job).where(where).values(locked_until=until)).rowcount


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Due from the start, or at its time; a time further away than any pause is one of a wrong clock."""
    at = (job.c.due_at <= now) | (job.c.due_at == job.c.created_at) | (job.c.due_at > now + LONGEST_PAUSE)
    return (job.c.state == "available") & at


def _is_lost(now: datetime) -> ColumnElement[bool]:
    """Its time is over; a time further away than any lock reaches is one of a wrong clock."""
    over = (job.c.locked_until < now) | (job.c.locked_until > now + LONGEST_LOCK)
    return (job.c.state == "locked") & over


def _of_topics(topics: Iterable[str]) -> ColumnElement[bool]:
    named = [topic for topic in topics if topic]
    continuations = job.c.topic.is_(None) if "" in topics else false()
    return job.c.topic.in_(named) | continuations


def are_due(tx: Connection, now: datetime) -> bool:
    """A cheap look before a lock is taken."""
    return tx.execute(select(job.c.activity).where(_is_due(now) | _is_lost(now)).limit(1)).first() is not None


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
