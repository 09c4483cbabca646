"""One version of one calendar: which days are worked, and when doors are open on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.calendars.errors import NaiveMoment, NoCalendarData
from engine.calendars.hours import MIDNIGHT, Hours, Span

ONE_DAY = timedelta(days=1)
#: fold=1: where the clock is set back over midnight, the day ends the second time.
LAST_SECOND = time(23, 59, 59, fold=1)


class DayKind(StrEnum):
    """Why a day differs from its weekday."""

    HOLIDAY = "holiday"      #: a day off named by the law on holidays
    SHIFTED = "shifted"      #: off, because a holiday (`pair`) fell on a day off
    TRANSFER = "transfer"    #: off by decree, another day (`pair`) is worked instead
    WORKED = "worked"        #: a day off worked by decree instead of `pair`
    CLOSED = "closed"        #: off for this organisation only


@dataclass(frozen=True, kw_only=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday, with its name and the act it rests on."""

    day: date
    kind: DayKind
    names: Mapping[str, str]        #: language -> name
    pair: date | None = None
    act: str = ""
    provisional: bool = False       #: the date is an estimate until the authority confirms it

    @property
    def is_off(self) -> bool:
        return self.kind is not DayKind.WORKED


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Days off, worked days and opening hours; asking outside its years is an error."""

    name: str
    version: int
    titles: Mapping[str, str]       #: language -> "calendar of ..." as the sum in words names it
    hours: Hours = field(repr=False)
    special: Mapping[date, SpecialDay] = field(repr=False)
    first: date
    last: date
    zone: ZoneInfo
    known_from: date                #: since when this version was what the office believed

    @property
    def week(self) -> int:
        """Working days in an ordinary week."""
        return len(self.hours.weekdays)

    def special_day(self, day: date) -> SpecialDay | None:
        self._require_data(day)
        return self.special.get(day)

    def is_working(self, day: date) -> bool:
        return bool(self.spans(day))

    def spans(self, day: date) -> tuple[Span, ...]:
        """Opening hours of a day; a worked day off keeps the hours of the day it replaces."""
        special = self.special_day(day)
        if special is None:
            return self.hours.spans.get(day.isoweekday(), ())
        if special.is_off:
            return ()
        model = special.pair or day
        return self.hours.spans.get(model.isoweekday(), ())

    def openings(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        return tuple(span.on(day, self.zone) for span in self.spans(day))

    def closes_at(self, day: date) -> datetime:
        """The last moment of a day: end of opening hours, or of the day where none are kept."""
        spans = self.spans(day)
        closes = spans[-1].closes if spans else MIDNIGHT
        if closes != MIDNIGHT:
            return datetime.combine(day, closes, self.zone)
        return datetime.combine(day, LAST_SECOND, self.zone)

    def local(self, moment: datetime) -> datetime:
        """The moment on the clock of the calendar's zone."""
        if moment.tzinfo is None or moment.utcoffset() is None:
            raise NaiveMoment(moment)
        return moment.astimezone(self.zone)

    def with_hours(self, hours: Hours) -> "Calendar":
        """The same days with the hours of one organisation."""
        return replace(self, hours=hours)

    def special_between(self, first: date, last: date) -> Iterator[SpecialDay]:
        """Special days of the span, both ends included, in order."""
        day = first
        while day <= last:
            if special := self.special_day(day):
                yield special
            day += ONE_DAY

    def _require_data(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise NoCalendarData(self.name, day)
