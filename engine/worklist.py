"""The list of work: open tasks of a person, of their groups, of the bodies they watch over."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_

from engine import reading
from engine.permissions import OVERSEERS
from engine.reader import Reader
from engine.store import inbox as inbox_rows
from engine.store import tasks as task_rows
from engine.values import Actor, Page


def page(
    reader: Reader,
    actor: Actor,
    tab: str = "groups",
    *,
    process: str | None = None,
    text: str | None = None,
    overdue: bool = False,
    offset: int = 0,
    limit: int = 50,
    known: int | None = None,
) -> Page:
    """Tabs mine, groups (claimable), all (of the bodies watched over), done; in the order of the legal deadline.

    `known`: how many there are in the whole tab, where `counts` has said so.
    """
    filters = task_rows.filters(process, text, reader.now if overdue else None)
    total = None if filters else known
    if tab == "groups" and total is not None:
        rows = inbox_rows.claimable(reader.tx, _pairs(actor), actor.id, offset, limit)
    else:
        where = and_(_tab(actor, tab), *filters)
        find, count = PAGES.get(tab, (inbox_rows.page, inbox_rows.count))
        rows = find(reader.tx, where, offset, limit)
        total = count(reader.tx, where) if total is None else total
    return Page(items=tuple(map(reading.user_task, rows)), total=total, offset=offset, limit=limit)


#: tabs that are read in another way
PAGES = {"done": (inbox_rows.page_done, inbox_rows.count_done)}


def counts(reader: Reader, actor: Actor) -> dict[str, int]:
    """Open tasks by tab, and how many of them are late."""
    return inbox_rows.counts(reader.tx, _pairs(actor), actor.id, reader.now)


def waiting(reader: Reader, actor: Actor) -> int:
    """Open tasks that lie with the person."""
    return inbox_rows.count(reader.tx, task_rows.mine(actor.id))


def _pairs(actor: Actor) -> list[tuple[str, str]]:
    return [(each.role, each.body) for each in actor.memberships]


def _tab(actor: Actor, tab: str) -> Any:
    if tab == "mine":
        return task_rows.mine(actor.id)
    if tab == "done":
        return task_rows.done(actor.id)
    if tab == "all":
        return task_rows.in_bodies(watched(actor))
    return inbox_rows.may_claim(_pairs(actor), actor.id)


def watched(actor: Actor) -> Collection[str] | None:
    """Bodies whose work the actor watches over; None: all of them."""
    if any(actor.has(role) for role in OVERSEERS) or actor.is_system:
        return None
    bodies = {m.body for m in actor.memberships if m.role == "supervisor"}
    return None if "*" in bodies else bodies


def load(reader: Reader, actor: Actor, body: str | None = None) -> tuple[dict[str, Any], ...]:
    """Per person and step: assignee (None: free), process_key, element, name, open, overdue."""
    bodies = watched(actor)
    if body is not None:
        bodies = {body} if bodies is None else {body} & set(bodies)
    return tuple(dict(row._mapping) for row in task_rows.load(reader.tx, bodies, reader.now))
