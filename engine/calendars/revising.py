"""The next version of a calendar: a provisional day confirmed or moved, a day off transferred.

The older version stays what it was: what was counted with it can be explained for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine.calendars.calendar import Calendar, DayKind, SpecialDay
from engine.calendars.errors import InvalidRevision

FIVE_DAYS = 5
TRANSFER = {
    "kk": "демалыс күні ауыстырылды", "ru": "перенос выходного дня", "en": "day off transferred",
}
WORKED = {"kk": "жұмыс күні", "ru": "рабочий день", "en": "working day"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Grounds:
    """The act a change rests on, and the day from which the office knows of it."""

    act: str
    known_from: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Special days of one version that the other has not, in order."""

    added: tuple[SpecialDay, ...]
    removed: tuple[SpecialDay, ...]


def confirm(calendar: Calendar, day: date, on: date, grounds: Grounds) -> Calendar:
    """A provisional day becomes certain, on its day or on another one."""
    special = calendar.special_day(day)
    if special is None or not special.provisional:
        provisional = [each.day for each in calendar.special.values() if each.provisional]
        raise InvalidRevision(
            f"expected a provisional day of the calendar of {calendar.name}, but {day} is none; "
            f"use one of {', '.join(map(str, provisional)) or 'none: all days are confirmed'}"
        )
    certain = replace(special, day=on, provisional=False, act=grounds.act)
    others = {key: each for key, each in calendar.special.items() if key != day}
    if on in others:
        raise InvalidRevision(
            f"expected a day that is not special yet, but {on} is already "
            f"{others[on].kind} ({others[on].names['en']}); correct the day"
        )
    return _next(calendar, others | {on: certain}, grounds)


def transfer(calendar: Calendar, off: date, worked: date, grounds: Grounds) -> Calendar:
    """A working day becomes a day off, and a day off is worked instead."""
    if calendar.week != FIVE_DAYS:
        raise InvalidRevision(
            f"expected a calendar of a five-day week, but that of {calendar.name} has "
            f"{calendar.week} days; transfers of days off do not concern it"
        )
    if not calendar.is_working(off) or calendar.is_working(worked):
        raise InvalidRevision(
            f"expected a working day to give for a day off, but {off} is "
            f"{_said(calendar, off)} and {worked} is {_said(calendar, worked)}; correct the days"
        )
    new = {
        off: SpecialDay(
            day=off, kind=DayKind.TRANSFER, names=TRANSFER, pair=worked, act=grounds.act
        ),
        worked: SpecialDay(
            day=worked, kind=DayKind.WORKED, names=WORKED, pair=off, act=grounds.act
        ),
    }
    return _next(calendar, dict(calendar.special) | new, grounds)


def difference(older: Calendar, newer: Calendar) -> Difference:
    """What a later version says otherwise."""
    def only(one: Calendar, other: Calendar) -> tuple[SpecialDay, ...]:
        return tuple(
            day for key, day in sorted(one.special.items()) if other.special.get(key) != day
        )

    return Difference(added=only(newer, older), removed=only(older, newer))


def _next(
    calendar: Calendar, special: Mapping[date, SpecialDay], grounds: Grounds
) -> Calendar:
    return replace(
        calendar, special=special, version=calendar.version + 1, known_from=grounds.known_from
    )


def _said(calendar: Calendar, day: date) -> str:
    return "worked" if calendar.is_working(day) else "a day off"
