"""Pause, resume, extend, what remains, and counting anew."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from engine.calendars import Calendars, InvalidTerm, Term, Unit, extend, recount, remaining, resume

At = Callable[[str], datetime]
DAYS = Term(unit=Unit.WORKING_DAY, amount=5)

#: term, start, paused, resumed, due after
PAUSES = [
    (DAYS, "2012-11-05T10:00", "2012-11-07T10:00", "2012-11-07T16:00", "2012-11-12T18:00"),
    (DAYS, "2012-11-05T10:00", "2012-11-07T10:00", "2012-11-14T10:00", "2012-11-19T18:00"),
    (DAYS, "2012-11-05T10:00", "2012-11-12T10:00", "2012-11-17T10:00", "2012-11-19T18:00"),
    (Term(unit=Unit.WORKING_DAY, amount=5, count_issue_day=False), "2012-11-05T10:00",
     "2012-11-13T10:00", "2012-11-15T10:00", "2012-11-15T18:00"),
    (Term(unit=Unit.CALENDAR_DAY, amount=15), "2012-11-05T10:00", "2012-11-10T10:00",
     "2012-11-12T10:00", "2012-11-22T18:00"),
    (Term(unit=Unit.MONTH, amount=1), "2012-11-05T10:00", "2012-11-10T10:00",
     "2012-11-20T10:00", "2012-12-19T18:00"),
    (Term(unit=Unit.MINUTE, amount=30), "2012-11-05T10:00", "2012-11-05T10:10",
     "2012-11-05T11:00", "2012-11-05T11:20"),
    (Term(unit=Unit.WORKING_HOUR, amount=4), "2012-11-05T10:00", "2012-11-05T12:00",
     "2012-11-05T17:00", "2012-11-06T10:00"),
    (DAYS, "2012-11-03T10:00", "2012-11-03T11:00", "2012-11-05T10:00", "2012-11-12T18:00"),
]


@pytest.mark.parametrize(("term", "start", "paused", "resumed", "due"), PAUSES)
def test_a_term_runs_on_with_what_was_left(
    term: Term, start: str, paused: str, resumed: str, due: str, calendars: Calendars, at: At
) -> None:
    running = calendars.reckon(term, at(start))

    after = resume(running, at(paused), at(resumed), calendars.get("authorities"))

    assert after.due == at(due)
    assert type(after).from_dict(after.to_dict()) == after


@pytest.mark.parametrize(("by", "due"), [
    (Term(unit=Unit.WORKING_DAY, amount=3), "2012-11-15T18:00"),
    (Term(unit=Unit.CALENDAR_DAY, amount=5), "2012-11-19T18:00"),
    (Term(unit=Unit.MONTH, amount=2), "2013-01-14T18:00"),
    (Term(unit=Unit.HOUR, amount=2), "2012-11-12T20:00"),
    (Term(unit=Unit.WORKING_HOUR, amount=2), "2012-11-13T11:00"),
])
def test_an_extension_counts_on_from_the_last_day(
    by: Term, due: str, calendars: Calendars, at: At
) -> None:
    running = calendars.reckon(DAYS, at("2012-11-05T10:00"))

    after = extend(running, by, calendars.get("authorities"))

    assert after.due == at(due)
    assert type(after).from_dict(after.to_dict()) == after


def test_an_extension_to_a_date_is_refused(calendars: Calendars, at: At) -> None:
    running = calendars.reckon(DAYS, at("2012-11-05T10:00"))

    with pytest.raises(InvalidTerm, match="extension by an amount, but it is a date"):
        extend(running, Term(unit=Unit.DATE, closes="--12-01"), calendars.get("authorities"))


@pytest.mark.parametrize(("paused", "resumed", "message"), [
    ("2012-11-08T10:00", "2012-11-07T10:00", "resume after 2012-11-08"),
    ("2012-11-13T10:00", "2012-11-14T10:00", "only a running term"),
    ("2012-11-04T10:00", "2012-11-14T10:00", "only a running term"),
])
def test_an_impossible_pause_is_refused(
    paused: str, resumed: str, message: str, calendars: Calendars, at: At
) -> None:
    running = calendars.reckon(DAYS, at("2012-11-05T10:00"))

    with pytest.raises(InvalidTerm, match=message):
        resume(running, at(paused), at(resumed), calendars.get("authorities"))


def test_a_printed_date_cannot_be_paused(calendars: Calendars, at: At) -> None:
    running = calendars.reckon(Term(unit=Unit.DATE, closes="--08-30"), at("2012-07-02T10:00"))

    with pytest.raises(InvalidTerm, match="can be paused, but a date ends on a printed date"):
        resume(running, at("2012-07-03T10:00"), at("2012-07-04T10:00"), calendars.get("centres"))


def test_what_remains_is_told_in_the_unit_of_the_term(calendars: Calendars, at: At) -> None:
    calendar, start = calendars.get("authorities"), at("2012-11-05T10:00")
    left = {
        unit: remaining(calendars.reckon(Term(unit=unit, amount=5), start), moment, calendar)
        for unit, moment in (
            (Unit.WORKING_DAY, at("2012-11-08T10:00")), (Unit.CALENDAR_DAY, at("2012-11-08T10:00")),
            (Unit.WORKING_HOUR, at("2012-11-05T15:00")), (Unit.MINUTE, at("2012-11-05T10:06")),
        )
    }

    assert left == {
        Unit.WORKING_DAY: 2, Unit.CALENDAR_DAY: 4, Unit.WORKING_HOUR: timedelta(hours=1),
        Unit.MINUTE: timedelta(minutes=-1),
    }


def test_counting_anew_repeats_pauses_and_extensions(calendars: Calendars, at: At) -> None:
    old, new = calendars.get("authorities", 1), calendars.get("authorities")
    running = recount(calendars.reckon(DAYS, at("2026-08-24T10:00")), old)
    paused = resume(running, at("2026-08-25T10:00"), at("2026-08-27T10:00"), old)
    extended = extend(paused, Term(unit=Unit.WORKING_DAY, amount=2), old)

    after = recount(extended, new)

    assert extended.due == at("2026-09-07T18:00")
    assert after.due == at("2026-09-04T18:00")
    assert after.changes == extended.changes
    assert (extended.version, after.version) == (1, 2)
