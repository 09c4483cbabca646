"""Queues: who stands in line for what, and where. A line is a message that cases wait for by an `order`."""

from dataclasses import dataclass
from datetime import datetime

from engine.errors import NotFound
from engine.permissions import OVERSEERS, STAFF
from engine.queries import instance
from engine.reader import Reader
from engine.store import lines, messages
from engine.values import Actor, Page

#: property of the event that waits
ORDER = "order"


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where a case stands."""

    line: str
    #: from 1
    position: int
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A message that cases wait for in order."""

    name: str
    process_key: str
    #: a version some of them run on
    definition_id: str
    element: str
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """One of those in a line."""

    position: int
    instance_id: str
    #: of the case
    number: str | None
    title: str | None
    state: str
    since: datetime


def standing(reader: Reader, actor: Actor, instance_id: str) -> Standing | None:
    """Of a case the actor may see; None while it stands in no line."""
    case = instance(reader, actor, instance_id)
    for row in messages.of_instance(reader.tx, case.id):
        if _is_line(reader, case.definition_id, row.element):
            return Standing(
                line=row.name,
                position=lines.ahead(reader.tx, row.name, row.business_key) + 1,
                waiting=lines.length(reader.tx, row.name),
            )
    return None


def queues(reader: Reader, actor: Actor) -> tuple[Line, ...]:
    """The lines of the bodies the actor works in."""
    found: dict[str, Line] = {}
    for row in lines.awaited(reader.tx, _bodies(actor)):
        if _is_line(reader, row.definition_id, row.element):
            before = found[row.name].waiting if row.name in found else 0
            names = ("name", "process_key", "definition_id", "element")
            told = {name: getattr(row, name) for name in names}
            found[row.name] = Line(**told, waiting=before + row.waiting)
    return tuple(found.values())


def line(reader: Reader, actor: Actor, name: str) -> Line:
    """NotFound unless it is a line of the actor's bodies."""
    row = lines.kept_by(reader.tx, name, _bodies(actor))
    if row is None or not _is_line(reader, row.definition_id, row.element):
        raise NotFound("Nobody waits in this queue, or it is kept by another body.", name=name)
    return Line(
        name=name,
        process_key=row.process_key,
        definition_id=row.definition_id,
        element=row.element,
        waiting=lines.length(reader.tx, name),
    )


def is_empty(reader: Reader, name: str) -> bool:
    """Nobody waits, at whichever body: what such a line was for is not known."""
    return lines.length(reader.tx, name) == 0


def given(reader: Reader, key: str) -> str | None:
    """Id of the instance that got what `CorrelateFirst` gave under this key."""
    return lines.given(reader.tx, key)


def queue(reader: Reader, actor: Actor, name: str, offset: int = 0, limit: int = 50) -> Page:
    """Page of `Waiting`, the first first; NotFound unless it is a line of the actor's bodies."""
    found = line(reader, actor, name)
    rows = lines.page(reader.tx, name, offset, limit)
    items = tuple(
        Waiting(
            position=place,
            instance_id=row.instance_id,
            number=row.number,
            title=row.title,
            state=row.state,
            since=row.started_at,
        )
        for place, row in enumerate(rows, offset + 1)
    )
    return Page(items=items, total=found.waiting, offset=offset, limit=limit)


def _bodies(actor: Actor) -> set[str] | None:
    """None: all of them."""
    if actor.is_system or any(actor.has(role) for role in OVERSEERS):
        return None
    bodies = {each.body for each in actor.memberships if each.role != "applicant" and each.body}
    return None if "*" in bodies and any(actor.has(role) for role in STAFF) else bodies


def _is_line(reader: Reader, definition_id: str, element: str) -> bool:
    found = reader.library.process(reader.tx, definition_id).elements.get(element)
    return found is not None and ORDER in found.properties
