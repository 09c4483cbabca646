"""Functions on lists. Positions count from 1, negative ones from the end."""

from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from engine.expressions.arithmetic import whole
from engine.expressions.comparison import equal, order
from engine.expressions.limits import metered, spend
from engine.expressions.signatures import FunctionTable
from engine.expressions.values import Function

FUNCTIONS = FunctionTable()


def index_at(position: Any, length: int) -> int | None:
    """The Python index of a position, or None when the list has no such place."""
    number = whole(position)
    if not number or abs(number) > length:
        return None
    return number - 1 if number > 0 else length + number


def is_in(item: Any, items: list[Any]) -> bool:
    """Whether the list has an equal item."""
    return any(equal(item, other) is True for other in metered(items))


@FUNCTIONS.define("list contains(list: list, element: Any) -> boolean")
def list_contains(items: list[Any], element: Any) -> bool:
    """Whether the list has the element."""
    return is_in(element, items)


@FUNCTIONS.define("count(list: list) -> number")
def count(items: list[Any]) -> int:
    """How many items the list has."""
    return len(items)


def extreme(items: list[Any], sign: int) -> Any:
    """The item that comes first or last; null when two have no order."""
    best = None
    for item in metered(items):
        if item is None:
            return None
        found = sign if best is None else order(item, best)
        if found is None:
            return None
        if found == sign:
            best = item
    return best if best is None or order(best, best) == 0 else None


@FUNCTIONS.define("min(list...: Any) -> Any")
def minimum(items: list[Any]) -> Any:
    """The smallest item."""
    return extreme(items, -1)


@FUNCTIONS.define("max(list...: Any) -> Any")
def maximum(items: list[Any]) -> Any:
    """The largest item."""
    return extreme(items, 1)


def conjunction(items: list[Any], decisive: bool) -> bool | None:
    """The decisive truth value when one item has it, else its opposite, null when unsure."""
    otherwise = not decisive
    result: bool | None = otherwise
    for item in metered(items):
        if item is decisive:
            return bool(decisive)
        if item is not otherwise:
            result = None
    return result


@FUNCTIONS.define("all(list...: Any) -> boolean", "and(list...: Any) -> boolean")
def all_true(items: list[Any]) -> bool | None:
    """Whether every item is true."""
    return conjunction(items, decisive=False)


@FUNCTIONS.define("any(list...: Any) -> boolean", "or(list...: Any) -> boolean")
def any_true(items: list[Any]) -> bool | None:
    """Whether some item is true."""
    return conjunction(items, decisive=True)


@FUNCTIONS.define("sublist(list: list, start position: number, length?: number) -> list")
def sublist(items: list[Any], start: Any, length: Any = None) -> list[Any] | None:
    """The items from a position on."""
    begin = index_at(start, len(items))
    size = len(items) if length is None else whole(length)
    if begin is None or size is None or size < 1 or (length is not None and begin + size > len(items)):
        return None
    spend(len(items))
    return list(items[begin : begin + size])


@FUNCTIONS.define("append(list: list, item...: Any) -> list")
def append(items: list[Any], added: list[Any]) -> list[Any]:
    """The list with items at its end."""
    spend(len(items))
    return [*items, *added]


@FUNCTIONS.define("concatenate(list...: Any) -> list")
def concatenate(lists: list[Any]) -> list[Any] | None:
    """The items of the lists, one list after the other; null when a list is null."""
    result: list[Any] = []
    for items in lists:
        if items is None:
            return None
        part = items if isinstance(items, (list, tuple)) else [items]
        spend(len(part))
        result.extend(part)
    return result


@FUNCTIONS.define("insert before(list: list, position: number, newItem: Any) -> list")
def insert_before(items: list[Any], position: Any, added: Any) -> list[Any] | None:
    """The list with an item put before the position."""
    index = index_at(position, len(items))
    if index is None:
        return None
    spend(len(items))
    return [*items[:index], added, *items[index:]]


@FUNCTIONS.define("remove(list: list, position: number) -> list")
def remove(items: list[Any], position: Any) -> list[Any] | None:
    """The list without the item at the position."""
    index = index_at(position, len(items))
    if index is None:
        return None
    spend(len(items))
    return [*items[:index], *items[index + 1 :]]


@FUNCTIONS.define("list replace(list: list, position: number, newItem: Any) -> list")
def replace_at(items: list[Any], position: Any, added: Any) -> list[Any] | None:
    """The list with another item at the position."""
    index = index_at(position, len(items))
    if index is None:
        return None
    spend(len(items))
    return [*items[:index], added, *items[index + 1 :]]


@FUNCTIONS.define("list replace(list: list, match: function, newItem: Any) -> list")
def replace_matching(items: list[Any], match: Function, added: Any) -> list[Any] | None:
    """The list with another item wherever match(item, newItem) is true."""
    if len(match.parameters) != 2:
        return None
    verdicts = [match.call([item, added]) for item in metered(items)]
    if not all(isinstance(verdict, bool) for verdict in verdicts):
        return None
    return [added if verdict else item for item, verdict in zip(items, verdicts, strict=True)]


@FUNCTIONS.define("reverse(list: list) -> list")
def reverse(items: list[Any]) -> list[Any]:
    """The list from its end to its start."""
    spend(len(items))
    return list(reversed(items))


@FUNCTIONS.define("index of(list: list, match: Any) -> list<number>")
def index_of(items: list[Any], match: Any) -> list[int]:
    """The positions of the items that equal the match."""
    return [place for place, item in enumerate(metered(items), 1) if equal(item, match) is True]


def distinct(items: list[Any]) -> list[Any]:
    """Each item once."""
    result: list[Any] = []
    plain: set[tuple[bool, Any]] = set()
    for item in metered(items):
        if isinstance(item, (int, str, Decimal)):
            key = (isinstance(item, bool), item)
            if key not in plain:
                plain.add(key)
                result.append(item)
        elif not is_in(item, result):
            result.append(item)
    return result


@FUNCTIONS.define("union(list...: Any) -> list")
def union(lists: list[Any]) -> list[Any] | None:
    """The items of the lists, each once; null when a list is null."""
    items = concatenate(lists)
    return None if items is None else distinct(items)


@FUNCTIONS.define("distinct values(list: list) -> list")
def distinct_values(items: list[Any]) -> list[Any]:
    """The items of the list, each once."""
    return distinct(items)


@FUNCTIONS.define("flatten(list: list) -> list")
def flatten(items: list[Any]) -> list[Any]:
    """The items of the list and of the lists in it."""
    result: list[Any] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            spend(1)
            if isinstance(item, (list, tuple)):
                waiting.append(iter(item))
                break
            result.append(item)
        else:
            waiting.pop()
    return result


@FUNCTIONS.define("sort(list: list, precedes?: function) -> list")
def sort(items: list[Any], precedes: Function | None = None) -> list[Any] | None:
    """The list in the order that precedes(a, b) says, or in the natural one."""
    if precedes is not None and len(precedes.parameters) != 2:
        return None

    def compare(left: Any, right: Any) -> int:
        spend(1)
        if precedes is None:
            return order(left, right) or 0
        if precedes.call([left, right]) is True:
            return -1
        return 1 if precedes.call([right, left]) is True else 0

    return sorted(items, key=cmp_to_key(compare))
