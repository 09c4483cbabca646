"""What the operators of JUEL mean: they convert their operands as Expression Language says."""

from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException
from typing import Any

from engine.expressions import arithmetic
from engine.expressions.arithmetic import Number
from engine.expressions.comparison import equal, order
from engine.expressions.faults import ExpressionError
from engine.expressions.printing import print_value
from engine.expressions.values import as_number, kind


def unfit(wanted: str, value: Any) -> ExpressionError:
    """The error for a value that does not convert."""
    return ExpressionError(f"expected {wanted}, but got {print_value(value)[:100]!r} ({kind(value)})")


def to_boolean(value: Any) -> bool:
    """null and '' are false; texts are true when they say so."""
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str):
        return value.lower() == "true"
    raise unfit("true or false", value)


def to_number(value: Any) -> Number:
    """null and '' are 0; texts are read."""
    if value is None or value == "":
        return 0
    if isinstance(value, str) and len(value) <= 1000:
        try:
            return arithmetic.simplest(arithmetic.CONTEXT.create_decimal(value.strip()))
        except DecimalException:
            raise unfit("a number", value) from None
    number = as_number(value)
    if number is None:
        raise unfit("a number", value)
    return number


def to_text(value: Any) -> str:
    """null is nothing; everything else as it is written."""
    return "" if value is None else print_value(value)


def is_equal(left: Any, right: Any) -> bool:
    """left == right: a number or truth value converts the other side."""
    if left is None or right is None:
        return left is right
    families = {kind(left), kind(right)}
    if len(families) > 1 and not families & TEMPORAL:
        converter = next((CONVERTERS[name] for name in CONVERTERS if name in families), None)
        if converter is not None:
            try:
                return bool(converter(left) == converter(right))
            except ExpressionError:
                return False
    return equal(left, right) is True


def compare(left: Any, right: Any) -> int | None:
    """-1, 0 or 1; None when one side is null, for then no comparison holds."""
    if left is None or right is None:
        return 0 if left is right else None
    families = {kind(left), kind(right)}
    if families == {"number", "string"}:
        left, right = to_number(left), to_number(right)
    if TEMPORAL & families and "string" in families:
        raise ExpressionError("expected two dates to compare, but one side is text; convert it")
    found = order(left, right)
    if found is None:
        raise ExpressionError(f"expected values that have an order, but got {kind(left)} and {kind(right)}")
    return found


def is_empty(value: Any) -> bool:
    """null, '', and lists and maps without items."""
    if value is None or value == "":
        return True
    return isinstance(value, (list, tuple, Mapping)) and not value


def divided(left: Any, right: Any) -> Any:
    """left / right"""
    result = arithmetic.divide(to_number(left), to_number(right))
    if result is None:
        raise ExpressionError("expected a divisor other than 0, but it is 0; check it first")
    return result


def remainder(left: Any, right: Any) -> Any:
    """left % right, with the sign of left"""
    a, b = to_number(left), to_number(right)
    if b == 0:
        raise ExpressionError("expected a divisor other than 0, but it is 0; check it first")
    if isinstance(a, int) and isinstance(b, int):
        return abs(a) % abs(b) * (-1 if a < 0 else 1)
    return arithmetic.CONTEXT.remainder(Decimal(a), Decimal(b))


def negative(value: Any) -> Any:
    """-value"""
    return arithmetic.subtract(0, to_number(value))


TEMPORAL = frozenset({"date", "time", "date and time"})
CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "number": to_number,
    "boolean": to_boolean,
    "string": to_text,
}
OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": is_equal,
    "!=": lambda left, right: not is_equal(left, right),
    "<": lambda left, right: compare(left, right) == -1 if left is not right else False,
    ">": lambda left, right: compare(left, right) == 1 if left is not right else False,
    "<=": lambda left, right: compare(left, right) in {-1, 0},
    ">=": lambda left, right: compare(left, right) in {0, 1},
    "+": lambda left, right: arithmetic.add(to_number(left), to_number(right)),
    "-": lambda left, right: arithmetic.subtract(to_number(left), to_number(right)),
    "*": lambda left, right: arithmetic.multiply(to_number(left), to_number(right)),
    "/": divided,
    "%": remainder,
}
PREFIXES: dict[str, Callable[[Any], Any]] = {
    "!": lambda value: not to_boolean(value),
    "-": negative,
    "empty": is_empty,
}
