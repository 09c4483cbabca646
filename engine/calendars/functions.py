"""Working time as functions of models: what FEEL and JUEL expressions may call by name."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from engine.calendars.calendar import Calendar
from engine.calendars.counting import (
    add_working_minutes,
    calendar_days,
    working_days,
    working_days_between,
)
from engine.calendars.errors import InvalidTerm
from engine.calendars.reckoning import Reckoning
from engine.calendars.terms import Term

Number = int | Decimal


class Counting(Protocol):
    """Calendars by name: `Calendars`, or a view of them that keeps what was asked."""

    def get(self, name: str, version: int | None = None) -> Calendar: ...

    def reckon(self, term: Term, start: datetime) -> Reckoning: ...


def model_functions(calendars: Counting) -> dict[str, Callable[..., Any]]:
    """The functions by the name models use; each documented by its first line."""

    def nth_working_day(start: date, n: Number, calendar: str) -> date:
        """The n-th working day after a day."""
        return working_days(_day(start), _whole(n), calendars.get(calendar))

    def nth_calendar_day(start: date, n: Number) -> date:
        """The n-th day after a day."""
        return calendar_days(_day(start), _whole(n))

    def between(start: date, end: date, calendar: str) -> int:
        """How many working days lie after a day, up to and including another."""
        return working_days_between(_day(start), _day(end), calendars.get(calendar))

    def is_working_day(day: date, calendar: str) -> bool:
        """Whether a day is worked."""
        return calendars.get(calendar).is_working(_day(day))

    def working_minutes(start: datetime, n: Number, calendar: str) -> datetime:
        """The moment when so many minutes of opening hours have passed."""
        return add_working_minutes(start, _whole(n), calendars.get(calendar))

    def due(term: Mapping[str, Any], start: datetime) -> datetime:
        """The end of a term given as a context, such as a decision returns it."""
        whole = {key: _plain(value) for key, value in term.items() if value is not None}
        return calendars.reckon(Term.from_dict(whole), start).due

    return {
        "working_days": nth_working_day,
        "calendar_days": nth_calendar_day,
        "working_days_between": between,
        "is_working_day": is_working_day,
        "working_minutes": working_minutes,
        "due": due,
    }


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _plain(value: Any) -> Any:
    return _whole(value) if isinstance(value, Decimal) else value


def _whole(n: Number) -> int:
    if n != int(n):
        raise InvalidTerm(f"expected a whole number, but it is {n}; round it in the model")
    return int(n)
