"""Functions on dates and times."""

from datetime import UTC, date, datetime
from typing import Any

from engine.expressions.far import Day, near_day
from engine.expressions.printing import print_value
from engine.expressions.signatures import FunctionTable
from engine.expressions.values import kind

FUNCTIONS = FunctionTable()
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: Kinds of which `is` asks for the same writing, zone included.
WRITTEN = frozenset({"date", "time", "date and time"})


@FUNCTIONS.define("is(value1?: Any, value2?: Any) -> boolean")
def is_same(left: Any = None, right: Any = None) -> bool:
    """Whether two values are the same, zone included."""
    if kind(left) != kind(right):
        return False
    if kind(left) in WRITTEN:
        return print_value(left) == print_value(right)
    return bool(left == right)


@FUNCTIONS.define("day of year(date: date | date and time) -> number")
def day_of_year(day: Day) -> int:
    """The number of the day in its year."""
    return near_day(day).timetuple().tm_yday


@FUNCTIONS.define("day of week(date: date | date and time) -> string")
def day_of_week(day: Day) -> str:
    """The English name of the day."""
    return DAYS[near_day(day).weekday()]


@FUNCTIONS.define("month of year(date: date | date and time) -> string")
def month_of_year(day: Day) -> str:
    """The English name of the month."""
    return MONTHS[day.month - 1]


@FUNCTIONS.define("week of year(date: date | date and time) -> number")
def week_of_year(day: Day) -> int:
    """The number of the week by ISO 8601."""
    return near_day(day).isocalendar().week


@FUNCTIONS.define("now() -> date and time")
def now() -> datetime:
    """The present moment, in UTC; a caller may give a clock of its own under this name."""
    return datetime.now(UTC)


@FUNCTIONS.define("today() -> date")
def today() -> date:
    """The present day, in UTC; a caller may give a clock of its own under this name."""
    return datetime.now(UTC).date()
