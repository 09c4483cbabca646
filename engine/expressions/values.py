"""Values of the languages that Python has no type for, and how values are told apart."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.expressions.far import FarDate, FarMoment


@dataclass(frozen=True, order=True)
class YearsMonths:
    """A duration of years and months, counted in months; negative when it goes back."""

    months: int

    def __str__(self) -> str:
        sign = "-" if self.months < 0 else ""
        years, months = divmod(abs(self.months), 12)
        if not years:
            return f"{sign}P{months}M"
        return f"{sign}P{years}Y{months}M" if months else f"{sign}P{years}Y"


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """An interval; an end that is None is no limit. `form` is the comparison it was written as."""

    start: Any
    end: Any
    start_included: bool
    end_included: bool
    form: str = ""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Function:
    """A function as a value: user-defined, a business knowledge model, a decision service."""

    parameters: tuple[str, ...]
    call: Callable[[list[Any]], Any]
    name: str = ""
    call_named: Callable[[Mapping[str, Any]], Any] | None = None
    types: tuple[str, ...] = ()
    result_type: str = "Any"


def kind(value: Any) -> str:
    """The name of the value's FEEL type, as error messages and `equal` use it."""
    known = KINDS.get(type(value))
    if known is not None:
        return known
    return next((name for base, name in ANCESTORS if isinstance(value, base)), "unknown")


def as_number(value: Any) -> int | Decimal | None:
    """The value as the numbers we count with, or None when it is no number."""
    if type(value) is int:
        return value
    if type(value) is Decimal:
        return value if value.is_finite() else None
    if type(value) is float:
        return Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return value


KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    float: "number",
    str: "string",
    list: "list",
    tuple: "list",
    dict: "context",
    datetime: "date and time",
    FarMoment: "date and time",
    date: "date",
    FarDate: "date",
    time: "time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
    Function: "function",
}
ANCESTORS: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "number"),
    (Decimal, "number"),
    (str, "string"),
    (list, "list"),
    (Mapping, "context"),
    (datetime, "date and time"),
    (date, "date"),
    (time, "time"),
    (timedelta, "days and time duration"),
)
