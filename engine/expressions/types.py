"""FEEL types: whether a value is of one, and what becomes of it where one is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from engine.expressions.limits import metered
from engine.expressions.tree import Type
from engine.expressions.values import Function, Range, kind

ALIASES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "date time": "date and time",
    "integer": "number",
    "long": "number",
    "double": "number",
}
SIMPLE = frozenset(
    {
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)


def type_text(wanted: Type) -> str:
    """The type as it is written."""
    return wanted.name


def is_instance(value: Any, wanted: Type, allowed: bool = False) -> bool | None:
    """Whether the value is of the type, and with `allowed` also among its allowed values.

    null is of type Null alone; of types nobody knows nothing is said.
    """
    name = ALIASES.get(wanted.name, wanted.name)
    if allowed and wanted.admits is not None and value is not None and not wanted.admits(value):
        return False
    if name == "Any":
        return value is not None
    if name in {"Null", "null"}:
        return value is None
    if name in SIMPLE:
        return kind(value) == name
    checker = STRUCTURES.get(name)
    return None if checker is None else checker(value, wanted, allowed)


def is_list(value: Any, wanted: Type, allowed: bool) -> bool:
    """list, list<item>"""
    if kind(value) != "list":
        return False
    if not wanted.arguments:
        return True
    return all(fits(item, wanted.arguments[0], allowed) for item in metered(value))


def is_context(value: Any, wanted: Type, allowed: bool) -> bool:
    """context, context<name: type>"""
    if kind(value) != "context":
        return False
    if not allowed and any(name not in value for name, _ in wanted.fields):
        return False  # what is asked for may leave entries out, what is tested may not
    return all(fits(value.get(name), inner, allowed) for name, inner in wanted.fields)


def is_range(value: Any, wanted: Type, allowed: bool) -> bool:
    """range, range<type of its ends>"""
    if not isinstance(value, Range):
        return False
    ends = [end for end in (value.start, value.end) if end is not None]
    return not wanted.arguments or all(fits(end, wanted.arguments[0], allowed) for end in ends)


def is_function(value: Any, wanted: Type, allowed: bool) -> bool:
    """function, function<types> -> type"""
    if not isinstance(value, Function):
        return False
    return wanted.result is None or len(wanted.arguments) == len(value.parameters)


def fits(value: Any, wanted: Type, allowed: bool = True) -> bool:
    """Whether a part of a value is of the type; null fits every type."""
    return value is None or is_instance(value, wanted, allowed) is True


STRUCTURES: dict[str, Callable[[Any, Type, bool], bool]] = {
    "list": is_list,
    "context": is_context,
    "range": is_range,
    "function": is_function,
}


def conform(value: Any, wanted: Type) -> Any:
    """The value as one of the type: itself, unwrapped, wrapped, or null."""
    if fits(value, wanted) or is_instance(value, wanted, allowed=True) is None:
        return value
    if ALIASES.get(wanted.name, wanted.name) == "date and time" and kind(value) == "date":
        return datetime.combine(value, time(tzinfo=UTC)) if isinstance(value, date) else None
    if wanted.name == "list":
        return [value] if fits([value], wanted) else None
    if isinstance(value, (list, tuple)) and len(value) == 1 and fits(value[0], wanted):
        return value[0]
    return None


def resolve(wanted: Type, types: Mapping[str, Type]) -> Type:
    """The type with names of a model's own types replaced by what they stand for."""
    if wanted.name in types:
        return types[wanted.name]
    return replace(
        wanted,
        arguments=tuple(resolve(part, types) for part in wanted.arguments),
        fields=tuple((name, resolve(part, types)) for name, part in wanted.fields),
        result=None if wanted.result is None else resolve(wanted.result, types),
    )
