"""Cron texts as Camunda 7 takes them (Quartz: seconds first, year optional) and the plain five fields.

Pure; in the zone of the time given. Refused: L, W, #, which no timer of ours needs.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
#: how far ahead a next time is looked for; leap days are eight years apart at most
HORIZON_YEARS = 9
PART = re.compile(r"(\*|\?|\w{1,4})(?:-(\w{1,4}))?(?:/(\d{1,4}))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """The values each field allows, in order; None: any."""

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...] | None
    months: tuple[int, ...]
    #: 0 is Sunday
    weekdays: tuple[int, ...] | None
    years: tuple[int, ...] | None


def following(text: str, after: datetime) -> datetime:
    """The first time after `after`; ValueError when the text is wrong or names no time to come."""
    pattern = parse(text)
    moment = after.replace(microsecond=0) + timedelta(seconds=1)
    for year in range(moment.year, min(moment.year + HORIZON_YEARS, 9999) + 1):
        if pattern.years is not None and year not in pattern.years:
            continue
        for month in pattern.months:
            for day in range(1, monthrange(year, month)[1] + 1):
                start = datetime(year, month, day, tzinfo=after.tzinfo)
                if start.date() >= moment.date() and _fits(start, pattern):
                    found = _in_day(start, moment, pattern)
                    if found:
                        return found
    raise ValueError("it names no time to come")


def parse(text: str) -> Pattern:
    """The pattern of a cron text."""
    fields = text.upper().split()
    if len(fields) == 5:
        fields = ["0", *fields]
    if len(fields) not in (6, 7):
        raise ValueError("a cron text has five, six or seven fields")
    quartz = len(text.split()) > 5
    return Pattern(
        seconds=_values(fields[0], 0, 59) or tuple(range(60)),
        minutes=_values(fields[1], 0, 59) or tuple(range(60)),
        hours=_values(fields[2], 0, 23) or tuple(range(24)),
        days=_values(fields[3], 1, 31),
        months=_values(fields[4], 1, 12, MONTHS) or tuple(range(1, 13)),
        weekdays=_weekdays(fields[5], quartz),
        years=_values(fields[6], 1970, 9999) if len(fields) == 7 else None,
    )


def _weekdays(text: str, quartz: bool) -> tuple[int, ...] | None:
    """Quartz counts from 1 = Sunday, the plain form from 0 = Sunday (7 too)."""
    names = WEEKDAYS
    found = _values(text, 1, 7, names) if quartz else _values(text, 0, 7, names, first=0)
    if found is None:
        return None
    return tuple(sorted({(each - 1 if quartz else each) % 7 for each in found}))


def _values(
    text: str, low: int, high: int, names: tuple[str, ...] = (), first: int = 1
) -> tuple[int, ...] | None:
    """The values of one field; None: any."""
    if text in ("*", "?"):
        return None
    found: set[int] = set()
    for part in text.split(","):
        match = PART.fullmatch(part)
        if not match:
            raise ValueError(f"{part!r} is not understood")
        start, end, step = match.groups()
        if start in ("*", "?"):
            begin, last = low, high
        else:
            begin = _number(start, names, first)
            last = _number(end, names, first) if end else (high if step else begin)
        if not low <= begin <= last <= high or (step and int(step) < 1):
            raise ValueError(f"{part!r} is not between {low} and {high}")
        found.update(range(begin, last + 1, int(step or 1)))
    return tuple(sorted(found))


def _number(text: str, names: tuple[str, ...], first: int) -> int:
    if text in names:
        return names.index(text) + first
    if text.isascii() and text.isdigit():
        return int(text)
    raise ValueError(f"{text!r} is not understood")


def _fits(day: datetime, pattern: Pattern) -> bool:
    by_day = pattern.days is None or day.day in pattern.days
    by_weekday = pattern.weekdays is None or day.isoweekday() % 7 in pattern.weekdays
    return by_day and by_weekday


def _in_day(start: datetime, moment: datetime, pattern: Pattern) -> datetime | None:
    first = (0, 0, 0)
    if start.date() == moment.date():
        first = (moment.hour, moment.minute, moment.second)
    clock = (
        (hour, minute, second)
        for hour in pattern.hours
        if hour >= first[0]
        for minute in pattern.minutes
        for second in pattern.seconds
        if (hour, minute, second) >= first
    )
    found = next(clock, None)
    if found is None:
        return None
    return start.replace(hour=found[0], minute=found[1], second=found[2])
