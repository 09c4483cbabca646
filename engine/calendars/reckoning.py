"""From a term and a start to a due moment, keeping everything that is needed to explain the sum."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars.calendar import Calendar, DayKind, SpecialDay
from engine.calendars.changes import Change, change_from_dict
from engine.calendars.endings import Counted, count
from engine.calendars.errors import BeforeAct
from engine.calendars.terms import ELAPSED, WORKING, Term, Unit


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
    last_counted: date                      #: before the day of issue or a day off moved it
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
            "zone": str(self.due.tzinfo),
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
        zone = ZoneInfo(data["zone"])
        given = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        return cls(**given | {
            "due": datetime.fromisoformat(data["due"]).astimezone(zone),
            "start": datetime.fromisoformat(data["start"]).astimezone(zone),
            "term": Term.from_dict(data["term"]),
            "filed_on": date.fromisoformat(data["filed_on"]),
            "last_counted": date.fromisoformat(data["last_counted"]),
            "special": tuple(map(special_from_dict, data["special"])),
            "changes": tuple(change_from_dict(change, zone) for change in data["changes"]),
            "others": tuple(map(cls.from_dict, data["others"])),
        })


def to_value(reckoning: Reckoning) -> dict[str, Any]:
    """As models and rows have it: `to_dict` with aware times in UTC, and name and norm of the term."""
    return {
        **reckoning.to_dict(),
        "due": reckoning.due.astimezone(UTC),
        "start": reckoning.start.astimezone(UTC),
        "name": reckoning.term.name,
        "norm": reckoning.term.norm,
    }


def from_value(value: Mapping[str, Any]) -> Reckoning:
    """The reckoning of which `to_value` made this."""
    plain = {name: each.isoformat() if isinstance(each, datetime) else each for name, each in value.items()}
    return Reckoning.from_dict(plain)


def reckon(
    term: Term, start: datetime, calendar: Calendar, acceptance: Calendar | None = None
) -> Reckoning:
    """When a term ends that starts at this moment; `acceptance` says when filings are taken."""
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
        special=special_days(term.unit, _days_looked_at(local, counted), calendar),
    )


def earliest(*reckonings: Reckoning) -> Reckoning:
    """The reckoning that ends first; it remembers the others."""
    first, *others = sorted(reckonings, key=lambda reckoning: reckoning.due)
    return replace(first, others=tuple(others))


def special_days(
    unit: Unit, looked_at: tuple[date, date, date, date], calendar: Calendar
) -> tuple[SpecialDay, ...]:
    """What differed from an ordinary week where the sum looked: from start to due for working time,
    only around filing and around the end where every day counts, nowhere for plain minutes.
    """
    start, filed_on, last_counted, due = looked_at
    if unit in ELAPSED:
        return ()
    spans = [(start, due)] if unit in WORKING else [(start, filed_on), (last_counted, due)]
    days = {day.day: day for span in spans for day in calendar.special_between(*span)}
    return tuple(day for day in days.values() if _matters(day, calendar))


def _days_looked_at(start: datetime, counted: Counted) -> tuple[date, date, date, date]:
    return start.date(), counted.filed_on, counted.last_counted, counted.due.date()


def _matters(day: SpecialDay, calendar: Calendar) -> bool:
    """A holiday on an ordinary day off changed nothing, unless its date may still change."""
    weekday_is_worked = day.day.isoweekday() in calendar.hours.weekdays
    return day.kind is DayKind.WORKED or weekday_is_worked or day.provisional


def special_to_dict(day: SpecialDay) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "kind": day.kind.value,
        "names": dict(day.names),
        "pair": day.pair.isoformat() if day.pair else None,
        "act": day.act,
        "provisional": day.provisional,
    }


def special_from_dict(data: Mapping[str, Any]) -> SpecialDay:
    return SpecialDay(
        day=date.fromisoformat(data["day"]),
        kind=DayKind(data["kind"]),
        names=data["names"],
        pair=date.fromisoformat(data["pair"]) if data["pair"] else None,
        act=data["act"],
        provisional=data["provisional"],
    )
