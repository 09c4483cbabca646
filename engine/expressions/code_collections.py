"""Closures of lists, contexts, ranges, paths, filters and membership."""

from collections.abc import Sequence
from typing import Any

from engine.expressions.builder import Builder, Closure, Rule
from engine.expressions.comparison import COMPARISONS, member
from engine.expressions.limits import MAX_STEPS, metered
from engine.expressions.properties import property_of
from engine.expressions.scopes import Scope
from engine.expressions.shape import nodes_with_depth
from engine.expressions.tree import (
    Boolean,
    ContextOf,
    Filter,
    HalfOpen,
    In,
    ListOf,
    Name,
    Node,
    Null,
    Number,
    Path,
    RangeOf,
    String,
    Test,
    Tests,
)
from engine.expressions.values import Range, as_number

INPUT = "?"
LITERALS = (Boolean, Null, Number, String)


def list_of(node: ListOf, builder: Builder) -> Closure:
    """[item, item]"""
    items = tuple(builder.build(item) for item in node.items)
    return lambda scope: [item(scope) for item in items]


def context_of(node: ContextOf, builder: Builder) -> Closure:
    """Entries see those before them; a name given twice makes the whole null."""
    entries = []
    for name, value in node.entries:
        entries.append((name, builder.build(value)))
        builder = builder.binding(name)
    if len(dict(entries)) < len(entries):
        return lambda scope: None

    def collect(scope: Any) -> dict[str, Any]:
        inner = Scope(scope)
        for name, value in entries:
            inner[name] = value(inner)
        return dict(inner)

    return collect


def range_of(node: RangeOf, builder: Builder) -> Closure:
    """[start..end]"""
    start, end = builder.build(node.start), builder.build(node.end)
    start_included, end_included = node.start_included, node.end_included

    def collect(scope: Any) -> Range:
        return Range(
            start=start(scope),
            end=end(scope),
            start_included=start_included,
            end_included=end_included,
        )

    return collect


def half_open(node: HalfOpen, builder: Builder) -> Closure:
    """(<limit)"""
    limit, form = builder.build(node.limit), node.operator
    return lambda scope: range_by_comparison(form, limit(scope))


def range_by_comparison(form: str, limit: Any) -> Range:
    """The range of the values that compare so with the limit."""
    included = form in {"<=", ">=", "="}
    return Range(
        start=None if form.startswith("<") else limit,
        end=None if form.startswith(">") else limit,
        start_included=included and not form.startswith("<"),
        end_included=included and not form.startswith(">"),
        form=form,
    )


def path(node: Path, builder: Builder) -> Closure:
    """source.name"""
    source, name = builder.build(node.source), node.name

    def follow(scope: Any) -> Any:
        value = source(scope)
        return value.get(name) if type(value) is dict else property_of(value, name)

    return follow


def filtered(node: Filter, builder: Builder) -> Closure:
    """source[condition]: an item by its number, or the items that meet the condition."""
    source = builder.build(node.source)
    names = tuple({part.name for part, _ in nodes_with_depth(node.condition) if isinstance(part, Name)})
    condition = builder.binding("item").build(node.condition)
    weight = builder.weight(node.condition)

    def select(scope: Any) -> Any:
        items = as_items(source(scope))
        return None if items is None else selected(items, condition, (scope, names, weight))

    def by_constant(scope: Any) -> Any:
        items, verdict = as_items(source(scope)), condition(scope)
        if items is None or (number := as_number(verdict)) is not None:
            return None if items is None else item_at(items, number)
        if verdict is None or isinstance(verdict, bool):
            return list(items) if verdict else []
        return None

    return select if names else by_constant


def as_items(source: Any) -> Sequence[Any] | None:
    """The items of a list; a single value is a list of itself, null is none."""
    if source is None or isinstance(source, (list, tuple)):
        return source
    return [source]


def selected(items: Sequence[Any], condition: Closure, inside: tuple[Scope, tuple[str, ...], int]) -> Any:
    """The items that meet the condition; when it gives a number, the item of that number."""
    scope, names, weight = inside
    found = []
    for item in metered(items, weight):
        verdict = condition(item_scope(scope, item, names))
        if verdict is True:
            found.append(item)
        elif type(verdict) is not bool and (number := as_number(verdict)) is not None:
            return item_at(items, number)
    return found


def item_scope(scope: Scope, item: Any, names: tuple[str, ...]) -> Scope:
    """The scope of a filter's condition: `item`, and the entries of an item that is a context."""
    inner = Scope(scope)
    inner["item"] = item
    if isinstance(item, dict):
        for name in names:
            if name in item:
                inner[name] = item[name]
    return inner


def item_at(items: Any, number: Any) -> Any:
    """The item of that number, from 1, or from the end when it is negative."""
    position = int(number)
    if position == 0 or abs(position) > len(items) or position != number:
        return None
    return items[position - 1 if position > 0 else position]


def membership(node: In, builder: Builder) -> Closure:
    """value in (test, test)"""
    value = builder.build(node.value)
    tests = tuple(test_closure(test, builder) for test in node.tests)

    def contains(scope: Any) -> Any:
        return any_test(value(scope), tests, scope)

    return contains


def test_closure(test: Node, builder: Builder) -> Any:
    """A test as a function of value and scope."""
    assert isinstance(test, Test)
    operand = builder.build(test.operand)
    compare = COMPARISONS.get(test.operator, member)
    return lambda value, scope: compare(value, operand(scope))


def any_test(value: Any, tests: Any, scope: Any) -> bool | None:
    """True as soon as one test holds; null when none does and one is unknown."""
    result: bool | None = False
    for test in tests:
        verdict = test(value, scope)
        if verdict is True:
            return True
        if verdict is None:
            result = None
    return result


def cell(node: Tests, builder: Builder) -> Closure:
    """A whole cell of a decision table, over the value named `?`."""
    if not node.tests:
        return lambda scope: True
    tests = tuple(cell_test(test, builder) for test in node.tests)
    negated = node.negated

    def meets(scope: Any) -> Any:
        verdict = any_test(scope[INPUT], tests, scope)
        return (None if verdict is None else not verdict) if negated else verdict

    return meets


def cell_test(test: Test, builder: Builder) -> Any:
    """One test of a cell; a condition, or what mentions `?`, speaks for itself."""
    mentions_input = any(part == Name(INPUT) for part, _ in nodes_with_depth(test.operand))
    if test.operator == "condition" or (test.operator == "in" and mentions_input):
        condition = builder.build(test.operand)
        return lambda value, scope: condition(scope)
    if test.operator == "in" and not isinstance(test.operand, LITERALS):
        return expression_test(builder.build(test.operand))
    return test_closure(test, builder)


def expression_test(operand: Closure) -> Any:
    """A test without operator: what it says of itself when that is a truth value, else membership."""

    def meets(value: Any, scope: Any) -> Any:
        target = operand(scope)
        if isinstance(target, bool) and not isinstance(value, bool):
            return target
        return member(value, target)

    return meets


RULES: dict[type[Node], Rule] = {
    ListOf: list_of,
    ContextOf: context_of,
    RangeOf: range_of,
    HalfOpen: half_open,
    Path: path,
    Filter: filtered,
    In: membership,
    Tests: cell,
}
__all__ = ["INPUT", "MAX_STEPS", "RULES", "range_by_comparison"]
