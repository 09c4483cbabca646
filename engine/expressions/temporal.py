"""Dates, times and durations: how they are read, and how they are put on one scale."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.expressions.far import Day, Moment, make_day, make_moment, seconds_from_epoch
from engine.expressions.values import YearsMonths

DATE = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.ASCII)
TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,20}))?"
    r"(?:(Z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z][\w+-]*(?:/[\w+-]+){0,3}))?",
    re.ASCII,
)
DURATION = re.compile(
    r"(-?)P(?=\d|T\d)(?:(\d{1,12})D)?"
    r"(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:\.(\d{0,20}))?S)?)?",
    re.ASCII,
)
YEARS_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)
MAX_OFFSET = timedelta(hours=18)
MIDNIGHT = re.compile(r"24:00:00(?=\D|$)(?!\.0*[1-9])", re.ASCII)


@lru_cache(maxsize=256)
def read_zone(name: str) -> tzinfo | None:
    """The zone of that name in the tz database, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_offset(sign: str, hours: int, minutes: int, seconds: int = 0) -> tzinfo | None:
    """A fixed distance from UTC, or None when no place on earth has it."""
    distance = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if distance > MAX_OFFSET or minutes > 59 or seconds > 59:
        return None
    return timezone(-distance if sign == "-" else distance)


def parse_date(text: str) -> Day | None:
    """`2012-12-20` as a date, or None."""
    found = DATE.fullmatch(text)
    if found is None:
        return None
    year = -int(found[2]) if found[1] else int(found[2])
    try:
        return make_day(year, int(found[3]), int(found[4]))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """`10:30:00`, with fraction, `Z`, an offset or `@Zone/Name`, as a time, or None."""
    text = MIDNIGHT.sub("00:00:00", text, count=1) if text.startswith("24") else text
    found = TIME.fullmatch(text)
    if found is None:
        return None
    zone: tzinfo | None = None
    if found[5]:
        zone = UTC
    elif found[6]:
        zone = read_offset(found[6], int(found[7]), int(found[8]), int(found[9] or 0))
    elif found[10]:
        zone = read_zone(found[10])
    if zone is None and (found[6] or found[10]):
        return None
    fraction = int(((found[4] or "") + "000000")[:6])
    try:
        return time(int(found[1]), int(found[2]), int(found[3]), fraction, zone)
    except ValueError:
        return None


def parse_date_and_time(text: str) -> Moment | None:
    """A date and, after `T`, a time, as one value; a date alone means its midnight."""
    day_text, mark, time_text = text.partition("T")
    day = parse_date(day_text)
    moment = parse_time(time_text) if mark else time()
    if day is None or moment is None:
        return None
    if time_text.startswith("24"):
        return following_midnight(day, moment)
    return make_moment(day, moment)


def following_midnight(day: Day, clock: time) -> Moment | None:
    """The end of a day, which `24:00:00` names; null where Python's dates end."""
    if not isinstance(day, date) or day == date.max:
        return None
    return make_moment(day + timedelta(days=1), clock)


def parse_days_time(text: str) -> timedelta | None:
    """`P3DT2H` as a duration of days and time, or None."""
    found = DURATION.fullmatch(text)
    if found is None:
        return None
    sign, days, hours, minutes, seconds, fraction = found.groups()
    try:
        duration = timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
            microseconds=int(((fraction or "") + "000000")[:6]),
        )
    except OverflowError:
        return None
    return -duration if sign else duration


def parse_years_months(text: str) -> YearsMonths | None:
    """`P1Y2M` as a duration of years and months, or None."""
    found = YEARS_MONTHS.fullmatch(text)
    if found is None:
        return None
    months = int(found[2] or 0) * 12 + int(found[3] or 0)
    return YearsMonths(-months if found[1] else months)


def parse_any_duration(text: str) -> timedelta | YearsMonths | None:
    """Either kind of duration, or None."""
    duration = parse_days_time(text)
    return duration if duration is not None else parse_years_months(text)


def parse_literal(text: str) -> Any:
    """What `@"..."` stands for: date, time, date and time, or a duration; None when nothing."""
    if "P" in text[:2]:
        return parse_any_duration(text)
    if "T" in text and ":" in text and "-" in text[:11]:
        return parse_date_and_time(text)
    return parse_time(text) if ":" in text else parse_date(text)


def offset_of(value: time | Moment) -> timedelta | None:
    """The distance from UTC; a time of day in a named zone takes that of the zone's winter."""
    if isinstance(value, time) and value.tzinfo is not None and value.utcoffset() is None:
        return value.tzinfo.utcoffset(datetime(2000, 1, 1))  # noqa: DTZ001 - any day would do
    return value.utcoffset()


def scale_date_and_time(value: Moment) -> tuple[bool, int]:
    """Whether the value has a zone, and its place on the line of time in whole seconds."""
    return value.tzinfo is not None, seconds_from_epoch(value)


def scale_date(value: Day) -> int:
    """A number that grows with the days."""
    return (value.year * 12 + value.month) * 31 + value.day


def scale_time(value: time) -> tuple[bool, timedelta]:
    """Whether the value has a zone, and how far into the day of UTC it is in whole seconds."""
    moment = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    offset = offset_of(value)
    return (False, moment) if offset is None else (True, moment - offset)


def add_months(day: date, months: int) -> date | None:
    """The same day some months on, the last of the month when it is too short; datetimes too."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    last = days_in_month(year, month + 1)
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def days_in_month(year: int, month: int) -> int:
    """How many days the month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31
