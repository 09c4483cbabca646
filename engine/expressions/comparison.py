"""Equality and order of values in three-valued logic: True, False, or None when neither holds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, time, timedelta
from typing import Any

from engine.expressions.far import make_moment, midnight
from engine.expressions.faults import ExpressionError
from engine.expressions.limits import MAX_DEPTH, VALUE_COST, spend
from engine.expressions.temporal import scale_date, scale_date_and_time, scale_time
from engine.expressions.values import Range, as_number, kind

Truth = bool | None


def equal(left: Any, right: Any, depth: int = 0) -> Truth:
    """left = right: null equals null alone, values of different kinds do not compare."""
    if type(left) is type(right) and type(left) in PLAIN_TYPES:
        return bool(left == right)
    if left is None or right is None:
        return left is right
    family = kind(left)
    if family != kind(right):
        return None
    return EQUALITIES.get(family, equal_as_they_are)(left, right, depth)


def equal_as_they_are(left: Any, right: Any, depth: int) -> Truth:
    """Texts, truth values, dates and functions."""
    return bool(left == right)


def equal_numbers(left: Any, right: Any, depth: int) -> Truth:
    """Numbers, however they are written."""
    return as_number(left) == as_number(right)


def equal_scaled(left: Any, right: Any, depth: int) -> Truth:
    """Moments: the same place on the line of time."""
    left_place, right_place = SCALES[kind(left)](left), SCALES[kind(right)](right)
    return bool(left_place == right_place)


def equal_lists(left: Sequence[Any], right: Sequence[Any], depth: int) -> Truth:
    """As long, and equal one by one."""
    deeper(depth)
    if len(left) != len(right):
        return False
    return all_equal(((a, b) for a, b in zip(left, right, strict=True)), depth)


def equal_contexts(left: Mapping[str, Any], right: Mapping[str, Any], depth: int) -> Truth:
    """The same names with equal values."""
    deeper(depth)
    if left.keys() != right.keys():
        return False
    return all_equal(((value, right[name]) for name, value in left.items()), depth)


def all_equal(pairs: Any, depth: int) -> Truth:
    """Whether each pair is equal."""
    for left, right in pairs:
        spend(VALUE_COST)
        if equal(left, right, depth + 1) is not True:
            return False
    return True


def equal_ranges(left: Range, right: Range, depth: int) -> Truth:
    """The same ends, included alike."""
    return (
        left.form == right.form
        and left.start_included == right.start_included
        and left.end_included == right.end_included
        and equal(left.start, right.start) is True
        and equal(left.end, right.end) is True
    )


def deeper(depth: int) -> None:
    """Refuse values that lie too deep in each other."""
    if depth > MAX_DEPTH:
        raise ExpressionError(f"expected values at most {MAX_DEPTH} deep, but they are deeper; flatten them")


def order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1 as left comes before, with or after right; None when there is no order."""
    if type(left) is type(right) and type(left) in PLAIN_TYPES:
        return -1 if left < right else int(left > right)
    family = kind(left)
    other = kind(right)
    scale = SCALES.get(family)
    if family != other and {family, other} == {"date", "date and time"}:
        left, right = beside(left, right), beside(right, left)
        scale = scale_date_and_time
    elif family != other or scale is None:
        return None
    left_place, right_place = scale(left), scale(right)
    if left_place is None or right_place is None:
        return None
    if isinstance(left_place, tuple) and left_place[0] != right_place[0]:
        return None
    return (left_place > right_place) - (left_place < right_place)


def beside(value: Any, other: Any) -> Any:
    """A date as its midnight: of UTC beside a moment with a zone."""
    if kind(value) == "date and time" or other.tzinfo is None:
        return midnight(value)
    return make_moment(value, time(tzinfo=UTC))


def itself(value: Any) -> Any:
    """Values that Python orders as FEEL does."""
    return value


SCALES: dict[str, Callable[[Any], Any]] = {
    "number": as_number,
    "string": itself,
    "date": scale_date,
    "date and time": scale_date_and_time,
    "time": scale_time,
    "days and time duration": itself,
    "years and months duration": itself,
}
EQUALITIES: dict[str, Callable[[Any, Any, int], Truth]] = {
    "number": equal_numbers,
    "date and time": equal_scaled,
    "time": equal_scaled,
    "list": equal_lists,
    "context": equal_contexts,
    "range": equal_ranges,
}


def less(left: Any, right: Any) -> Truth:
    """left < right"""
    found = order(left, right)
    return None if found is None else found < 0


def at_most(left: Any, right: Any) -> Truth:
    """left <= right"""
    found = order(left, right)
    return None if found is None else found <= 0


def greater(left: Any, right: Any) -> Truth:
    """left > right"""
    found = order(left, right)
    return None if found is None else found > 0


def at_least(left: Any, right: Any) -> Truth:
    """left >= right"""
    found = order(left, right)
    return None if found is None else found >= 0


def unequal(left: Any, right: Any) -> Truth:
    """left != right"""
    found = equal(left, right)
    return None if found is None else not found


def both(left: Truth, right: Truth) -> Truth:
    """left and right"""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def negated(value: Any) -> Truth:
    """not(value); null for what is no truth value"""
    return (not value) if isinstance(value, bool) else None


def within(value: Any, interval: Range) -> Truth:
    """Whether the value lies in the range; unknown when a bracketed range has no end."""
    if interval.form == "!=":
        return unequal(value, interval.start)
    if not interval.form and (interval.start is None or interval.end is None):
        return None
    above: Truth = True
    below: Truth = True
    if interval.start is not None:
        above = (at_least if interval.start_included else greater)(value, interval.start)
    if interval.end is not None:
        below = (at_most if interval.end_included else less)(value, interval.end)
    return both(above, below)


def member(value: Any, target: Any) -> Truth:
    """value in target: equal to it, in the range, or equal to or in one of the list."""
    if isinstance(target, Range):
        return within(value, target)
    if isinstance(target, (list, tuple)):
        if isinstance(value, (list, tuple)) and equal(value, target) is True:
            return True
        return any(is_member_of_item(value, item) for item in target)
    return equal(value, target)


def is_member_of_item(value: Any, item: Any) -> bool:
    """Whether one item of a list admits the value."""
    spend(1)
    if isinstance(item, Range) and not isinstance(value, Range):
        return within(value, item) is True
    return equal(value, item) is True


COMPARISONS: dict[str, Callable[[Any, Any], Truth]] = {
    "=": equal,
    "!=": unequal,
    "<": less,
    "<=": at_most,
    ">": greater,
    ">=": at_least,
}
#: Types whose values of one type Python compares as FEEL does.
PLAIN_TYPES = frozenset({int, str, date, timedelta})
