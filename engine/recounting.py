"""Open terms that end at another moment in the newest versions of the calendars."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine import encoding
from engine.calendars import CalendarError, Calendars, Reckoning, explain_move, from_value, recount
from engine.content import Content
from engine.errors import NotAllowed
from engine.identifiers import Address
from engine.reader import Reader
from engine.store import timers
from engine.values import Actor
from engine.worklist import watched

log = logging.getLogger("qyzmet.recounting")


@dataclass(frozen=True, kw_only=True, slots=True)
class TermMove:
    """One open term, as it is counted and as it would be."""

    instance_id: str
    business_key: str | None
    process_key: str
    activity: str
    name: str
    norm: str | None
    started_at: datetime
    before: Reckoning
    after: Reckoning

    @property
    def term_id(self) -> str:
        return str(Address(self.instance_id, self.activity))

    def why(self, language: str) -> str:
        return explain_move(self.before, self.after, language)

    def to_dict(self) -> dict[str, Any]:
        return {
            "case": self.business_key or self.instance_id,
            "process": self.process_key,
            "term_id": self.term_id,
            "name": self.name,
            "norm": self.norm,
            "due": self.before.due.isoformat(),
            "new_due": self.after.due.isoformat(),
            "why": {language: self.why(language) for language in ("kk", "ru", "en")},
        }


def moves(reader: Reader, actor: Actor) -> tuple[TermMove, ...]:
    """Of all open cases, in the order of their due dates; for whoever watches over the whole."""
    if watched(actor) is not None:
        raise NotAllowed("Expected an auditor or administrator.")
    return moved(reader.tx, reader.content)


def moved(tx: Connection, content: Content, instance_id: str | None = None) -> tuple[TermMove, ...]:
    """Of one case, or of all; nothing where a new version changes no end."""
    rows = timers.open_deadlines(tx, instance_id)
    found = (_moved(row, content.calendars) for row in rows)
    return tuple(each for each in found if each and each.after.due != each.before.due)


def _moved(row: Row[Any], calendars: Calendars) -> TermMove | None:
    """None, with the reason in the log, where it cannot be counted anew."""
    before = from_value(encoding.loads(bytes(row.reckoning)))
    try:
        acceptance = calendars.get(before.term.acceptance) if before.term.acceptance else None
        after = recount(before, calendars.get(before.term.calendar), acceptance)
    except CalendarError as error:
        log.warning("term %s:%s is not recounted: %s", row.instance_id, row.activity, error)
        return None
    names = ("instance_id", "business_key", "process_key", "activity", "name", "norm", "started_at")
    return TermMove(**{name: getattr(row, name) for name in names}, before=before, after=after)
