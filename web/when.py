"""Dates and times as people read them: Asia/Almaty, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Flask

from web.i18n import ZONE, language

LOCAL = ZoneInfo(ZONE)
When = date | datetime | str | None


def to_local(moment: datetime) -> datetime:
    return moment.astimezone(LOCAL)


def to_date(value: When) -> date | None:
    """The local day of a moment; a text is read as ISO 8601."""
    if isinstance(value, str):
        value = read_iso(value)
    if isinstance(value, datetime):
        return to_local(value).date()
    return value


def read_iso(text: str) -> date | datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)
    except ValueError:
        return None


def day(value: When, today: date | None = None) -> str:
    """ "27 марта"; with the year when it is not this one."""
    found = to_date(value)
    if found is None:
        return ""
    year = (today or datetime.now(LOCAL).date()).year
    return _say(found, "d MMMM" if found.year == year else "d MMMM y")


def day_long(value: When) -> str:
    """ "27 марта, пятница"."""
    found = to_date(value)
    return f"{day(found)}, {_say(found, 'EEEE')}" if found else ""


def day_full(value: When) -> str:
    """ "27 марта 2026 года"."""
    found = to_date(value)
    return format_date(found, "long", locale=language()) if found else ""


def weekday(value: When) -> str:
    found = to_date(value)
    return _say(found, "EEE").lower().rstrip(".") if found else ""


def clock_time(value: datetime | None) -> str:
    return f"{to_local(value):%H:%M}" if value else ""


def moment(value: When) -> str:
    """ "16 марта, 14:20"."""
    found = read_iso(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        return day(found)
    return f"{day(found)}, {clock_time(found)}"


def _say(value: date, shape: str) -> str:
    return format_date(value, shape, locale=language())


FILTERS: Mapping[str, Callable[..., Any]] = {
    "day": day,
    "day_long": day_long,
    "day_full": day_full,
    "weekday": weekday,
    "clock_time": clock_time,
    "moment": moment,
}


def install(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS)
