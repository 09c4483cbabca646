"""Functions on numbers."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from typing import Any

from engine.expressions.arithmetic import CONTEXT, Number, decimal, floor_modulo, simplest, whole
from engine.expressions.calculation import negate
from engine.expressions.limits import POWER_COST, spend
from engine.expressions.signatures import FunctionTable
from engine.expressions.values import as_number

FUNCTIONS = FunctionTable()
LOWEST_SCALE, HIGHEST_SCALE = -6111, 6176
WIDE = Context(prec=13000, Emin=-20000, Emax=20000)


def rounded_to(value: Any, scale: Any, rounding: str) -> Number | None:
    """The number with so many digits behind the point."""
    number, digits = as_number(value), whole(scale)
    if number is None or digits is None or not LOWEST_SCALE <= digits <= HIGHEST_SCALE:
        return None
    if isinstance(number, int) and digits >= 0:
        return number
    exact = Decimal(number)
    if digits > CONTEXT.prec + abs(exact.adjusted()):
        return simplest(exact)
    step = Decimal((0, (1,), -digits))
    return simplest(CONTEXT.create_decimal(exact.quantize(step, rounding, context=WIDE)))


@FUNCTIONS.define("decimal(n: number, scale: number) -> number")
def decimal_places(number: Any, scale: Any) -> Number | None:
    """The number rounded to a scale, halves to the even neighbour."""
    return rounded_to(number, scale, ROUND_HALF_EVEN)


@FUNCTIONS.define("floor(n: number, scale?: number) -> number")
def floor(number: Any, scale: Any = 0) -> Number | None:
    """The largest number of the scale that is not above the number."""
    return rounded_to(number, scale, ROUND_FLOOR)


@FUNCTIONS.define("ceiling(n: number, scale?: number) -> number")
def ceiling(number: Any, scale: Any = 0) -> Number | None:
    """The smallest number of the scale that is not below the number."""
    return rounded_to(number, scale, ROUND_CEILING)


@FUNCTIONS.define("round up(n: number, scale: number) -> number")
def round_up(number: Any, scale: Any) -> Number | None:
    """The number rounded away from zero."""
    return rounded_to(number, scale, ROUND_UP)


@FUNCTIONS.define("round down(n: number, scale: number) -> number")
def round_down(number: Any, scale: Any) -> Number | None:
    """The number rounded towards zero."""
    return rounded_to(number, scale, ROUND_DOWN)


@FUNCTIONS.define("round half up(n: number, scale: number) -> number")
def round_half_up(number: Any, scale: Any) -> Number | None:
    """The number rounded to the nearest, halves away from zero."""
    return rounded_to(number, scale, ROUND_HALF_UP)


@FUNCTIONS.define("round half down(n: number, scale: number) -> number")
def round_half_down(number: Any, scale: Any) -> Number | None:
    """The number rounded to the nearest, halves towards zero."""
    return rounded_to(number, scale, ROUND_HALF_DOWN)


@FUNCTIONS.define("abs(n: number | duration) -> number")
def absolute(value: Any) -> Any:
    """The number or duration without its sign."""
    number = as_number(value)
    if number is not None:
        return abs(number) if isinstance(number, int) else number.copy_abs()
    opposite = negate(value)
    return max(value, opposite)


@FUNCTIONS.define("modulo(dividend: number, divisor: number) -> number")
def modulo(dividend: Any, divisor: Any) -> Number | None:
    """What whole divisors leave of the dividend, with the sign of the divisor."""
    left, right = as_number(dividend), as_number(divisor)
    return None if left is None or right is None else floor_modulo(left, right)


@FUNCTIONS.define("sqrt(number: number) -> number")
def square_root(number: Any) -> Number | None:
    """The square root; null of negative numbers."""
    value = as_number(number)
    return None if value is None or value < 0 else simplest(CONTEXT.sqrt(decimal(value)))


@FUNCTIONS.define("log(number: number) -> number")
def logarithm(number: Any) -> Number | None:
    """The natural logarithm; null of numbers that are not above zero."""
    value = as_number(number)
    spend(POWER_COST)
    return None if value is None or value <= 0 else simplest(CONTEXT.ln(decimal(value)))


@FUNCTIONS.define("exp(number: number) -> number")
def exponential(number: Any) -> Number | None:
    """Euler's number to the power of the number."""
    value = as_number(number)
    spend(POWER_COST)
    return None if value is None else simplest(CONTEXT.exp(decimal(value)))


@FUNCTIONS.define("odd(number: number) -> boolean")
def odd(number: Any) -> bool | None:
    """Whether the number is odd."""
    value = whole(number)
    return None if value is None else value % 2 == 1


@FUNCTIONS.define("even(number: number) -> boolean")
def even(number: Any) -> bool | None:
    """Whether the number is even."""
    value = whole(number)
    return None if value is None else value % 2 == 0
