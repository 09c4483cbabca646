"""Values as FEEL writes them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.expressions.arithmetic import simplest
from engine.expressions.comparison import deeper
from engine.expressions.far import Day, Moment
from engine.expressions.lexer import NAME_PART, NAME_START
from engine.expressions.limits import VALUE_COST, checked_length, spend
from engine.expressions.temporal import offset_of
from engine.expressions.values import Function, Range, YearsMonths, as_number, kind

PLAIN_KEY = re.compile(rf"[{NAME_START}][{NAME_PART}]*(?: [{NAME_PART}]+)*")
QUOTES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def print_value(value: Any, depth: int = 0) -> str:
    """The value as `string()` gives it; texts inside others are quoted."""
    deeper(depth)
    spend(VALUE_COST)
    if isinstance(value, str):
        return quoted(value) if depth else value
    writer = WRITERS.get(kind(value))
    return str(writer(value, depth)) if writer else "null"


def quoted(text: str) -> str:
    """The text as a string literal."""
    return '"' + "".join(QUOTES.get(character, character) for character in text) + '"'


def print_number(value: Any, depth: int = 0) -> str:
    """Digits without exponent, and without zeros that say nothing."""
    number = as_number(value)
    if isinstance(number, Decimal):
        number = simplest(number)
    if isinstance(number, int) or number is None:
        return str(number)
    if abs(number.adjusted()) > 6200:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def print_list(value: Sequence[Any], depth: int) -> str:
    """[1, 2]"""
    return joined("[", (print_value(item, depth + 1) for item in value), "]")


def print_context(value: Mapping[str, Any], depth: int) -> str:
    """{a: 1, "b-c": 2}"""
    entries = (f"{print_key(str(name))}: {print_value(item, depth + 1)}" for name, item in value.items())
    return joined("{", entries, "}")


def joined(start: str, parts: Any, end: str) -> str:
    """Parts between commas, as long as they are bearable."""
    pieces = []
    length = 0
    for part in parts:
        length = checked_length(length + len(part) + 2)
        pieces.append(part)
    return start + ", ".join(pieces) + end


def print_key(name: str) -> str:
    """A name as it stands before a colon."""
    return name if PLAIN_KEY.fullmatch(name) else quoted(name)


def print_range(value: Range, depth: int) -> str:
    """[1..3], (<5)"""
    if value.form:
        limit = value.end if value.form.startswith("<") else value.start
        return f"({value.form}{print_value(limit, depth + 1)})"
    start, end = print_value(value.start, depth + 1), print_value(value.end, depth + 1)
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{start}..{end}{closing}"


def print_time(value: time | Moment, depth: int = 0) -> str:
    """10:30:00.5@Asia/Almaty"""
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    if value.microsecond:
        text += f".{value.microsecond:06}".rstrip("0")
    if value.tzinfo is None:
        return text
    if isinstance(value.tzinfo, ZoneInfo):
        return f"{text}@{value.tzinfo.key}"
    return text + print_offset(offset_of(value) or timedelta(0))


def print_offset(offset: timedelta) -> str:
    """+05:00, Z"""
    seconds = abs(offset) // timedelta(seconds=1)
    if not seconds:
        return "Z"
    text = f"{'-' if offset < timedelta(0) else '+'}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def print_date(value: Day | Moment, depth: int = 0) -> str:
    """2012-12-20"""
    sign = "-" if value.year < 0 else ""
    return f"{sign}{abs(value.year):04}-{value.month:02}-{value.day:02}"


def print_moment(value: Moment, depth: int = 0) -> str:
    """2012-12-20T10:30:00"""
    return f"{print_date(value)}T{print_time(value)}"


def print_days(value: timedelta, depth: int = 0) -> str:
    """P1DT2H"""
    positive = abs(value)
    sign = "-" if value < timedelta(0) else ""
    hours, minutes, seconds = (
        positive.seconds // 3600,
        positive.seconds // 60 % 60,
        positive.seconds % 60,
    )
    fraction = f".{positive.microseconds:06}".rstrip("0") if positive.microseconds else ""
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes else ""
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    day = f"{positive.days}D" if positive.days else ""
    if not day and not clock:
        return "PT0S"
    return f"{sign}P{day}T{clock}" if clock else f"{sign}P{day}"


def print_months(value: YearsMonths, depth: int = 0) -> str:
    """P1Y2M"""
    return str(value)


def print_boolean(value: bool, depth: int = 0) -> str:
    """true, false"""
    return "true" if value else "false"


def print_function(value: Function, depth: int = 0) -> str:
    """function(a, b)"""
    return f"function({', '.join(value.parameters)})"


WRITERS: dict[str, Callable[[Any, int], str]] = {
    "boolean": print_boolean,
    "number": print_number,
    "list": print_list,
    "context": print_context,
    "range": print_range,
    "date": print_date,
    "time": print_time,
    "date and time": print_moment,
    "days and time duration": print_days,
    "years and months duration": print_months,
    "function": print_function,
}
