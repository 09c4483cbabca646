"""What + - * / ** mean between values of every kind; null where they mean nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import DecimalException
from typing import Any

from engine.expressions import arithmetic
from engine.expressions.far import FAR
from engine.expressions.limits import checked_length
from engine.expressions.temporal import add_months, scale_time
from engine.expressions.values import YearsMonths, as_number, kind

NUMBER, TEXT = "number", "string"
DATE, TIME, MOMENT = "date", "time", "date and time"
DAYS, MONTHS = "days and time duration", "years and months duration"
#: Longer durations of years and months have no value.
MAX_MONTHS = 10**13
Calculation = Callable[[Any, Any], Any]
DAY_MICROSECONDS = 86_400_000_000


def calculate(operator: str, left: Any, right: Any) -> Any:
    """The value of `left operator right`."""
    meaning = MEANINGS.get((operator, kind(left), kind(right)))
    if meaning is None or isinstance(left, FAR) or isinstance(right, FAR):
        return None
    try:
        return meaning(left, right)
    except (OverflowError, DecimalException, ZeroDivisionError):
        return None


def on_numbers(operation: Calculation) -> Calculation:
    """The operation with both sides as the numbers we count with."""

    def calculated(left: Any, right: Any) -> Any:
        left, right = as_number(left), as_number(right)
        return None if left is None or right is None else operation(left, right)

    return calculated


def as_moment(value: date, zoned: bool = False) -> datetime:
    """A date as its midnight, in UTC when it stands beside a moment with a zone."""
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time(tzinfo=UTC if zoned else None))


def join(left: str, right: str) -> str:
    """Text after text."""
    checked_length(len(left) + len(right))
    return left + right


def difference(left: date, right: date) -> timedelta | None:
    """The time between two days or moments, both with or both without zone."""
    zoned = {getattr(value, "tzinfo", None) is not None for value in (left, right)}
    left, right = as_moment(left, True in zoned), as_moment(right, True in zoned)
    if (left.tzinfo is None) != (right.tzinfo is None):
        return None
    if left.tzinfo is not None:
        return left.astimezone(UTC) - right.astimezone(UTC)
    return left - right


def time_difference(left: time, right: time) -> timedelta | None:
    """The time between two times of day."""
    left_zoned, left_place = scale_time(left)
    right_zoned, right_place = scale_time(right)
    if left_zoned != right_zoned:
        return None
    fraction = timedelta(microseconds=left.microsecond - right.microsecond)
    return left_place - right_place + fraction


def later(moment: datetime, duration: timedelta) -> datetime:
    """The moment some time on; real time, also where clocks are changed."""
    if moment.tzinfo is None:
        return moment + duration
    return (moment.astimezone(UTC) + duration).astimezone(moment.tzinfo)


def later_day(day: date, duration: timedelta) -> date:
    """The day reached from midnight of the day."""
    return (as_moment(day) + duration).date()


def later_time(moment: time, duration: timedelta) -> time:
    """The time of day some time on, around midnight if need be."""
    start = timedelta(
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )
    total = (start + duration) % timedelta(days=1)
    return (datetime(2000, 1, 1, tzinfo=moment.tzinfo) + total).timetz()


def later_by_months(day: date, duration: YearsMonths) -> date | None:
    """The same day of the month some months on."""
    return add_months(day, duration.months)


def microseconds(duration: timedelta) -> int:
    """The whole duration in its smallest unit."""
    return duration // timedelta(microseconds=1)


def scale_days(duration: timedelta, factor: Any, operation: Calculation) -> timedelta | None:
    """A duration times or by a number."""
    result = operation(microseconds(duration), factor)
    return None if result is None else timedelta(microseconds=int(result))


def scale_months(duration: YearsMonths, factor: Any, operation: Calculation) -> YearsMonths | None:
    """A duration times or by a number, whole months."""
    result = operation(duration.months, factor)
    if result is None or abs(result) > MAX_MONTHS:
        return None
    return YearsMonths(int(result))


multiplied, divided = on_numbers(arithmetic.multiply), on_numbers(arithmetic.divide)

MEANINGS: dict[tuple[str, str, str], Calculation] = {
    ("+", NUMBER, NUMBER): on_numbers(arithmetic.add),
    ("-", NUMBER, NUMBER): on_numbers(arithmetic.subtract),
    ("*", NUMBER, NUMBER): multiplied,
    ("/", NUMBER, NUMBER): divided,
    ("**", NUMBER, NUMBER): on_numbers(arithmetic.power),
    ("+", TEXT, TEXT): join,
    ("-", MOMENT, MOMENT): difference,
    ("-", DATE, DATE): difference,
    ("-", MOMENT, DATE): difference,
    ("-", DATE, MOMENT): difference,
    ("-", TIME, TIME): time_difference,
    ("+", MOMENT, DAYS): later,
    ("-", MOMENT, DAYS): lambda moment, duration: later(moment, -duration),
    ("+", DAYS, MOMENT): lambda duration, moment: later(moment, duration),
    ("+", DATE, DAYS): later_day,
    ("-", DATE, DAYS): lambda day, duration: later_day(day, -duration),
    ("+", DAYS, DATE): lambda duration, day: later_day(day, duration),
    ("+", TIME, DAYS): later_time,
    ("-", TIME, DAYS): lambda moment, duration: later_time(moment, -duration),
    ("+", DAYS, TIME): lambda duration, moment: later_time(moment, duration),
    ("+", DAYS, DAYS): lambda left, right: left + right,
    ("-", DAYS, DAYS): lambda left, right: left - right,
    ("/", DAYS, DAYS): lambda left, right: arithmetic.divide(microseconds(left), microseconds(right)),
    ("*", DAYS, NUMBER): lambda left, right: scale_days(left, right, multiplied),
    ("*", NUMBER, DAYS): lambda left, right: scale_days(right, left, multiplied),
    ("/", DAYS, NUMBER): lambda left, right: scale_days(left, right, divided),
    ("+", MONTHS, MONTHS): lambda left, right: YearsMonths(left.months + right.months),
    ("-", MONTHS, MONTHS): lambda left, right: YearsMonths(left.months - right.months),
    ("/", MONTHS, MONTHS): lambda left, right: arithmetic.divide(left.months, right.months),
    ("*", MONTHS, NUMBER): lambda left, right: scale_months(left, right, multiplied),
    ("*", NUMBER, MONTHS): lambda left, right: scale_months(right, left, multiplied),
    ("/", MONTHS, NUMBER): lambda left, right: scale_months(left, right, divided),
}
for start in (MOMENT, DATE):
    MEANINGS["+", start, MONTHS] = later_by_months
    MEANINGS["-", start, MONTHS] = lambda day, duration: add_months(day, -duration.months)
    MEANINGS["+", MONTHS, start] = lambda duration, day: add_months(day, duration.months)


def negate(value: Any) -> Any:
    """-value"""
    number = as_number(value)
    if number is not None:
        return -number if isinstance(number, int) else number.copy_negate()
    if isinstance(value, timedelta):
        return -value
    return YearsMonths(-value.months) if isinstance(value, YearsMonths) else None
