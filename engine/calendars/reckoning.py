"""From a term and a start to a due moment, keeping everything that is needed to explain the sum."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from engine.calendars.calendar import Calendar, DayKind, SpecialDay
from engine.calendars.changes import Change, change_from_dict
from engine.calendars.endings import count
from engine.calendars.errors import BeforeAct
from engine.calendars.terms import Term


@dataclass(frozen=True, kw_only=True, slots=True)
class Reckoning:
    """A due moment with its sum; equal inputs and calendar version give an equal reckoning."""

    due: datetime
    start: datetime
    term: Term
    calendar: str
    version: int
    titles: Mapping[str, str]               #: language -> name of the calendar
    filed_on: date                          #: the day that counts as the day of filing
    last_counted: date                      #: before it moved off a day off or past the day of issue
    special: tuple[SpecialDay, ...] = ()    #: holidays, transfers and worked days that mattered
    changes: tuple[Change, ...] = ()        #: pauses and extensions, in order
    others: tuple["Reckoning", ...] = ()    #: terms that end later, where the earliest decides

    @property
    def due_on(self) -> date:
        return self.due.date()

    @property
    def is_provisional(self) -> bool:
        """Some day the sum rests on is not confirmed yet."""
        return any(day.provisional for day in self.special)

    def to_dict(self) -> dict[str, Any]:
        return {
            **{name: getattr(self, name) for name in ("calendar", "version")},
            "due": self.due.isoformat(),
            "start": self.start.isoformat(),
            "term": self.term.to_dict(),
            "titles": dict(self.titles),
            "filed_on": self.filed_on.isoformat(),
            "last_counted": self.last_counted.isoformat(),
            "special": [special_to_dict(day) for day in self.special],
            "changes": [change.to_dict() for change in self.changes],
            "others": [other.to_dict() for other in self.others],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Reckoning":
        given = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        return cls(**given | {
            "due": datetime.fromisoformat(data["due"]),
            "start": datetime.fromisoformat(data["start"]),
            "term": Term.from_dict(data["term"]),
            "filed_on": date.fromisoformat(data["filed_on"]),
            "last_counted": date.fromisoformat(data["last_counted"]),
            "special": tuple(map(special_from_dict, data["special"])),
            "changes": tuple(map(change_from_dict, data["changes"])),
            "others": tuple(map(cls.from_dict, data["others"])),
        })


def reckon(
    term: Term, start: datetime, calendar: Calendar, acceptance: Calendar | None = None
) -> Reckoning:
    """When the term ends that starts at this moment; `acceptance` says when filings can be taken."""
    local = calendar.local(start)
    if term.in_force and local.date() < term.in_force:
        raise BeforeAct(local.date(), term.in_force)
    counted = count(term, local, calendar, acceptance or calendar)
    return Reckoning(
        due=counted.due,
        start=local,
        term=term,
        calendar=calendar.name,
        version=calendar.version,
        titles=calendar.titles,
        filed_on=counted.filed_on,
        last_counted=counted.last_counted,
        special=special_days(local.date(), counted.due.date(), calendar),
    )


def earliest(*reckonings: Reckoning) -> Reckoning:
    """The reckoning that ends first; it remembers the others."""
    first, *others = sorted(reckonings, key=lambda reckoning: reckoning.due)
    return replace(first, others=tuple(others))


def special_days(first: date, last: date, calendar: Calendar) -> tuple[SpecialDay, ...]:
    """What differs from an ordinary week; a holiday on an ordinary day off changed nothing."""
    return tuple(day for day in calendar.special_between(first, last) if _matters(day, calendar))


def _matters(day: SpecialDay, calendar: Calendar) -> bool:
    weekday_is_worked = day.date.isoweekday() in calendar.hours.weekdays
    return day.kind is DayKind.WORKED or weekday_is_worked or day.provisional


def special_to_dict(day: SpecialDay) -> dict[str, Any]:
    pair = {"pair": day.pair.isoformat()} if day.pair else {}
    kept = {"date": day.date.isoformat(), "kind": day.kind.value, "names": dict(day.names)}
    return {**kept, **pair, "act": day.act, "provisional": day.provisional}


def special_from_dict(data: Mapping[str, Any]) -> SpecialDay:
    return SpecialDay(
        date=date.fromisoformat(data["date"]),
        kind=DayKind(data["kind"]),
        names=data["names"],
        pair=date.fromisoformat(data["pair"]) if "pair" in data else None,
        act=data["act"],
        provisional=data["provisional"],
    )
