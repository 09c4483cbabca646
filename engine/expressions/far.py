"""Days and moments beyond the years 1 to 9999 that Python's dates end at.

They are read, printed, compared and taken apart; arithmetic with them gives null. The Gregorian
calendar repeats every 400 years, so a day far away is asked of the like day near us.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

CYCLE_YEARS = 400
CYCLE_SECONDS = 146_097 * 86_400
MAX_YEAR = 999_999_999
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, order=True, slots=True)
class FarDate:
    """A day of a year that `datetime.date` does not reach."""

    year: int
    month: int
    day: int

    @property
    def near(self) -> date:
        """The like day between 2000 and 2399."""
        return date(2000 + self.year % CYCLE_YEARS, self.month, self.day)

    def isoweekday(self) -> int:
        """1 for Monday."""
        return self.near.isoweekday()


@dataclass(frozen=True, slots=True)
class FarMoment:
    """A time of day on such a day."""

    day_part: FarDate
    clock: time

    @property
    def near(self) -> datetime:
        """The like moment between 2000 and 2399."""
        return datetime.combine(self.day_part.near, self.clock)

    def date(self) -> FarDate:
        """The day."""
        return self.day_part

    def timetz(self) -> time:
        """The time of day."""
        return self.clock

    def isoweekday(self) -> int:
        """1 for Monday."""
        return self.near.isoweekday()

    def utcoffset(self) -> timedelta | None:
        """The distance from UTC."""
        return self.near.utcoffset()

    @property
    def year(self) -> int:
        """The year."""
        return self.day_part.year

    @property
    def month(self) -> int:
        """The month."""
        return self.day_part.month

    @property
    def day(self) -> int:
        """The day of the month."""
        return self.day_part.day

    @property
    def hour(self) -> int:
        """The hour."""
        return self.clock.hour

    @property
    def minute(self) -> int:
        """The minute."""
        return self.clock.minute

    @property
    def second(self) -> int:
        """The second."""
        return self.clock.second

    @property
    def microsecond(self) -> int:
        """What is left of the second."""
        return self.clock.microsecond

    @property
    def tzinfo(self) -> tzinfo | None:
        """The zone."""
        return self.clock.tzinfo


Day = date | FarDate
Moment = datetime | FarMoment
FAR = (FarDate, FarMoment)


def make_day(year: int, month: int, day: int) -> Day:
    """The day, near or far; a ValueError when there is no such day."""
    if 1 <= year <= 9999:
        return date(year, month, day)
    if not year or abs(year) > MAX_YEAR:
        raise ValueError(year)
    found = FarDate(year, month, day)
    found.near.toordinal()  # which raises when there is no such day
    return found


def make_moment(day: Day, clock: time) -> Moment:
    """The moment of a day and a time of day."""
    return FarMoment(day, clock) if isinstance(day, FarDate) else datetime.combine(day, clock)


def midnight(day: Day | Moment) -> Moment:
    """A day as its midnight; a moment is itself."""
    return day if isinstance(day, (datetime, FarMoment)) else make_moment(day, time())


def day_of(value: Day | Moment) -> Day:
    """The day of a day or of a moment."""
    return value.date() if isinstance(value, (datetime, FarMoment)) else value


def near_day(value: Day | Moment) -> date:
    """The like day within Python's reach."""
    day = day_of(value)
    return day.near if isinstance(day, FarDate) else day


def seconds_from_epoch(moment: Moment) -> int:
    """Whole seconds since 1970, by the clock when there is no zone."""
    near = moment.near if isinstance(moment, FarMoment) else moment
    near = near.replace(microsecond=0)
    cycles = (moment.year - near.year) // CYCLE_YEARS
    epoch = EPOCH if near.tzinfo is not None else EPOCH.replace(tzinfo=None)
    return (near - epoch) // SECOND + cycles * CYCLE_SECONDS
