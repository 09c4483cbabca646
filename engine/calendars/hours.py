"""Opening hours of a kind of organisation, weekday by weekday, in local time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: The moment a day is over, written 24:00 in the data.
MIDNIGHT = time(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Open without a break from one time of day to another; `closes` 00:00 is the end of it."""

    opens: time
    closes: time

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        last = day + timedelta(days=1) if self.closes == MIDNIGHT else day
        return datetime.combine(day, self.opens, zone), datetime.combine(last, self.closes, zone)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """Spans by ISO weekday (1 is Monday); a weekday without spans is closed."""

    name: str
    spans: Mapping[int, tuple[Span, ...]]

    @property
    def weekdays(self) -> frozenset[int]:
        return frozenset(self.spans)


def split_by_lunch(opens: time, closes: time, lunch: tuple[time, time] | None) -> tuple[Span, ...]:
    """The spans of one day: one without lunch, two with it."""
    if lunch is None:
        return (Span(opens=opens, closes=closes),)
    start, end = lunch
    return (Span(opens=opens, closes=start), Span(opens=end, closes=closes))
