"""What happened to a running term: a pause or an extension, as the sum remembers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars.terms import Term


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """The term stood still from one moment to another."""

    paused_at: datetime
    resumed_at: datetime

    def to_dict(self) -> dict[str, Any]:
        return {
            "paused_at": self.paused_at.isoformat(), "resumed_at": self.resumed_at.isoformat()
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    """The term was made longer by another term, whose `norm` is the ground."""

    by: Term

    def to_dict(self) -> dict[str, Any]:
        return {"by": self.by.to_dict()}


Change = Pause | Extension


def change_from_dict(data: Mapping[str, Any], zone: ZoneInfo) -> Change:
    if "by" in data:
        return Extension(by=Term.from_dict(data["by"]))
    return Pause(
        paused_at=datetime.fromisoformat(data["paused_at"]).astimezone(zone),
        resumed_at=datetime.fromisoformat(data["resumed_at"]).astimezone(zone),
    )
