"""Whether a value of the right type keeps the field's limits."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from engine.forms import messages
from engine.forms.identity import CHECKS
from engine.forms.messages import Fault
from engine.forms.parts import Field

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"\+?[\d\s()-]{6,24}")


def check(field: Field, value: Any) -> Fault | None:
    """The first limit the value breaks."""
    if isinstance(value, str):
        return next(_text_faults(field, value), None)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return next(_number_faults(field, value), None)
    return None


def _text_faults(field: Field, text: str) -> Iterator[Fault]:
    limits = field.limits
    if limits.min_length is not None and len(text) < limits.min_length:
        yield _limit(messages.TOO_SHORT, limits.min_length, len(text))
    if limits.max_length is not None and len(text) > limits.max_length:
        yield _limit(messages.TOO_LONG, limits.max_length, len(text))
    if limits.pattern and not re.search(limits.pattern, text):
        yield Fault(text=field.properties.get("error") or messages.WRONG_SHAPE)
    if limits.shape:
        fault = SHAPES[limits.shape](text)
        if fault:
            yield fault


def _number_faults(field: Field, number: int | Decimal) -> Iterator[Fault]:
    limits = field.limits
    if limits.smallest is not None and number < limits.smallest:
        yield Fault(text=messages.TOO_SMALL, values={"limit": limits.smallest})
    if limits.largest is not None and number > limits.largest:
        yield Fault(text=messages.TOO_LARGE, values={"limit": limits.largest})
    if limits.decimals is not None and _digits_after_point(number) > limits.decimals:
        yield Fault(text=messages.TOO_FINE, values={"limit": limits.decimals})


def _digits_after_point(number: int | Decimal) -> int:
    exponent = Decimal(number).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _limit(text: str, limit: float, now: int) -> Fault:
    return Fault(text=text, values={"limit": limit, "now": now})


def _email(text: str) -> Fault | None:
    return None if EMAIL.fullmatch(text) else Fault(text=messages.NOT_EMAIL)


def _phone(text: str) -> Fault | None:
    enough = sum(letter.isdigit() for letter in text) >= 6
    return None if PHONE.fullmatch(text) and enough else Fault(text=messages.NOT_PHONE)


SHAPES: Mapping[str, Callable[[str], Fault | None]] = {
    "email": _email,
    "phone": _phone,
    **CHECKS,
}
