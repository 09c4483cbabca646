"""Working time: calendars as data, terms, and sums that explain themselves. Pure, no clock."""

from engine.calendars.calendar import Calendar, DayKind, SpecialDay
from engine.calendars.catalogue import Calendars
from engine.calendars.changes import Change, Extension, Pause
from engine.calendars.counting import (
    add_working_minutes,
    calendar_days,
    next_open_moment,
    next_working_day,
    working_days,
    working_days_between,
    working_time_between,
)
from engine.calendars.endings import window
from engine.calendars.errors import (
    BeforeAct,
    CalendarError,
    InvalidCalendarData,
    InvalidRevision,
    InvalidTerm,
    NaiveMoment,
    NoCalendarData,
    OutsideWindow,
    UnknownCalendar,
    UnknownHours,
    UnknownUnit,
    UnknownVersion,
)
from engine.calendars.explaining import explain, explain_move
from engine.calendars.functions import model_functions
from engine.calendars.hours import Hours, Span
from engine.calendars.pausing import extend, recount, remaining, resume
from engine.calendars.reckoning import Reckoning, earliest, from_value, reckon, to_value
from engine.calendars.reminding import reminders, warning
from engine.calendars.revising import Difference, Grounds, confirm, difference, transfer
from engine.calendars.terms import Term, Unit

__all__ = [
    "BeforeAct", "Calendar", "CalendarError", "Calendars", "Change", "DayKind", "Difference",
    "Extension", "Grounds", "Hours", "InvalidCalendarData", "InvalidRevision", "InvalidTerm",
    "NaiveMoment", "NoCalendarData", "OutsideWindow", "Pause", "Reckoning", "Span", "SpecialDay",
    "Term", "Unit", "UnknownCalendar", "UnknownHours", "UnknownUnit", "UnknownVersion",
    "add_working_minutes", "calendar_days", "confirm", "difference", "earliest", "explain",
    "explain_move", "extend", "from_value", "model_functions", "next_open_moment", "next_working_day",
    "reckon", "recount", "remaining", "reminders", "resume", "to_value", "transfer", "warning", "window",
    "working_days", "working_days_between", "working_time_between",
]
