"""Terms of every unit and counting rule, with dates worked out by hand."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from engine.calendars import (
    BeforeAct,
    Calendars,
    InvalidTerm,
    NaiveMoment,
    NoCalendarData,
    OutsideWindow,
    Reckoning,
    Term,
    UnknownUnit,
    add_working_minutes,
    earliest,
    window,
    working_days_between,
    working_time_between,
)

At = Callable[[str], datetime]

#: term, start, due
CASES: list[tuple[dict[str, Any], str, str]] = [
    # Filing on Friday 28 December 2012; Saturday 29 worked for Monday 31; 1, 2 and 7 January off.
    ({"unit": "working_day", "amount": 5}, "2012-12-28T14:00", "2013-01-09T18:00"),
    ({"unit": "working_day", "amount": 5, "calendar": "centres"}, "2012-12-28T14:00",
     "2013-01-05T20:00"),
    ({"unit": "working_day", "amount": 5, "count_acceptance_day": True}, "2012-12-28T14:00",
     "2013-01-08T18:00"),
    ({"unit": "working_day", "amount": 5, "count_issue_day": False}, "2012-12-28T14:00",
     "2013-01-10T18:00"),
    ({"unit": "working_day", "amount": 1}, "2012-12-28T14:00", "2012-12-29T18:00"),
    ({"unit": "working_day", "amount": 15, "calendar": "authorities/0900-1830"},
     "2026-03-05T09:00", "2026-04-01T18:30"),
    # After hours, and on a day off, a filing counts as made on the next working day.
    ({"unit": "working_day", "amount": 1}, "2012-11-14T18:00", "2012-11-15T18:00"),
    ({"unit": "working_day", "amount": 1}, "2012-11-14T18:01", "2012-11-16T18:00"),
    ({"unit": "working_day", "amount": 1}, "2012-11-14T07:00", "2012-11-15T18:00"),
    ({"unit": "working_day", "amount": 1}, "2012-11-17T11:00", "2012-11-20T18:00"),
    ({"unit": "working_day", "amount": 1, "late_filing_moves": False}, "2012-11-17T11:00",
     "2012-11-19T18:00"),
    ({"unit": "working_day", "amount": 1, "late_filing_moves": False,
      "count_acceptance_day": True}, "2012-11-14T18:01", "2012-11-15T18:00"),
    ({"unit": "working_day", "amount": 1, "acceptance": "round-the-clock"},
     "2012-11-14T23:59:59.5", "2012-11-15T18:00"),
    # A centre accepts until 20:00 and on Saturday, the term runs in the week of authorities.
    ({"unit": "working_day", "amount": 1, "acceptance": "centres"}, "2012-11-14T19:00",
     "2012-11-15T18:00"),
    ({"unit": "working_day", "amount": 1, "acceptance": "centres"}, "2012-11-14T20:30",
     "2012-11-16T18:00"),
    ({"unit": "working_day", "amount": 1, "acceptance": "centres"}, "2012-11-17T11:00",
     "2012-11-20T18:00"),
    ({"unit": "working_day", "amount": 1, "acceptance": "round-the-clock"}, "2012-11-14T23:30",
     "2012-11-15T18:00"),
    # Calendar days: the end on a day off moves, unless the term says otherwise.
    ({"unit": "calendar_day", "amount": 30}, "2012-11-01T10:00", "2012-12-04T18:00"),
    ({"unit": "calendar_day", "amount": 10}, "2012-11-14T10:00", "2012-11-26T18:00"),
    ({"unit": "calendar_day", "amount": 10, "end_moves": False}, "2012-11-14T10:00",
     "2012-11-24T23:59:59"),
    ({"unit": "calendar_day", "amount": 10, "count_acceptance_day": True}, "2012-11-13T10:00",
     "2012-11-22T18:00"),
    ({"unit": "calendar_day", "amount": 10, "count_issue_day": False}, "2012-11-14T10:00",
     "2012-11-26T18:00"),
    ({"unit": "calendar_day", "amount": 10, "calendar": "round-the-clock"}, "2012-11-14T10:00",
     "2012-11-24T23:59:59"),
    ({"unit": "week", "amount": 1}, "2012-11-14T10:00", "2012-11-21T18:00"),
    ({"unit": "month", "amount": 1}, "2013-01-31T10:00", "2013-02-28T18:00"),
    ({"unit": "month", "amount": 3}, "2012-11-15T10:00", "2013-02-15T18:00"),
    ({"unit": "month", "amount": 1, "count_acceptance_day": True}, "2012-11-15T10:00",
     "2012-12-14T18:00"),
    ({"unit": "year", "amount": 1}, "2012-02-29T10:00", "2013-02-28T18:00"),
    # Minutes run on, working time stands still while doors are closed.
    ({"unit": "minute", "amount": 30}, "2012-11-14T12:50", "2012-11-14T13:20"),
    ({"unit": "hour", "amount": 3}, "2012-11-14T17:00", "2012-11-14T20:00"),
    ({"unit": "working_minute", "amount": 30}, "2012-11-14T12:50", "2012-11-14T14:20"),
    ({"unit": "working_minute", "amount": 10}, "2012-11-14T12:50", "2012-11-14T13:00"),
    ({"unit": "working_hour", "amount": 8}, "2012-11-14T09:00", "2012-11-14T18:00"),
    ({"unit": "working_hour", "amount": 9}, "2012-11-16T09:00", "2012-11-19T10:00"),
    ({"unit": "working_hour", "amount": 1}, "2012-11-17T12:00", "2012-11-19T10:00"),
    ({"unit": "working_hour", "amount": 6, "calendar": "centres"}, "2012-11-17T18:00",
     "2012-11-19T13:00"),
    # Printed dates stand as printed.
    ({"unit": "date", "closes": "--08-30"}, "2012-07-02T10:00", "2012-08-30T23:59:59"),
    ({"unit": "date", "closes": "--09-30", "end_moves": True}, "2012-07-02T10:00",
     "2012-10-01T18:00"),
    ({"unit": "window", "opens": "--06-20", "closes": "--07-09"}, "2012-06-20T09:00",
     "2012-07-09T18:00"),
    ({"unit": "window", "opens": "--12-20", "closes": "--01-10"}, "2012-12-21T09:00",
     "2013-01-10T18:00"),
    ({"unit": "window", "opens": "--12-20", "closes": "--01-10"}, "2013-01-03T09:00",
     "2013-01-10T18:00"),
]


@pytest.mark.parametrize(("term", "start", "due"), CASES)
def test_a_term_ends_when_the_rule_says(
    term: dict[str, Any], start: str, due: str, calendars: Calendars, at: At
) -> None:
    assert calendars.reckon(Term(**term), at(start)).due == at(due)


@pytest.mark.parametrize(("term", "start", "due"), CASES)
def test_a_reckoning_survives_json(
    term: dict[str, Any], start: str, due: str, calendars: Calendars, at: At
) -> None:
    reckoning = calendars.reckon(Term(**term), at(start))

    assert Reckoning.from_dict(reckoning.to_dict()) == reckoning


def test_the_change_of_the_zone_in_2024_keeps_the_closing_hour(
    calendars: Calendars, at: At
) -> None:
    reckoning = calendars.reckon(Term(unit="working_day", amount=1), at("2024-02-29T10:00"))

    assert reckoning.start.isoformat() == "2024-02-29T10:00:00+06:00"
    assert reckoning.due.isoformat() == "2024-03-01T18:00:00+05:00"


def test_hours_over_the_change_of_the_zone_are_real_hours(calendars: Calendars, at: At) -> None:
    term = Term(unit="working_hour", amount=24, calendar="round-the-clock")

    due = calendars.reckon(term, at("2024-02-29T10:00")).due

    assert due.isoformat() == "2024-03-01T09:00:00+05:00"


def test_a_day_that_ends_twice_ends_the_second_time(calendars: Calendars, at: At) -> None:
    term = Term(unit="calendar_day", amount=1, calendar="round-the-clock")

    due = calendars.reckon(term, at("2024-02-28T10:00")).due

    assert due.isoformat() == "2024-02-29T23:59:59+05:00"


def test_a_start_in_utc_is_a_day_of_almaty(calendars: Calendars) -> None:
    start = datetime.fromisoformat("2012-11-14T19:30:00+00:00")

    reckoning = calendars.reckon(Term(unit="working_day", amount=1), start)

    assert reckoning.filed_on == date(2012, 11, 15)


def test_whichever_ends_first_decides(calendars: Calendars, at: At) -> None:
    days = calendars.reckon(Term(unit="working_day", amount=5), at("2012-07-02T10:00"))
    month = calendars.reckon(Term(unit="month", amount=1), at("2012-07-02T10:00"))

    assert earliest(month, days).due == days.due
    assert earliest(month, days).others == (month,)


def test_the_window_of_a_day_is_known_before_it_opens() -> None:
    term = Term(unit="window", opens="--06-20", closes="--08-10")

    assert window(term, date(2012, 3, 1)) == (date(2012, 6, 20), date(2012, 8, 10))


@pytest.mark.parametrize("start", ["2012-06-19T10:00", "2012-07-10T10:00"])
def test_a_start_outside_the_window_is_refused(start: str, calendars: Calendars, at: At) -> None:
    term = Term(unit="window", opens="--06-20", closes="--07-09")

    with pytest.raises(OutsideWindow, match="from 2012-06-20 to 2012-07-09, but it is"):
        calendars.reckon(term, at(start))


def test_a_start_after_the_fixed_date_is_refused(calendars: Calendars, at: At) -> None:
    with pytest.raises(OutsideWindow, match="by 2012-08-30, but it is 2012-09-03"):
        calendars.reckon(Term(unit="date", closes="--08-30"), at("2012-09-03T10:00"))


def test_a_start_before_the_act_is_refused(calendars: Calendars, at: At) -> None:
    term = Term(unit="working_day", amount=5, in_force=date(2012, 8, 31))

    with pytest.raises(BeforeAct, match="on or after 2012-08-31"):
        calendars.reckon(term, at("2012-08-30T10:00"))


def test_a_year_without_data_is_refused(calendars: Calendars, at: At) -> None:
    with pytest.raises(NoCalendarData, match="calendar of authorities has no data for 2031"):
        calendars.reckon(Term(unit="working_day", amount=5), at("2031-02-03T10:00"))


def test_a_moment_without_a_zone_is_refused(calendars: Calendars) -> None:
    naive = datetime(2012, 12, 28, 14)  # noqa: DTZ001  # the naive moment is what is tested

    with pytest.raises(NaiveMoment, match="2012-12-28T14:00:00 has none"):
        calendars.reckon(Term(unit="working_day", amount=5), naive)


@pytest.mark.parametrize("unit", [None, "", "fortnight"])
def test_a_term_without_a_unit_is_refused(unit: Any) -> None:
    with pytest.raises(UnknownUnit, match="expected a term with a unit"):
        Term.from_dict({"amount": 5, "unit": unit})


@pytest.mark.parametrize("amount", [None, 0, -1, 2.5, True, "5"])
def test_a_term_without_a_whole_amount_is_refused(amount: Any) -> None:
    with pytest.raises(InvalidTerm, match="whole number of working_day from 1 up"):
        Term(unit="working_day", amount=amount)


@pytest.mark.parametrize("given", [
    {"unit": "window", "closes": "--08-30"}, {"unit": "date"}, {"unit": "date", "closes": "30.08"},
])
def test_a_window_without_its_dates_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidTerm, match="--08-30"):
        Term(**given)


def test_a_term_survives_json() -> None:
    term = Term(unit="working_day", amount=5, in_force=date(2012, 8, 31), norm="п. 7")

    assert Term.from_dict(term.to_dict()) == term
    assert term.to_dict()["in_force"] == "2012-08-31"


def test_working_time_is_signed_and_adding_it_is_not(calendars: Calendars, at: At) -> None:
    calendar = calendars.get("authorities")
    start, end = at("2012-11-14T17:00"), at("2012-11-15T10:00")

    assert working_time_between(end, start, calendar) == timedelta(hours=-2)
    with pytest.raises(InvalidTerm, match="-5 is negative"):
        add_working_minutes(start, -5, calendar)


def test_days_between_are_signed(calendars: Calendars) -> None:
    days = (date(2012, 11, 19), date(2012, 11, 14))

    assert working_days_between(*days, calendars.get("authorities")) == -3


def test_an_unknown_field_of_a_term_is_named() -> None:
    with pytest.raises(InvalidTerm, match="'days' is none; use unit, amount"):
        Term.from_dict({"unit": "working_day", "days": 5})
