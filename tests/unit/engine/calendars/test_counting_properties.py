"""What holds for every day and amount: order is kept, parts add up, no end in closed time."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from engine.calendars import (
    Calendars,
    Reckoning,
    Term,
    Unit,
    add_working_minutes,
    calendar_days,
    next_open_moment,
    reckon,
    resume,
    working_days,
    working_days_between,
    working_time_between,
)

CALENDARS = Calendars.load(Path(__file__).parents[4] / "processes" / "calendars")
ZONE = ZoneInfo("Asia/Almaty")
NAMES = ("authorities", "authorities/0900-1830", "centres", "round-the-clock")
DAY_UNITS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH)

names = st.sampled_from(NAMES)
days = st.dates(date(2012, 2, 1), date(2026, 6, 30))
amounts = st.integers(1, 40)
moments = st.datetimes(datetime(2012, 2, 1), datetime(2026, 6, 30), timezones=st.just(ZONE))  # noqa: DTZ001  # hypothesis adds the zone
rules = st.fixed_dictionaries({
    "count_acceptance_day": st.booleans(),
    "count_issue_day": st.booleans(),
    "late_filing_moves": st.booleans(),
})
terms = st.builds(
    lambda unit, amount, rule: Term(unit=unit, amount=amount, **rule),
    st.sampled_from(list(Unit)[:8]), st.integers(1, 12), rules,
)
day_terms = st.builds(
    lambda unit, amount, rule: Term(unit=unit, amount=amount, **rule),
    st.sampled_from(DAY_UNITS), st.integers(1, 12), rules,
)


@given(days, amounts, names)
def test_working_days_end_on_a_working_day(day, n, name) -> None:
    calendar = CALENDARS.get(name)

    assert calendar.is_working(working_days(day, n, calendar))


@given(days, amounts, amounts, names)
def test_working_days_add_up(day, n, m, name) -> None:
    calendar = CALENDARS.get(name)

    whole = working_days(day, n + m, calendar)

    assert working_days(working_days(day, n, calendar), m, calendar) == whole
    assert working_days_between(day, whole, calendar) == n + m


@given(days, amounts, names)
def test_counting_back_returns_to_a_working_day(day, n, name) -> None:
    calendar = CALENDARS.get(name)

    start = working_days(day, 1, calendar)

    assert working_days(working_days(start, n, calendar), -n, calendar) == start


@given(days, days, amounts, names)
def test_a_later_start_never_ends_earlier(one, other, n, name) -> None:
    calendar = CALENDARS.get(name)

    first, last = sorted((one, other))

    assert working_days(first, n, calendar) <= working_days(last, n, calendar)


@given(days, amounts)
def test_every_week_has_as_many_calendar_days_as_days(day, n) -> None:
    assert calendar_days(day, n) == working_days(day, n, CALENDARS.get("round-the-clock"))


@given(moments, st.integers(0, 5000), st.integers(0, 5000), names)
def test_working_minutes_add_up(moment, n, m, name) -> None:
    calendar = CALENDARS.get(name)

    halfway = add_working_minutes(moment, n, calendar)
    whole = add_working_minutes(moment, n + m, calendar)

    assert working_time_between(moment, whole, calendar) == timedelta(minutes=n + m)
    assert next_open_moment(add_working_minutes(halfway, m, calendar), calendar) == (
        next_open_moment(whole, calendar)
    )


@given(moments, st.integers(1, 5000), names)
def test_working_minutes_end_while_doors_are_open(moment, n, name) -> None:
    calendar = CALENDARS.get(name)

    end = add_working_minutes(moment, n, calendar)

    just_before = end - timedelta(microseconds=1)
    assert next_open_moment(just_before, calendar) == just_before.astimezone(calendar.zone)


@given(terms, moments, moments, names)
def test_a_term_filed_later_never_ends_earlier(term, one, other, name) -> None:
    calendar = CALENDARS.get(name)

    first, last = sorted((one, other), key=datetime.timestamp)

    due, later = (reckon(term, start, calendar).due.timestamp() for start in (first, last))
    assert due <= later


@given(terms, moments, names)
def test_one_more_unit_never_ends_earlier(term, moment, name) -> None:
    calendar = CALENDARS.get(name)

    longer = Term.from_dict(term.to_dict() | {"amount": term.amount + 1})

    assert reckon(term, moment, calendar).due <= reckon(longer, moment, calendar).due


@given(day_terms, moments, names)
def test_a_term_of_days_ends_when_a_working_day_closes(term, moment, name) -> None:
    calendar = CALENDARS.get(name)

    due = reckon(term, moment, calendar).due

    assert calendar.is_working(due.date())
    assert due == calendar.closes_at(due.date())


@given(terms, moments, names)
def test_no_term_ends_before_it_begins(term, moment, name) -> None:
    reckoning = reckon(term, moment, CALENDARS.get(name))

    assert reckoning.due >= reckoning.start


@given(terms, moments, names)
def test_a_reckoning_survives_json(term, moment, name) -> None:
    calendar = CALENDARS.get(name)

    reckoning = reckon(term, moment, calendar)

    assert Reckoning.from_dict(reckoning.to_dict()) == reckoning


@given(day_terms, moments, st.integers(0, 30), st.integers(0, 30), names)
def test_a_pause_moves_the_end_by_no_less_than_nothing(term, moment, run, stood, name) -> None:
    calendar = CALENDARS.get(name)

    running = reckon(term, moment, calendar)
    paused = min(running.due, running.start + timedelta(days=run))

    same = resume(running, paused, paused, calendar)
    later = resume(running, paused, paused + timedelta(days=stood), calendar)

    assert same.due == running.due
    assert later.due >= running.due
