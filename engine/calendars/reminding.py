"""A moment before a term ends: after a share of it, or a span before its end."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.calendars.calendar import Calendar
from engine.calendars.counting import add_working_minutes, working_days, working_time_between
from engine.calendars.errors import InvalidTerm
from engine.calendars.functions import Counting, Number
from engine.calendars.reckoning import Reckoning, from_value
from engine.calendars.terms import WORKING, Unit

ONE_MINUTE = timedelta(minutes=1)
SPAN = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?")


def warning(reckoning: Reckoning, rule: Mapping[str, Any], calendar: Calendar) -> datetime:
    """`rule` {"share": 0.8} or {"span": "P1D"}: when to warn of this term; never before it starts."""
    if "share" in rule:
        return after_share(reckoning, Decimal(str(rule["share"])), calendar)
    return before_end(reckoning, str(rule["span"]), calendar)


def reminders(calendars: Counting) -> dict[str, Callable[..., Any]]:
    """The functions for timers that warn, by the name models use; what they give names the term and moves with it."""

    def warn(term: Mapping[str, Any], share: Number) -> dict[str, Any]:
        """When a share of a term, between 0 and 1, has passed."""
        return _value(term, {"share": str(share)}, calendars)

    def before(term: Mapping[str, Any], span: str) -> dict[str, Any]:
        """A span such as "P1D" before a term ends, days as the term counts them."""
        return _value(term, {"span": span}, calendars)

    return {"warn": warn, "before": before}


def _value(term: Mapping[str, Any], rule: Mapping[str, str], calendars: Counting) -> dict[str, Any]:
    reckoning = from_value(term)
    due = warning(reckoning, rule, calendars.get(reckoning.term.calendar))
    warns = {"name": term.get("name", reckoning.term.name), **rule}
    paused = {"paused_at": term["paused_at"]} if "paused_at" in term else {}
    return {"due": due.astimezone(UTC), "warns": warns, **paused}


def after_share(reckoning: Reckoning, share: Decimal, calendar: Calendar) -> datetime:
    """When this share has passed: of opening hours, where the term counts them, else of all time."""
    if not 0 < share < 1:
        raise InvalidTerm(f"expected a share of a term between 0 and 1, but it is {share}; write 0.8 for 80 %")
    start, due = calendar.local(reckoning.start), reckoning.due
    if reckoning.term.unit not in WORKING:
        return start + (due - start) * float(share)
    minutes = working_time_between(start, due, calendar) // ONE_MINUTE
    return add_working_minutes(start, int(minutes * share), calendar)


def before_end(reckoning: Reckoning, span: str, calendar: Calendar) -> datetime:
    """The span before the due moment; days are counted as the term counts its own."""
    days, rest = _parts(span)
    due = reckoning.due
    if reckoning.term.unit is Unit.WORKING_DAY:
        day = working_days(due.date(), -days, calendar)
    else:
        day = due.date() - timedelta(days=days)
    at = datetime.combine(day, due.time(), calendar.zone) - rest
    return max(at, calendar.local(reckoning.start))


def _parts(text: str) -> tuple[int, timedelta]:
    """Whole days, and the time beside them."""
    found = SPAN.fullmatch(text)
    if not found or not any(found.groups()):
        raise InvalidTerm(
            f'expected a span as "P1D" (a day), "P1W" or "PT4H" before the end, but it is {text!r}; correct it'
        )
    weeks, days, hours, minutes = (int(each or 0) for each in found.groups())
    return 7 * weeks + days, timedelta(hours=hours, minutes=minutes)
