"""Pauses and extensions of a running term, and counting a term anew when its calendar changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from engine.calendars.calendar import Calendar
from engine.calendars.changes import Change, Extension, Pause
from engine.calendars.counting import (
    add_working_minutes,
    working_days,
    working_days_between,
    working_time_between,
)
from engine.calendars.endings import advance, finish
from engine.calendars.errors import InvalidTerm
from engine.calendars.reckoning import Reckoning, reckon, special_days
from engine.calendars.terms import DATES, MINUTES, WORKING_TIME, Term, Unit


def remaining(reckoning: Reckoning, at: datetime, calendar: Calendar) -> int | timedelta:
    """What is left at a moment: days for a term of days, time for one of hours; below 0 when late.

    A term of working days leaves working days, a longer one calendar days, always to the due day.
    """
    local, unit = calendar.local(at), reckoning.term.unit
    if unit in WORKING_TIME:
        return working_time_between(local, reckoning.due, calendar)
    if unit in MINUTES:
        return reckoning.due - local
    if unit is Unit.WORKING_DAY:
        return working_days_between(local.date(), reckoning.due_on, calendar)
    return (reckoning.due_on - local.date()).days


def resume(
    reckoning: Reckoning, paused_at: datetime, resumed_at: datetime, calendar: Calendar
) -> Reckoning:
    """The term as it runs on after a pause; the day of the pause is used up, that of resuming not
    counted, so a pause within one day moves nothing.
    """
    pause = Pause(paused_at=calendar.local(paused_at), resumed_at=calendar.local(resumed_at))
    _require_pausable(reckoning, pause)
    unit = reckoning.term.unit
    if unit in WORKING_TIME:
        left = working_time_between(pause.paused_at, reckoning.due, calendar)
        due = add_working_minutes(pause.resumed_at, left // timedelta(minutes=1), calendar)
        return _changed(reckoning, pause, due.date(), due, calendar)
    if unit in MINUTES:
        due = _shifted(reckoning.due, pause.resumed_at - pause.paused_at, calendar)
        return _changed(reckoning, pause, due.date(), due, calendar)
    last = _last_after(reckoning, pause, calendar)
    return _changed(reckoning, pause, last, finish(reckoning.term, last, calendar), calendar)


def extend(reckoning: Reckoning, by: Term, calendar: Calendar) -> Reckoning:
    """The term made longer, counted on from its last counted day."""
    if by.unit in DATES or by.amount is None:
        raise InvalidTerm(
            f"expected an extension by an amount, but it is a {by.unit}; use days, months or hours"
        )
    if by.unit in MINUTES:
        due = _later(reckoning.due, by, calendar)
        return _changed(reckoning, Extension(by=by), due.date(), due, calendar)
    last = advance(by.unit, reckoning.last_counted, by.amount, calendar)
    due = finish(reckoning.term, last, calendar)
    return _changed(reckoning, Extension(by=by), last, due, calendar)


def recount(
    reckoning: Reckoning, calendar: Calendar, acceptance: Calendar | None = None
) -> Reckoning:
    """The same term, start, pauses and extensions in another calendar or another version of it."""
    anew = reckon(reckoning.term, reckoning.start, calendar, acceptance)
    for change in reckoning.changes:
        anew = _apply(change, anew, calendar)
    return anew


def _apply(change: Change, reckoning: Reckoning, calendar: Calendar) -> Reckoning:
    if isinstance(change, Extension):
        return extend(reckoning, change.by, calendar)
    return resume(reckoning, change.paused_at, change.resumed_at, calendar)


def _require_pausable(reckoning: Reckoning, pause: Pause) -> None:
    if reckoning.term.unit in DATES:
        raise InvalidTerm(
            f"expected a term that can be paused, but a {reckoning.term.unit} ends on a printed "
            "date; extend it or set another date"
        )
    if pause.resumed_at < pause.paused_at:
        raise InvalidTerm(
            f"expected to resume after {pause.paused_at.isoformat()}, but it is "
            f"{pause.resumed_at.isoformat()}; correct the moment"
        )
    if not reckoning.start <= pause.paused_at <= reckoning.due:
        raise InvalidTerm(
            f"expected a pause between {reckoning.start.isoformat()} and "
            f"{reckoning.due.isoformat()}, but it is at {pause.paused_at.isoformat()}; "
            "only a running term can be paused"
        )


def _last_after(reckoning: Reckoning, pause: Pause, calendar: Calendar) -> date:
    """The last counted day, with as many counted days after resuming as were left at the pause."""
    paused = max(pause.paused_at.date(), reckoning.filed_on)
    resumed = max(pause.resumed_at.date(), reckoning.filed_on)
    if reckoning.term.unit is Unit.WORKING_DAY:
        left = working_days_between(paused, reckoning.last_counted, calendar)
        return working_days(resumed, left, calendar)
    return resumed + (reckoning.last_counted - paused)


def _later(due: datetime, by: Term, calendar: Calendar) -> datetime:
    minutes = (by.amount or 0) * MINUTES[by.unit]
    if by.unit in WORKING_TIME:
        return add_working_minutes(due, minutes, calendar)
    return _shifted(due, timedelta(minutes=minutes), calendar)


def _shifted(due: datetime, span: timedelta, calendar: Calendar) -> datetime:
    return (due.astimezone(UTC) + span).astimezone(calendar.zone)


def _changed(
    reckoning: Reckoning, change: Change, last: date, due: datetime, calendar: Calendar
) -> Reckoning:
    looked_at = (reckoning.start.date(), reckoning.filed_on, last, due.date())
    return replace(
        reckoning,
        due=due,
        last_counted=last,
        version=calendar.version,
        changes=(*reckoning.changes, change),
        special=special_days(reckoning.term.unit, looked_at, calendar),
    )
