"""Counting in a calendar: working days and working minutes, forwards, backwards and between."""

from datetime import UTC, date, datetime, timedelta

from engine.calendars.calendar import ONE_DAY, Calendar
from engine.calendars.errors import InvalidTerm


def next_working_day(day: date, calendar: Calendar) -> date:
    """The day itself if it is worked, else the first worked day after it."""
    while not calendar.is_working(day):
        day += ONE_DAY
    return day


def working_days(start: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after `start`, which is not counted; n < 0 counts backwards."""
    step, day = (ONE_DAY if n >= 0 else -ONE_DAY), start
    for _ in range(abs(n)):
        day += step
        while not calendar.is_working(day):
            day += step
    return day


def calendar_days(start: date, n: int) -> date:
    """The n-th day after `start`, which is not counted."""
    return start + timedelta(days=n)


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, calendar)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(map(calendar.is_working, days))


def next_open_moment(moment: datetime, calendar: Calendar) -> datetime:
    """The moment itself inside opening hours, else the next opening."""
    local = calendar.local(moment)
    day = local.date()
    while True:
        for opens, closes in calendar.openings(day):
            if _utc(local) < _utc(closes):
                return max(local, opens, key=_utc)
        day += ONE_DAY


def add_working_minutes(moment: datetime, minutes: int, calendar: Calendar) -> datetime:
    """The moment when so many minutes of opening hours have passed since `moment`."""
    if minutes < 0:
        raise InvalidTerm(
            f"expected minutes to add, but {minutes} is negative; use a positive number"
        )
    here = next_open_moment(moment, calendar)
    left, day = timedelta(minutes=minutes), here.date()
    while True:
        for opens, closes in calendar.openings(day):
            begins = max(_utc(opens), _utc(here))
            if _utc(closes) - begins >= left:
                return (begins + left).astimezone(calendar.zone)
            left -= max(_utc(closes) - begins, timedelta(0))
        day += ONE_DAY


def working_time_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Opening hours from one moment to another; negative when `end` is earlier."""
    first, last = calendar.local(start), calendar.local(end)
    if _utc(last) < _utc(first):
        return -working_time_between(end, start, calendar)
    total, day = timedelta(0), first.date()
    while day <= last.date():
        for opens, closes in calendar.openings(day):
            overlap = min(_utc(closes), _utc(last)) - max(_utc(opens), _utc(first))
            total += max(overlap, timedelta(0))
        day += ONE_DAY
    return total


def _utc(moment: datetime) -> datetime:
    """For arithmetic: local clocks jump, UTC does not."""
    return moment.astimezone(UTC)
