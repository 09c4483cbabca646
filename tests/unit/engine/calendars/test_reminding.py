"""Moments before the end of a term: after a share of it, or a span before its end."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from engine.calendars import Calendars, InvalidTerm, Term, Unit, reminders, to_value

At = Callable[[str], datetime]
DAYS = Term(unit=Unit.WORKING_DAY, amount=5, name="service")


@pytest.mark.parametrize(
    ("term", "span", "due"),
    [
        (DAYS, "P1D", "2012-11-09T18:00"),  # due on Monday 12 November
        (DAYS, "P1W", "2012-11-05T10:00"),  # not before it starts
        (DAYS, "PT4H", "2012-11-12T14:00"),
        (Term(unit=Unit.CALENDAR_DAY, amount=7), "P1D", "2012-11-11T18:00"),
        (Term(unit=Unit.MINUTE, amount=30), "PT10M", "2012-11-05T10:20"),
    ],
)
def test_a_span_before_the_end(calendars: Calendars, at: At, term: Term, span: str, due: str) -> None:
    value = to_value(calendars.reckon(term, at("2012-11-05T10:00")))
    assert reminders(calendars)["before"](value, span)["due"] == at(due)


@pytest.mark.parametrize(
    ("term", "share", "due"),
    [
        (Term(unit=Unit.WORKING_HOUR, amount=8), "0.5", "2012-11-05T15:00"),  # lunch is not counted
        (Term(unit=Unit.HOUR, amount=10), "0.8", "2012-11-05T18:00"),
        (Term(unit=Unit.MINUTE, amount=30), "0.5", "2012-11-05T10:15"),
    ],
)
def test_a_share_of_the_term(calendars: Calendars, at: At, term: Term, share: str, due: str) -> None:
    value = to_value(calendars.reckon(term, at("2012-11-05T10:00")))
    assert reminders(calendars)["warn"](value, Decimal(share))["due"] == at(due)


def test_a_warning_names_its_term(calendars: Calendars, at: At) -> None:
    value = to_value(calendars.reckon(DAYS, at("2012-11-05T10:00")))
    assert reminders(calendars)["warn"](value, Decimal("0.8"))["warns"] == {"name": "service", "share": "0.8"}


@pytest.mark.parametrize(
    ("name", "given"), [("warn", 1), ("warn", 0), ("before", "1 day"), ("before", "P"), ("before", "PT")]
)
def test_what_is_no_share_and_no_span_is_refused(
    calendars: Calendars, at: At, name: str, given: object
) -> None:
    value = to_value(calendars.reckon(DAYS, at("2012-11-05T10:00")))
    with pytest.raises(InvalidTerm, match="expected a s"):
        reminders(calendars)[name](value, given)
