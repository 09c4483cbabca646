"""Values as they leave an evaluation: numbers as int or Decimal, lists and contexts as copies."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.expressions.arithmetic import simplest
from engine.expressions.comparison import deeper
from engine.expressions.limits import VALUE_COST, spend
from engine.expressions.values import as_number


def result_of(value: Any, depth: int = 0) -> Any:
    """The value as callers get it."""
    if isinstance(value, (list, tuple)):
        deeper(depth)
        spend(VALUE_COST * len(value))
        return [result_of(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        deeper(depth)
        spend(VALUE_COST * len(value))
        return {name: result_of(item, depth + 1) for name, item in value.items()}
    if isinstance(value, (float, Decimal)):
        number = as_number(value)
        return simplest(number) if isinstance(number, Decimal) else number
    return value
