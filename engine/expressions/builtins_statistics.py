"""Functions that sum lists of numbers up."""

from collections.abc import Callable
from functools import reduce
from typing import Any

from engine.expressions.arithmetic import (
    CONTEXT,
    Number,
    add,
    decimal,
    divide,
    multiply,
    simplest,
    subtract,
)
from engine.expressions.calculation import calculate
from engine.expressions.limits import metered, spend
from engine.expressions.signatures import FunctionTable
from engine.expressions.values import as_number, kind

FUNCTIONS = FunctionTable()
#: Steps that a number counts for when it is squared and summed.
DEVIATION_COST = 10
SUMMABLE = frozenset({"days and time duration", "years and months duration"})


def numbers_of(items: list[Any]) -> list[Number] | None:
    """The numbers of a list; None when it is empty or holds something else."""
    numbers = [as_number(item) for item in metered(items)]
    found = [number for number in numbers if number is not None]
    return found if found and len(found) == len(items) else None


def over_numbers(items: list[Any], summary: Callable[[list[Number]], Any]) -> Any:
    """The summary of a list of numbers, null of anything else."""
    numbers = numbers_of(items)
    return None if numbers is None else summary(numbers)


@FUNCTIONS.define("sum(list...: Any) -> number")
def total(items: list[Any]) -> Any:
    """The sum of numbers or durations."""
    if items and kind(items[0]) in SUMMABLE:
        return reduce(lambda left, right: calculate("+", left, right), metered(items))
    return over_numbers(items, lambda numbers: reduce(add, numbers))


@FUNCTIONS.define("product(list...: Any) -> number")
def product(items: list[Any]) -> Number | None:
    """The product of numbers."""
    found: Number | None = over_numbers(items, lambda numbers: reduce(multiply, numbers))
    return found


def mean_of(numbers: list[Number]) -> Number | None:
    """The sum divided by the count."""
    return divide(reduce(add, numbers), len(numbers))


@FUNCTIONS.define("mean(list...: Any) -> number")
def mean(items: list[Any]) -> Any:
    """The average of numbers."""
    if items and kind(items[0]) in SUMMABLE:
        return calculate("/", total(items), len(items))
    return over_numbers(items, mean_of)


@FUNCTIONS.define("median(list...: Any) -> number")
def median(items: list[Any]) -> Number | None:
    """The number in the middle, or the average of the two in the middle."""
    numbers = numbers_of(items)
    if numbers is None:
        return None
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else mean_of(ordered[middle - 1 : middle + 1])


@FUNCTIONS.define("stddev(list...: Any) -> number")
def standard_deviation(items: list[Any]) -> Number | None:
    """The standard deviation of a sample; null of less than two numbers."""
    numbers = numbers_of(items)
    if numbers is None or len(numbers) < 2:
        return None
    spend(DEVIATION_COST * len(numbers))
    average = mean_of(numbers) or 0
    squares = [multiply(subtract(n, average), subtract(n, average)) for n in numbers]
    variance = divide(reduce(add, squares), len(numbers) - 1)
    return None if variance is None else simplest(CONTEXT.sqrt(decimal(variance)))


@FUNCTIONS.define("mode(list...: Any) -> list<number>")
def mode(items: list[Any]) -> list[Number] | None:
    """The numbers that occur most often, in order."""
    if not items:
        return []
    numbers = numbers_of(items)
    if numbers is None:
        return None
    counts: dict[Number, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, often in counts.items() if often == most)
