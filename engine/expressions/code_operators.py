"""Closures of literals, names and operators; the common cases first, for they are many."""

import operator
from collections.abc import Callable
from typing import Any

from engine.expressions import arithmetic
from engine.expressions.builder import Builder, Closure, Rule
from engine.expressions.calculation import calculate, negate
from engine.expressions.code_comparisons import NAME_WITH_LITERAL, several, two
from engine.expressions.comparison import COMPARISONS, PLAIN_TYPES, at_least, at_most, both, negated
from engine.expressions.temporal import parse_literal
from engine.expressions.tree import (
    At,
    Between,
    Binary,
    Boolean,
    Conditional,
    Name,
    Negation,
    Node,
    Null,
    Number,
    String,
)

PYTHON_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
PYTHON_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
LITERALS = (Number, String)


def constant(value: Any) -> Closure:
    """Always the same value."""
    return lambda scope: value


def name(node: Name, builder: Builder) -> Closure:
    """The value of a name; null when nobody knows it."""
    wanted = node.name

    def look_up(scope: Any) -> Any:
        try:
            return scope[wanted]
        except KeyError:
            return None

    return look_up


def binary(node: Binary, builder: Builder) -> Closure:
    """An operator between two operands."""
    if node.operator in {"and", "or"}:
        return junction(node, builder)
    if node.operator in COMPARISONS:
        return comparison(node, builder)
    left, right = builder.build(node.left), builder.build(node.right)
    python = PYTHON_ARITHMETIC.get(node.operator)
    if python is None:
        return plain_calculation(node.operator, left, right)
    return calculation(node.operator, python, left, right)


def plain_calculation(sign: str, left: Closure, right: Closure) -> Closure:
    """Division and powers."""
    return lambda scope: calculate(sign, left(scope), right(scope))


def calculation(sign: str, python: Callable[[int, int], int], left: Closure, right: Closure) -> Closure:
    """Operations that Python does for whole numbers."""
    largest = arithmetic.LARGEST

    def calculated(scope: Any) -> Any:
        a, b = left(scope), right(scope)
        if type(a) is int and type(b) is int:
            result = python(a, b)
            return result if -largest < result < largest else arithmetic.rounded(result)
        return calculate(sign, a, b)

    return calculated


def comparison(node: Binary, builder: Builder) -> Closure:
    """One of = != < <= > >="""
    python, slow = PYTHON_COMPARISONS[node.operator], COMPARISONS[node.operator]
    left, right = builder.build(node.left), builder.build(node.right)

    def compare(scope: Any) -> Any:
        a, b = left(scope), right(scope)
        family = type(a)
        if family is type(b) and family in PLAIN_TYPES:
            return python(a, b)
        return slow(a, b)

    if isinstance(node.left, Name) and isinstance(node.right, LITERALS):
        return NAME_WITH_LITERAL[node.operator](node.left.name, node.right.value, compare)
    return compare


def operands(node: Node, sign: str) -> list[Node]:
    """The operands of a chain of one operator, from left to right."""
    found: list[Node] = []
    while isinstance(node, Binary) and node.operator == sign:
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


def junction(node: Binary, builder: Builder) -> Closure:
    """A chain of `and` or of `or`: the first operand that decides, null when one is unknown."""
    parts = tuple(builder.build(part) for part in operands(node, node.operator))
    decisive = node.operator == "or"
    return two(*parts, decisive) if len(parts) == 2 else several(parts, decisive)


def negation(node: Negation, builder: Builder) -> Closure:
    """-operand"""
    operand = builder.build(node.operand)
    return lambda scope: negate(operand(scope))


def between(node: Between, builder: Builder) -> Closure:
    """value between low and high, ends included"""
    value, low, high = (builder.build(part) for part in (node.value, node.low, node.high))

    def compare(scope: Any) -> Any:
        found = value(scope)
        return both(at_least(found, low(scope)), at_most(found, high(scope)))

    return compare


def conditional(node: Conditional, builder: Builder) -> Closure:
    """The chosen branch when the condition is true, the other when it is false or null."""
    condition = builder.build(node.condition)
    chosen, otherwise = builder.build(node.chosen), builder.build(node.otherwise)

    def choose(scope: Any) -> Any:
        verdict = condition(scope)
        if verdict is True:
            return chosen(scope)
        return otherwise(scope) if verdict is None or verdict is False else None

    return choose


RULES: dict[type[Node], Rule] = {
    Null: lambda node, builder: constant(None),
    Boolean: lambda node, builder: constant(node.value),
    Number: lambda node, builder: constant(node.value),
    String: lambda node, builder: constant(node.value),
    At: lambda node, builder: constant(parse_literal(node.text)),
    Name: name,
    Binary: binary,
    Negation: negation,
    Between: between,
    Conditional: conditional,
}
__all__ = ["RULES", "constant", "negated"]
