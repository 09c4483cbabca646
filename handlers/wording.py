"""Dates as people in Kazakhstan read them, in Russian, Kazakh and English. Time of the public: Asia/Almaty."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

PUBLIC_TIME = ZoneInfo("Asia/Almaty")

MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "en": "January February March April May June July August September October November December",
}
PATTERNS: Mapping[str, Callable[[date, str], str]] = {
    "ru": lambda day, month: f"{day.day} {month} {day.year} года",
    "kk": lambda day, month: f"{day.year} жылғы {day.day} {month}",
    "en": lambda day, month: f"{day.day} {month} {day.year}",
}


def say_date(value: Any, language: str = "ru") -> str:
    """A date, a moment, ISO text or a reckoning with `due`, in words; nothing for nothing."""
    moment = _moment(value)
    if moment is None:
        return ""
    language = language if language in PATTERNS else "ru"
    return PATTERNS[language](moment, MONTHS[language].split()[moment.month - 1])


def say_datetime(value: Any, language: str = "ru") -> str:
    """The same with the time of day, where the value has one."""
    moment = _moment(value)
    if not isinstance(moment, datetime):
        return say_date(moment, language)
    return f"{say_date(moment, language)}, {moment:%H:%M}"


def _moment(value: Any) -> date | None:
    """What was meant, in the time of the public."""
    if isinstance(value, Mapping):
        value = value.get("due")
    if not value:
        return None
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, datetime):
        return value.astimezone(PUBLIC_TIME) if value.tzinfo else value
    return value if isinstance(value, date) else None


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None
