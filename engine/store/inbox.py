"""The inbox: what is offered to a person or lies with them, counted and sorted off the indexes."""

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
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


def offers(pairs: Pairs, user_id: Any, *names: str) -> CompoundSelect[Any]:
    """These columns of open and free tasks, each task once: those of the pairs, and those offered to the person."""
    roles: dict[frozenset[str], list[str]] = {}
    for role, bodies in _bodies(pairs).items():
        roles.setdefault(bodies, []).append(role)
    tests = [candidate.c.user_id == user_id]
    for bodies, held in sorted(roles.items(), key=lambda each: each[1]):
        of_role = candidate.c.role.in_(sorted(held))
        tests.append(of_role if ANYWHERE in bodies else and_(of_role, candidate.c.body.in_(sorted(bodies))))
    columns = [candidate.c[name] for name in names]
    return union(*(select(*columns).where(test, candidate.c.is_free) for test in tests))


def _bodies(pairs: Pairs) -> Mapping[str, frozenset[str]]:
    """By role; a task of no body is anybody's in that role."""
    found: dict[str, set[str]] = {}
    for role, body in pairs:
        found.setdefault(role, {""}).add(body)
    return {role: frozenset(bodies) for role, bodies in found.items()}


def may_claim(pairs: Pairs, user_id: str) -> ColumnElement[bool]:
    """The same as a test of tasks."""
    offered = offers(pairs, user_id, "instance_id", "activity")
    return tuple_(user_task.c.instance_id, user_task.c.activity).in_(offered)


def claimable(tx: Connection, pairs: Pairs, user_id: str, offset: int, limit: int) -> list[Any]:
    """A page of what the person may claim: no more is read of each group than may stand on it."""
    values = {"user": user_id, "offset": offset, "limit": limit, "most": offset + limit}
    rows = _claimable(frozenset(pairs)).all(tx, values)
    return [TaskRow._make(row) for row in rows]


TaskRow = namedtuple("TaskRow", user_task.c.keys())  # type: ignore[misc]  # as the table is


@lru_cache(maxsize=KEPT)
def _claimable(pairs: frozenset[tuple[str, str]]) -> Prepared:
    columns = [candidate.c[name] for name in PLACE]
    first = [
        select(*columns)
        .where(test, candidate.c.is_free, _in_sight(candidate))
        .order_by(*_order(candidate))
        .limit(bindparam("most", type_=Integer))
        .subquery()
        for test in _groups(pairs)
    ]
    offered = union(*map(select, first)).subquery("offered")
    chosen = select(offered).order_by(*_order(offered))
    chosen = chosen.offset(bindparam("offset", type_=Integer)).limit(bindparam("limit", type_=Integer))
    on_it = chosen.subquery("chosen")
    same = and_(user_task.c.instance_id == on_it.c.instance_id, user_task.c.activity == on_it.c.activity)
    return Prepared(select(user_task).join(on_it, same).order_by(*_order(user_task)))


def _groups(pairs: Pairs) -> Iterator[ColumnElement[bool]]:
    """Each stands in the index in the order of the page."""
    yield candidate.c.user_id == bindparam("user")
    for role, bodies in _bodies(pairs).items():
        of_role = candidate.c.role == role
        if ANYWHERE in bodies:
            yield of_role
        else:
            yield from (and_(of_role, candidate.c.body == body) for body in sorted(bodies))


def page(tx: Connection, where: ColumnElement[bool], offset: int, limit: int) -> list[Row[Any]]:
    """Legal deadline first, then priority, then age: total and stable."""
    query = select(user_task).where(where, _in_sight(user_task)).order_by(*_order(user_task))
    return list(tx.execute(query.offset(offset).limit(limit)))


def page_done(tx: Connection, where: ColumnElement[bool], offset: int, limit: int) -> list[Row[Any]]:
    """The newest first; what is done stays in sight."""
    query = select(user_task).where(where).order_by(user_task.c.completed_at.desc())
    return list(tx.execute(query.offset(offset).limit(limit)))


def count(tx: Connection, where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(user_task).where(where, _in_sight(user_task))
    return int(tx.execute(query).scalar_one())


def count_done(tx: Connection, where: ColumnElement[bool]) -> int:
    return int(tx.execute(select(func.count()).select_from(user_task).where(where)).scalar_one())


def counts(tx: Connection, pairs: Pairs, user_id: str, now: datetime) -> dict[str, int]:
    """Of the tabs mine, groups and done, and how many of the first two are late: in one question."""
    row = _counts(frozenset(pairs)).first(tx, {"user": user_id, "now": now})
    return dict(zip(("mine", "groups", "done", "overdue"), row or (), strict=True))


@lru_cache(maxsize=KEPT)
def _counts(pairs: frozenset[tuple[str, str]]) -> Prepared:
    user: Any = bindparam("user")
    offered = offers(pairs, user, "instance_id", "activity", "deadline").subquery("offered")
    lying = _counted(user_task).where(mine(user)).subquery("lying")
    free = _counted(offered).subquery("free")
    past = select(func.count().label("all")).select_from(user_task).where(done(user)).subquery("past")
    columns = (lying.c.all, free.c.all, past.c.all, lying.c.late + free.c.late)
    return Prepared(select(*columns).select_from(lying.join(free, true()).join(past, true())))


def _counted(source: FromClause) -> Any:
    late = func.count().filter(source.c.deadline < bindparam("now", type_=user_task.c.deadline.type))
    return select(func.count().label("all"), late.label("late")).select_from(source).where(_in_sight(source))


def _in_sight(source: FromClause) -> ColumnElement[bool]:
    """Tasks of suspended instances are out of sight."""
    return ~exists().where(
        process_instance.c.id == source.c.instance_id, process_instance.c.state == "suspended"
    )


def _order(source: FromClause) -> list[Any]:
    rest = (source.c.created_at, source.c.instance_id, source.c.activity)
    return [source.c.deadline.asc().nulls_last(), source.c.priority.desc(), *rest]
