"""Numbers as FEEL counts them: 34 decimal digits, exact where it can, null where it cannot."""

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any

from engine.expressions.limits import POWER_COST, spend
from engine.expressions.values import as_number

Number = int | Decimal

#: Decimal128, as the standard asks.
CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
#: Whole numbers beyond this are kept as decimals of 34 digits.
LARGEST = 10**34


def rounded(value: Number) -> Number:
    """The number with at most 34 digits, whole ones as int."""
    if type(value) is int:
        if -LARGEST < value < LARGEST:
            return value
        return CONTEXT.create_decimal(value)
    return value


def whole(value: Any) -> int | None:
    """The number as an int when it has no fraction and a sane size, else None."""
    number = as_number(value)
    if number is None:
        return None
    if isinstance(number, int):
        return number
    if number.is_finite() and number.adjusted() < 34 and number == number.to_integral_value():
        return int(number)
    return None


def simplest(value: Decimal) -> Number:
    """An int where the decimal has no fraction and is not astronomic, else the decimal."""
    as_whole = whole(value)
    return value if as_whole is None else as_whole


def decimal(value: Number) -> Decimal:
    """The number as a decimal in our precision."""
    return CONTEXT.create_decimal(value)


def add(left: Number, right: Number) -> Number:
    """left + right"""
    if type(left) is int and type(right) is int:
        return rounded(left + right)
    return CONTEXT.add(decimal(left), decimal(right))


def subtract(left: Number, right: Number) -> Number:
    """left - right"""
    if type(left) is int and type(right) is int:
        return rounded(left - right)
    return CONTEXT.subtract(decimal(left), decimal(right))


def multiply(left: Number, right: Number) -> Number:
    """left * right"""
    if type(left) is int and type(right) is int:
        return rounded(left * right)
    return CONTEXT.multiply(decimal(left), decimal(right))


def divide(left: Number, right: Number) -> Number | None:
    """left / right; null when right is zero"""
    if right == 0:
        return None
    if type(left) is int and type(right) is int and left % right == 0:
        return left // right
    return CONTEXT.divide(decimal(left), decimal(right))


def power(left: Number, right: Number) -> Number | None:
    """left ** right; null when it is too large or no real number"""
    if type(left) is int and type(right) is int and 0 <= right <= 40 and abs(left) < 10**9:
        return rounded(left**right)
    spend(POWER_COST)
    try:
        return simplest(CONTEXT.power(decimal(left), decimal(right)))
    except (InvalidOperation, DivisionByZero, Overflow):
        return None


def floor_modulo(left: Number, right: Number) -> Number | None:
    """What is left of `left` after whole steps of `right`, with the sign of `right`."""
    if right == 0:
        return None
    if type(left) is int and type(right) is int:
        return left % right
    rest = CONTEXT.remainder(decimal(left), decimal(right))
    return CONTEXT.add(rest, decimal(right)) if rest and (rest < 0) != (right < 0) else rest
