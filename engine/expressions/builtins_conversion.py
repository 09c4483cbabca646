"""Functions that make one kind of value from another."""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

from engine.expressions.arithmetic import Number, simplest, whole
from engine.expressions.comparison import negated
from engine.expressions.far import Day, FarMoment, Moment, day_of, make_day, make_moment, midnight
from engine.expressions.printing import print_value
from engine.expressions.signatures import FunctionTable
from engine.expressions.temporal import (
    MAX_OFFSET,
    parse_any_duration,
    parse_date,
    parse_date_and_time,
    parse_time,
    read_zone,
)
from engine.expressions.values import YearsMonths, as_number

FUNCTIONS = FunctionTable()
NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
GROUPINGS = frozenset({" ", ",", "."})
DECIMALS = frozenset({",", "."})


@FUNCTIONS.define("date(from: string) -> date")
def date_from_text(text: str) -> Day | None:
    """The day that a text such as "2012-12-20" names."""
    return parse_date(text)


@FUNCTIONS.define("date(from: date | date and time) -> date")
def date_from_moment(moment: Day | Moment) -> Day:
    """The day of a moment."""
    return day_of(moment)


@FUNCTIONS.define("date(year: number, month: number, day: number) -> date")
def date_from_numbers(year: Any, month: Any, day: Any) -> Day | None:
    """The day of that year, month and day of the month."""
    numbers = [whole(year), whole(month), whole(day)]
    if None in numbers:
        return None
    return make_day(*[number for number in numbers if number is not None])


@FUNCTIONS.define("date and time(from: string) -> date and time")
def moment_from_text(text: str) -> Moment | None:
    """The moment that a text such as "2012-12-20T10:30:00+06:00" names."""
    return parse_date_and_time(text)


@FUNCTIONS.define("date and time(date: date | date and time, time: time) -> date and time")
def moment_from_parts(day: Day | Moment, clock: time) -> Moment:
    """The moment of that day and time of day."""
    return make_moment(day_of(day), clock)


@FUNCTIONS.define("date and time(from: date | date and time) -> date and time")
def moment_from_date(day: Day | Moment) -> Moment:
    """The midnight of a day; a moment is itself."""
    return midnight(day)


@FUNCTIONS.define(
    "date and time(year: number, month: number, day: number, hour: number, minute: number,"
    " second: number) -> date and time",
    "date and time(year: number, month: number, day: number, hour: number, minute: number,"
    " second: number, offset: days and time duration) -> date and time",
    "date and time(year: number, month: number, day: number, hour: number, minute: number,"
    " second: number, timezone: string) -> date and time",
)
def moment_from_numbers(*numbers: Any) -> Moment | None:
    """The moment of that year, month, day, hour, minute and second, with an offset or zone."""
    year, month, day, hour, minute, second = numbers[:6]
    zone = numbers[6] if len(numbers) > 6 else None
    date_part = date_from_numbers(year, month, day)
    offset = None if isinstance(zone, str) else zone
    clock = time_from_numbers(hour, minute, second, offset)
    if date_part is None or clock is None:
        return None
    moment = make_moment(date_part, clock)
    return moment_in_zone(moment, zone) if isinstance(zone, str) else moment


@FUNCTIONS.define(
    "date and time(date: date and time, timezone: string) -> date and time",
)
def moment_in_zone(moment: Moment, name: str) -> Moment | None:
    """The same moment, told by the clocks of another zone."""
    zone = read_zone(name)
    if zone is None:
        return None
    if isinstance(moment, FarMoment):
        return make_moment(moment.date(), moment.clock.replace(tzinfo=zone)) if not moment.tzinfo else None
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


@FUNCTIONS.define("time(from: string) -> time")
def time_from_text(text: str) -> time | None:
    """The time of day that a text such as "10:30:00" names."""
    return parse_time(text.removeprefix("T"))


@FUNCTIONS.define("time(from: time | date | date and time) -> time")
def time_from_moment(moment: Any) -> time:
    """The time of day of a moment; midnight of a day."""
    if isinstance(moment, (datetime, FarMoment)):
        return moment.timetz()
    return moment if isinstance(moment, time) else time(tzinfo=UTC)


@FUNCTIONS.define(
    "time(hour: number, minute: number, second: number, offset?: days and time duration) -> time"
)
def time_from_numbers(hour: Any, minute: Any, second: Any, offset: Any = None) -> time | None:
    """The time of day of that hour, minute and second; seconds may have a fraction."""
    hours, minutes, seconds = whole(hour), whole(minute), as_number(second)
    if hours is None or minutes is None or seconds is None:
        return None
    if offset is not None and abs(offset) > MAX_OFFSET:
        return None
    zone = None if offset is None else timezone(offset)
    full = int(seconds)
    fraction = int((Decimal(seconds) - full) * 1_000_000)
    return time(hours, minutes, full, fraction, zone)


@FUNCTIONS.define("duration(from: string) -> duration")
def duration_from_text(text: str) -> timedelta | YearsMonths | None:
    """The duration that a text such as "P3DT2H" or "P1Y6M" names."""
    return parse_any_duration(text)


@FUNCTIONS.define("duration(from: duration) -> duration")
def duration_from_duration(duration: Any) -> Any:
    """A duration is itself."""
    return duration


@FUNCTIONS.define(
    "years and months duration(from: date | date and time, to: date | date and time)"
    " -> years and months duration"
)
def months_between(start: Day | Moment, end: Day | Moment) -> YearsMonths:
    """The whole months from one day to another."""
    start, end = day_of(start), day_of(end)
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    if months < 0 and end.day > start.day:
        months += 1
    return YearsMonths(months)


@FUNCTIONS.define("number(from: string | number) -> number")
def number_from_text(text: Any) -> Number | None:
    """The number that a text names."""
    if not isinstance(text, str):
        return as_number(text)
    if len(text) > 1000 or not NUMBER.fullmatch(text):
        return None
    return simplest(Decimal(text))


@FUNCTIONS.define("number(from: string, grouping separator?: string, decimal separator?: string) -> number")
def number_with_separators(text: str, grouping: str | None = None, point: str | None = None) -> Number | None:
    """The number that a text names, written with separators of its own."""
    if grouping is not None and grouping not in GROUPINGS:
        return None
    if point is not None and (point not in DECIMALS or point == grouping):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point and point != ".":
        text = text.replace(".", "x").replace(point, ".")
    return number_from_text(text)


@FUNCTIONS.define("string(from: Any) -> string")
def string_from_value(value: Any) -> str | None:
    """The value as a text; null stays null."""
    return None if value is None else print_value(value)


@FUNCTIONS.define("not(negand: Any) -> boolean")
def negation(value: Any) -> bool | None:
    """true for false, false for true, null for everything else."""
    return negated(value)
