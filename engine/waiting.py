"""Cases that wait for a message, and messages that found nobody: for handlers that gather cases or tell many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.queries import Reader, case_variables
from engine.store import messages


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
