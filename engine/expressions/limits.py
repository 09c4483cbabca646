"""Bounds on what one evaluation may use: steps, depth, size. Counted, not clocked, so that a
replay meets the same bound at the same place."""

import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

from engine.expressions.faults import ExpressionError

#: Closures entered by loops and calls, elements visited by functions: some 50 ms of work.
MAX_STEPS = 100_000
#: Steps that a call, a value printed or compared, and a decimal power count for.
CALL_COST, VALUE_COST, POWER_COST = 14, 4, 300
#: Calls of user-defined functions inside each other.
MAX_CALLS = 60
#: Brackets, conditions and operators inside each other in one text.
MAX_NESTING = 60
#: Operations after each other in one text.
MAX_CHAIN = 150
#: Characters of one expression.
MAX_TEXT = 10_000
#: Characters of one string made by an expression.
MAX_STRING = 1_000_000
#: Values inside each other that are compared, printed or returned.
MAX_DEPTH = 100

Item = TypeVar("Item")


class Meter(threading.local):
    """What is left to the evaluation that runs in this thread."""

    steps: int = MAX_STEPS
    depth: int = 0
    calls: int = 0


meter = Meter()


def spend(steps: int) -> None:
    """Take `steps` from what is left; the evaluation ends when nothing is.

    Outside of metered evaluations nothing is counted: a plain expression is bounded by its text.
    """
    if meter.depth == 0:
        return
    meter.steps -= steps
    if meter.steps < 0:
        raise ExpressionError(
            f"expected an evaluation of at most {MAX_STEPS} steps, but it needs more; "
            "use smaller lists and ranges"
        )


def metered(items: Iterable[Item], weight: int = 1) -> Iterator[Item]:
    """The items, each paid for before it is handed out."""
    for item in items:
        spend(weight)
        yield item


def checked_length(length: int) -> int:
    """The length of a string about to be made, refused when it is too long."""
    if length > MAX_STRING:
        raise ExpressionError(
            f"expected a string of at most {MAX_STRING} characters, but got {length}; build shorter strings"
        )
    spend(length >> 6)
    return length


def enter_call() -> None:
    """Count one more user-defined function inside the others; pair with `leave_call`."""
    meter.calls += 1
    if meter.calls > MAX_CALLS:
        raise ExpressionError(
            f"expected at most {MAX_CALLS} calls inside each other, but there are more; "
            "end the recursion earlier"
        )


def leave_call() -> None:
    """End what `enter_call` began."""
    meter.calls -= 1
