"""From what a page or a file gives to a value of the field's type.

Dates stay ISO text, as form-js keeps them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.forms import messages
from engine.forms.messages import Fault
from engine.forms.parts import Field, Option

MARKS: Mapping[Any, bool] = {
    True: True, "true": True, "on": True, "1": True,
    False: False, "false": False, "": False, "0": False, None: False,
}  # fmt: skip
LARGEST_TEXT = 100_000
#: before and after the point; "1e999999999" would fill the memory
DIGITS = 30


class RefusedValueError(ValueError):
    """The value is not of the field's type."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.fault = Fault(text=text)


def convert(field: Field, raw: Any, context: Mapping[str, Any]) -> Any:
    """None where nothing was given."""
    return CONVERTERS[field.kind](field, raw, context)


def is_empty(field: Field, value: Any) -> bool:
    return value in (None, "", []) or (field.kind == "checkbox" and value is False)


def options(field: Field, context: Mapping[str, Any]) -> tuple[Option, ...]:
    """The field's own options, or those the variable `options_from` holds."""
    if field.options or not field.options_from:
        return field.options
    held = context.get(field.options_from)
    if not isinstance(held, list | tuple):
        return ()
    return tuple(
        Option(label=str(each.get("label")), value=each.get("value"))
        if isinstance(each, Mapping)
        else Option(label=str(each), value=each)
        for each in held
    )


def _text(field: Field, raw: Any, context: Mapping[str, Any]) -> str | None:
    if raw is None:
        return None
    if not isinstance(raw, str) or len(raw) > LARGEST_TEXT:
        raise RefusedValueError(messages.NOT_TEXT)
    return raw.replace("\r\n", "\n").replace("\x00", "").strip() or None


def _number(field: Field, raw: Any, context: Mapping[str, Any]) -> int | Decimal | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise RefusedValueError(messages.NOT_NUMBER)
    text = re.sub(r"[\s\u00a0\u202f]", "", str(raw)).replace(",", ".")
    if len(text) > 40:
        raise RefusedValueError(messages.NOT_NUMBER)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise RefusedValueError(messages.NOT_NUMBER) from None
    if not number.is_finite() or abs(number.adjusted()) > DIGITS:
        raise RefusedValueError(messages.NOT_NUMBER)
    return int(number) if number == number.to_integral_value() else number


def _mark(field: Field, raw: Any, context: Mapping[str, Any]) -> bool:
    if isinstance(raw, list | dict) or raw not in MARKS:
        raise RefusedValueError(messages.NOT_A_MARK)
    return MARKS[raw]


def _choice(field: Field, raw: Any, context: Mapping[str, Any]) -> Any:
    if raw is None or raw == "":
        return None
    for option in options(field, context):
        if raw == option.code or (type(raw) is type(option.value) and raw == option.value):
            return option.value
    raise RefusedValueError(messages.NOT_OPTION)


def _choices(field: Field, raw: Any, context: Mapping[str, Any]) -> list[Any]:
    if raw is None or raw == "":
        return []
    given = raw if isinstance(raw, list | tuple) else [raw]
    return [_choice(field, each, context) for each in given]


def _moment(field: Field, raw: Any, context: Mapping[str, Any]) -> str | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, date | time):
        raw = raw.isoformat()
    refusal = messages.NOT_TIME if field.subtype == "time" else messages.NOT_DATE
    if not isinstance(raw, str):
        raise RefusedValueError(refusal)
    text = re.sub(r"^(\d\d?)\.(\d\d?)\.(\d{4})", _from_local, raw.strip())
    try:
        return READERS[field.subtype](text).isoformat()
    except ValueError:
        raise RefusedValueError(refusal) from None


def _from_local(found: re.Match[str]) -> str:
    day, month, year = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def _files(field: Field, raw: Any, context: Mapping[str, Any]) -> list[str]:
    given = raw if isinstance(raw, list | tuple) else [raw]
    if not all(each is None or isinstance(each, str) for each in given):
        raise RefusedValueError(messages.MISSING["filepicker"])
    return [each for each in given if each]


READERS: Mapping[str, Callable[[str], date | time | datetime]] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
}
CONVERTERS: Mapping[str, Callable[[Field, Any, Mapping[str, Any]], Any]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "checkbox": _mark,
    "checklist": _choices,
    "taglist": _choices,
    "radio": _choice,
    "select": _choice,
    "datetime": _moment,
    "filepicker": _files,
}
