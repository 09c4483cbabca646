"""The inbox: what is offered to a person or lies with them, counted and sorted off the indexes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    select,
    true,
    tuple_,
    union,
)

from engine.store.schema import candidate, process_instance, user_task
from engine.store.tasks import done, mine

#: (role, body); body "*" counts everywhere
Pairs = Iterable[tuple[str, str]]
ANYWHERE = "*"
#: what of an offer decides its place
PLACE = ("deadline", "priority", "created_at", "instance_id", "activity")


def offers(pairs: Pairs, user_id: str) -> CompoundSelect[Any]:
    """Open and free tasks, each once: those of the pairs, and those offered to the person."""
    roles: dict[frozenset[str], list[str]] = {}
    for role, bodies in _bodies(pairs).items():
        roles.setdefault(bodies, []).append(role)
    tests = [candidate.c.user_id == user_id]
    for bodies, names in sorted(roles.items(), key=lambda each: each[1]):
        of_role = candidate.c.role.in_(sorted(names))
        # a task of no body is anybody's in that role
        in_body = candidate.c.body.in_(["", *sorted(bodies)])
        tests.append(of_role if ANYWHERE in bodies else and_(of_role, in_body))
    columns = [candidate.c[name] for name in PLACE]
    return union(*(select(*columns).where(test, candidate.c.is_free) for test in tests))


def _bodies(pairs: Pairs) -> Mapping[str, frozenset[str]]:
    """By role."""
    found: dict[str, set[str]] = {}
    for role, body in pairs:
        found.setdefault(role, set()).add(body)
    return {role: frozenset(bodies) for role, bodies in found.items()}


def may_claim(pairs: Pairs, user_id: str) -> ColumnElement[bool]:
    """The same as a test of tasks."""
    offered = offers(pairs, user_id).subquery()
    return tuple_(user_task.c.instance_id, user_task.c.activity).in_(
        select(offered.c.instance_id, offered.c.activity)
    )


def claimable(tx: Connection, pairs: Pairs, user_id: str, offset: int, limit: int) -> list[Row[Any]]:
    """A page of what the person may claim: only the tasks that are on it are read."""
    offered = offers(pairs, user_id).subquery("offered")
    chosen = (
        select(offered)
        .where(_in_sight(offered))
        .order_by(*_order(offered))
        .offset(offset)
        .limit(limit)
        .subquery("chosen")
    )
    query = select(user_task).join(
        chosen,
        and_(user_task.c.instance_id == chosen.c.instance_id, user_task.c.activity == chosen.c.activity),
    )
    return list(tx.execute(query.order_by(*_order(user_task))))


def page(
    tx: Connection, where: ColumnElement[bool], newest_first: bool, offset: int, limit: int
) -> list[Row[Any]]:
    """Legal deadline first, then priority, then age: total and stable."""
    query = select(user_task).where(where, _in_sight(user_task))
    order: list[Any] = [user_task.c.completed_at.desc()] if newest_first else _order(user_task)
    return list(tx.execute(query.order_by(*order).offset(offset).limit(limit)))


def count(tx: Connection, where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(user_task).where(where, _in_sight(user_task))
    return int(tx.execute(query).scalar_one())


def counts(tx: Connection, pairs: Pairs, user_id: str, now: datetime) -> dict[str, int]:
    """Of the tabs mine, groups and done, and how many of the first two are late: in one question."""
    offered = offers(pairs, user_id).subquery("offered")
    lying = _counted(user_task, now).where(mine(user_id)).subquery("lying")
    free = _counted(offered, now).subquery("free")
    past = select(func.count().label("all")).select_from(user_task).where(done(user_id), _in_sight(user_task))
    past_row = past.subquery("past")
    columns = (lying.c.all, free.c.all, past_row.c.all, lying.c.late + free.c.late)
    query = select(*columns).select_from(lying.join(free, true()).join(past_row, true()))
    row = tx.execute(query).one()
    return dict(zip(("mine", "groups", "done", "overdue"), row, strict=True))


def _counted(source: FromClause, now: datetime) -> Select[Any]:
    late = func.count().filter(source.c.deadline < now)
    return select(func.count().label("all"), late.label("late")).select_from(source).where(_in_sight(source))


def _in_sight(source: FromClause) -> ColumnElement[bool]:
    """Tasks of suspended instances are out of sight."""
    return ~exists().where(
        process_instance.c.id == source.c.instance_id, process_instance.c.state == "suspended"
    )


def _order(source: FromClause) -> list[Any]:
    without = case((source.c.deadline.is_(None), 1), else_=0)
    rest = (source.c.created_at, source.c.instance_id, source.c.activity)
    return [without, source.c.deadline, source.c.priority.desc(), *rest]
