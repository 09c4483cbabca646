"""A term as the act prints it: amount, unit, calendar and counting rule."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from engine.calendars.errors import InvalidTerm, UnknownUnit


class Unit(StrEnum):
    """What is counted."""

    MINUTE = "minute"
    HOUR = "hour"
    WORKING_MINUTE = "working_minute"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DATE = "date"          #: a fixed date of the year: `closes`
    WINDOW = "window"      #: a window of dates: `opens` to `closes`


DATES = frozenset({Unit.DATE, Unit.WINDOW})
MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.WORKING_MINUTE: 1, Unit.WORKING_HOUR: 60}
WORKING_TIME = frozenset({Unit.WORKING_MINUTE, Unit.WORKING_HOUR})
#: Units that skip closed days, and those that look at no calendar at all.
WORKING = WORKING_TIME | {Unit.WORKING_DAY}
ELAPSED = frozenset({Unit.MINUTE, Unit.HOUR})
#: Units whose end moves to the next working day when the term does not say otherwise (Civil Code,
#: art. 175). A printed date stands as printed, and minutes end when they end.
MOVING = frozenset({Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR})
YEARLY = re.compile(r"--(\d\d)-(\d\d)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A term; the defaults are the general rule: filing day not counted, last day counted."""

    unit: Unit
    amount: int | None = None
    calendar: str = "authorities"
    acceptance: str | None = None           #: calendar of the body that accepts, where another
    count_acceptance_day: bool = False
    count_issue_day: bool = True
    end_moves: bool | None = None           #: a last day that is off; None: as usual
    late_filing_moves: bool = True          #: filed after hours: counts from the next day
    opens: str | None = None                #: "--06-20" every year, or "2012-06-20"
    closes: str | None = None
    in_force: date | None = None            #: first day the act may be applied
    name: str = ""
    norm: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", _unit(self.unit))
        if self.unit in DATES:
            _require_dates(self)
        else:
            _require_amount(self)

    @property
    def moves(self) -> bool:
        return self.unit in MOVING if self.end_moves is None else self.end_moves

    def to_dict(self) -> dict[str, Any]:
        """JSON-able; only what differs from the defaults, and the unit."""
        kept = {f.name: getattr(self, f.name) for f in fields(self)}
        kept = {name: value for name, value in kept.items() if value != _DEFAULTS.get(name, ...)}
        if self.in_force:
            kept["in_force"] = self.in_force.isoformat()
        return {**kept, "unit": self.unit.value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Term":
        unknown = set(data) - {f.name for f in fields(cls)}
        if unknown:
            raise InvalidTerm(
                f"expected the fields of a term, but {sorted(unknown)[0]!r} is none; "
                f"use {', '.join(f.name for f in fields(cls))}"
            )
        given = {"unit": None, **data}
        if isinstance(given.get("in_force"), str):
            given["in_force"] = date.fromisoformat(given["in_force"])
        return cls(**given)


def _unit(unit: object) -> Unit:
    try:
        return Unit(unit)  # type: ignore[arg-type]  # a decision table gives any value here
    except ValueError:
        raise UnknownUnit(unit, tuple(Unit)) from None


def _require_amount(term: Term) -> None:
    amount = term.amount
    if isinstance(amount, bool) or not isinstance(amount, int) or amount < 1:
        raise InvalidTerm(
            f"expected a term of a whole number of {term.unit} from 1 up, but the amount is "
            f"{amount!r}; write the number the act prints"
        )


def _require_dates(term: Term) -> None:
    if term.closes is None or (term.unit is Unit.WINDOW and term.opens is None):
        wanted = "opens and closes" if term.unit is Unit.WINDOW else "closes"
        raise InvalidTerm(
            f"expected a {term.unit} with {wanted}, but a date is missing; "
            'write it as "--08-30" (every year) or "2012-08-30"'
        )
    for text in filter(None, (term.opens, term.closes)):
        date_in_year(text, 2000)


def date_in_year(text: str, year: int) -> date:
    """ "--08-30" is that day of `year`; a full date is itself."""
    yearly = YEARLY.fullmatch(text)
    try:
        if yearly:
            return date(year, int(yearly[1]), int(yearly[2]))
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidTerm(
            f'expected a date as "--08-30" or "2012-08-30", but it is {text!r}; correct it'
        ) from None


_DEFAULTS = {f.name: f.default for f in fields(Term) if f.name != "unit"}
