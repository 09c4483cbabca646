"""Cases that wait for a message, and messages that found nobody: for those who gather cases, tell many, or tell one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.queries import case_variables, instance
from engine.reader import Reader
from engine.store import messages
from engine.values import Actor

#: property of an event that staff tell the case of: their roles
TOLD_BY = "told_by"


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingCase:
    """One that waits, with what its catching event sees."""

    instance_id: str
    #: business key
    number: str | None
    title: str | None
    started_at: datetime
    variables: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What became of the messages an instance has thrown; those that arrived are in neither."""

    on_the_way: int
    #: (business key, why nobody got it)
    unreached: tuple[tuple[str | None, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Awaited:
    """A message that staff may tell a case."""

    name: str
    #: of the event, as it is drawn
    words: str
    told_by: tuple[str, ...]


def awaited(reader: Reader, actor: Actor, instance_id: str) -> tuple[Awaited, ...]:
    """What a case that the actor may see waits to be told by staff, and by which roles."""
    case = instance(reader, actor, instance_id)
    elements = reader.library.process(reader.tx, case.definition_id).elements
    rows = [row for row in messages.of_instance(reader.tx, case.id) if row.element in elements]
    return tuple(
        Awaited(
            name=row.name,
            words=elements[row.element].name,
            told_by=tuple(elements[row.element].properties[TOLD_BY].replace(" ", "").split(",")),
        )
        for row in rows
        if row.event_type == "message" and TOLD_BY in elements[row.element].properties
    )


def waiting(reader: Reader, message: str, body: str | None = None) -> tuple[WaitingCase, ...]:
    """Active cases (routed to a body) that wait for a message, the oldest first; by the index of subscriptions."""
    return tuple(
        WaitingCase(
            instance_id=row.instance_id,
            number=row.number,
            title=row.title,
            started_at=row.started_at,
            variables=case_variables(reader, row.instance_id, row.activity),
        )
        for row in messages.waiting_cases(reader.tx, message, body)
    )


def sent(reader: Reader, instance_id: str) -> Sent:
    rows = messages.thrown_by(reader.tx, instance_id)
    unreached = tuple((row.business_key, row.error or "") for row in rows if row.state == "undelivered")
    return Sent(on_the_way=len(rows) - len(unreached), unreached=unreached)
