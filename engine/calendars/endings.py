"""Where a term ends: one counter per kind of unit, one rule for what happens on the last day."""

import calendar as months
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from engine.calendars.calendar import ONE_DAY, Calendar
from engine.calendars.counting import (
    add_working_minutes,
    calendar_days,
    next_open_moment,
    next_working_day,
    working_days,
)
from engine.calendars.errors import OutsideWindow
from engine.calendars.terms import MINUTES, Term, Unit, date_in_year


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """The day that counts as filing, the last counted day, and the due moment they lead to."""

    filed_on: date
    last_counted: date
    due: datetime


def count(term: Term, start: datetime, calendar: Calendar, acceptance: Calendar) -> Counted:
    """The end of a term from a start on the calendar's clock."""
    return COUNTERS[term.unit](term, start, calendar, acceptance)


def filing_day(term: Term, start: datetime, calendar: Calendar, acceptance: Calendar) -> date:
    """The day a filing counts as made: after hours or on a day off it is the next working day."""
    day = start.date()
    if not term.late_filing_moves:
        return day
    openings = acceptance.openings(day)
    if openings and start > openings[-1][1]:
        day += ONE_DAY
    return next_working_day(day, calendar)


def advance(unit: Unit, day: date, amount: int, calendar: Calendar) -> date:
    """So many units after a day, which is not counted."""
    if unit is Unit.WORKING_DAY:
        return working_days(day, amount, calendar)
    if unit in MONTHS:
        return add_months(day, amount * MONTHS[unit])
    return calendar_days(day, amount * DAYS[unit])


def add_months(day: date, n: int) -> date:
    """The same day of a later month, or its last day where it is shorter (Civil Code, art. 174)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def finish(term: Term, last: date, calendar: Calendar) -> datetime:
    """The due moment, given the last counted day."""
    if not term.count_issue_day:
        last = next_working_day(last + ONE_DAY, calendar)
    elif term.moves:
        last = next_working_day(last, calendar)
    return calendar.closes_at(last)


def window(term: Term, day: date) -> tuple[date | None, date]:
    """First and last day of the window open on this day, or of the one of this year."""
    opens, closes = _window_in(term, day.year - 1)
    is_open = opens is not None and opens <= day <= closes
    return (opens, closes) if is_open else _window_in(term, day.year)


def _window_in(term: Term, year: int) -> tuple[date | None, date]:
    """The window that opens in a year; it may close in the next one."""
    opens = date_in_year(term.opens, year) if term.opens else None
    closes = date_in_year(term.closes or "", year)
    if opens and closes < opens:
        closes = date_in_year(term.closes or "", year + 1)
    return opens, closes


def _count_days(
    term: Term, start: datetime, calendar: Calendar, acceptance: Calendar
) -> Counted:
    filed_on = filing_day(term, start, calendar, acceptance)
    last = advance(term.unit, filed_on, term.amount or 0, calendar)
    if term.count_acceptance_day:
        last = _one_less(term, filed_on, last, calendar)
    due = finish(term, last, calendar)
    if due < start:     # one day, the day of acceptance counted, and its doors already closed
        last = next_working_day(last + ONE_DAY, calendar)
        due = calendar.closes_at(last)
    return Counted(filed_on=filed_on, last_counted=last, due=due)


def _one_less(term: Term, filed_on: date, last: date, calendar: Calendar) -> date:
    """The end one day earlier, because the day of filing was the first counted one."""
    if term.unit is not Unit.WORKING_DAY:
        return last - ONE_DAY
    if not calendar.is_working(filed_on):
        return last
    return working_days(filed_on, (term.amount or 0) - 1, calendar)


def _count_minutes(
    term: Term, start: datetime, calendar: Calendar, acceptance: Calendar
) -> Counted:
    span = timedelta(minutes=(term.amount or 0) * MINUTES[term.unit])
    due = (start.astimezone(UTC) + span).astimezone(calendar.zone)
    return Counted(filed_on=start.date(), last_counted=due.date(), due=due)


def _count_working_minutes(
    term: Term, start: datetime, calendar: Calendar, acceptance: Calendar
) -> Counted:
    begins = next_open_moment(start, calendar)
    due = add_working_minutes(begins, (term.amount or 0) * MINUTES[term.unit], calendar)
    return Counted(filed_on=begins.date(), last_counted=due.date(), due=due)


def _count_dates(
    term: Term, start: datetime, calendar: Calendar, acceptance: Calendar
) -> Counted:
    day = start.date()
    opens, closes = window(term, day)
    if day > closes or (opens and day < opens):
        raise OutsideWindow(day, opens, closes)
    return Counted(filed_on=day, last_counted=closes, due=finish(term, closes, calendar))


DAYS = {Unit.CALENDAR_DAY: 1, Unit.WEEK: 7}
MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
COUNTERS: dict[Unit, Callable[[Term, datetime, Calendar, Calendar], Counted]] = {
    Unit.MINUTE: _count_minutes,
    Unit.HOUR: _count_minutes,
    Unit.WORKING_MINUTE: _count_working_minutes,
    Unit.WORKING_HOUR: _count_working_minutes,
    Unit.WORKING_DAY: _count_days,
    Unit.CALENDAR_DAY: _count_days,
    Unit.WEEK: _count_days,
    Unit.MONTH: _count_days,
    Unit.YEAR: _count_days,
    Unit.DATE: _count_dates,
    Unit.WINDOW: _count_dates,
}
