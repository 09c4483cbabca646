"""The inbox: what is offered to a person or lies with them, counted and sorted off the indexes."""

from collections import namedtuple
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Integer,
    Row,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
    true,
    tuple_,
    union,
)

from engine.store.prepared import Prepared
from engine.store.schema import candidate, process_instance, user_task
from engine.store.tasks import done, mine

#: (role, body); body "*" counts everywhere
Pairs = Iterable[tuple[str, str]]
ANYWHERE = "*"
#: questions kept ready, one for each set of roles and bodies that people have
KEPT = 512
#: what of an offer decides its place
PLACE = ("deadline", "priority", "created_at", "instance_id", "activity")


def offers(pairs: Pairs, user_id: Any) -> CompoundSelect[Any]:
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


def claimable(tx: Connection, pairs: Pairs, user_id: str, offset: int, limit: int) -> list[Any]:
    """A page of what the person may claim: only the tasks that are on it are read."""
    rows = _claimable(frozenset(pairs)).all(tx, {"user": user_id, "offset": offset, "limit": limit})
    return [TaskRow._make(row) for row in rows]


TaskRow = namedtuple("TaskRow", user_task.c.keys())  # type: ignore[misc]  # as the table is


@lru_cache(maxsize=KEPT)
def _claimable(pairs: frozenset[tuple[str, str]]) -> Prepared:
    offered = offers(pairs, bindparam("user")).subquery("offered")
    chosen = select(offered).where(_in_sight(offered)).order_by(*_order(offered))
    chosen = chosen.offset(bindparam("offset", type_=Integer)).limit(bindparam("limit", type_=Integer))
    on_it = chosen.subquery("chosen")
    same = and_(user_task.c.instance_id == on_it.c.instance_id, user_task.c.activity == on_it.c.activity)
    return Prepared(select(user_task).join(on_it, same).order_by(*_order(user_task)))


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
    row = _counts(frozenset(pairs)).first(tx, {"user": user_id, "now": now})
    return dict(zip(("mine", "groups", "done", "overdue"), row or (), strict=True))


@lru_cache(maxsize=KEPT)
def _counts(pairs: frozenset[tuple[str, str]]) -> Prepared:
    user: Any = bindparam("user")
    offered = offers(pairs, user).subquery("offered")
    lying = _counted(user_task).where(mine(user)).subquery("lying")
    free = _counted(offered).subquery("free")
    past = select(func.count().label("all")).select_from(user_task).where(done(user), _in_sight(user_task))
    past_row = past.subquery("past")
    columns = (lying.c.all, free.c.all, past_row.c.all, lying.c.late + free.c.late)
    return Prepared(select(*columns).select_from(lying.join(free, true()).join(past_row, true())))


def _counted(source: FromClause) -> Any:
    late = func.count().filter(source.c.deadline < bindparam("now", type_=user_task.c.deadline.type))
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
