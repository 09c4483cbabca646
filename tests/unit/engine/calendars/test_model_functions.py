"""The functions that models call by name."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest

from engine.calendars import Calendars, InvalidTerm, model_functions

At = Callable[[str], datetime]


def test_days_are_counted_from_dates_and_moments(calendars: Calendars, at: At) -> None:
    functions = model_functions(calendars)

    start, end = date(2026, 3, 5), date(2026, 4, 1)
    assert functions["working_days"](start, Decimal(15), "authorities") == end
    assert functions["working_days"](at("2026-03-05T10:00"), 15, "centres") == date(2026, 3, 27)
    assert functions["calendar_days"](date(2012, 12, 28), 5) == date(2013, 1, 2)
    assert functions["working_days_between"](start, end, "authorities") == 15
    assert functions["is_working_day"](date(2012, 12, 29), "authorities") is True
    assert functions["working_minutes"](at("2012-12-28T17:50"), 20, "authorities") == (
        at("2012-12-29T09:10")
    )


def test_a_term_from_a_decision_gives_its_due_moment(calendars: Calendars, at: At) -> None:
    term = {"unit": "working_day", "amount": Decimal(5), "calendar": "centres", "norm": None}

    assert model_functions(calendars)["due"](term, at("2012-12-28T14:00")) == at("2013-01-05T20:00")


def test_every_function_says_what_it_does(calendars: Calendars) -> None:
    assert all(function.__doc__ for function in model_functions(calendars).values())


def test_a_fraction_of_a_day_is_refused(calendars: Calendars) -> None:
    with pytest.raises(InvalidTerm, match=r"whole number, but it is 1\.5"):
        model_functions(calendars)["calendar_days"](date(2012, 12, 28), Decimal("1.5"))
