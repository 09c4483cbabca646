"""JUEL text to compiled expressions: the subset of Camunda 7 models that needs no Java."""

import re
from collections.abc import Callable, Mapping
from decimal import DecimalException
from typing import Any

from engine.expressions.builder import Builder, Closure, Rule
from engine.expressions.code_calls import call_registered
from engine.expressions.code_comparisons import NAME_WITH_LITERAL
from engine.expressions.code_operators import PYTHON_COMPARISONS
from engine.expressions.expression import Expression, Needs
from engine.expressions.faults import ExpressionError
from engine.expressions.juel_operators import OPERATIONS, PREFIXES, to_boolean, to_text
from engine.expressions.juel_parser import parse_juel
from engine.expressions.juel_tree import (
    Choice,
    FunctionCall,
    Item,
    Literal,
    Operation,
    Prefix,
    Text,
    Variable,
)
from engine.expressions.limits import checked_length
from engine.expressions.scopes import registered
from engine.expressions.shape import nodes_with_depth
from engine.expressions.tree import Node
from engine.expressions.values import as_number

JUEL = re.compile(r"[$#]\{")
#: Types that Python compares as JUEL does.
PLAIN_TYPES = frozenset({int, str})


def is_juel(text: str) -> bool:
    """Whether the text holds `${...}` or `#{...}`."""
    return JUEL.search(text) is not None


def compile_juel(text: str) -> Expression:
    """A JUEL expression, or a text with expressions in it."""
    node = parse_juel(text)
    parts = [part for part, _ in nodes_with_depth(node)]
    return Expression(
        text,
        Builder(rules=RULES).build(node),
        needs=Needs(
            names=frozenset(part.name for part in parts if isinstance(part, Variable)),
            functions=frozenset(part.name for part in parts if isinstance(part, FunctionCall)),
        ),
        is_literal=all(isinstance(part, (Text, Literal)) for part in parts) and not is_juel(text),
        is_plain=not any(isinstance(part, FunctionCall) for part in parts),
    )


def text_of(node: Text, builder: Builder) -> Closure:
    """The value of a single expression, or a text put together."""
    parts = tuple(builder.build(part) for part in node.parts)
    if len(parts) == 1:
        return parts[0]

    def join(scope: Any) -> str:
        texts = [to_text(part(scope)) for part in parts]
        checked_length(sum(map(len, texts)))
        return "".join(texts)

    return join


def literal(node: Literal, builder: Builder) -> Closure:
    """Always the same value."""
    value = node.value
    return lambda scope: value


def variable(node: Variable, builder: Builder) -> Closure:
    """The value of a variable, which must be there."""
    name = node.name

    def look_up(scope: Any) -> Any:
        try:
            value = scope[name]
        except KeyError:
            raise unknown(name) from None
        if value is None and type(scope) is not dict and not scope.holds(name):
            raise unknown(name)
        return value

    return look_up


def unknown(name: str) -> ExpressionError:
    """The error for a variable that nobody set."""
    return ExpressionError(
        f"expected a variable {name!r}, but there is none; set it before or test it with empty"
    )


def item(node: Item, builder: Builder) -> Closure:
    """source.name of a map, source[number] of a list."""
    source, key = builder.build(node.source), builder.build(node.key)
    return lambda scope: item_of(source(scope), key(scope))


def item_of(source: Any, key: Any) -> Any:
    """An entry of a map or an item of a list, counted from 0; null of null and when absent."""
    if source is None or key is None:
        return None
    if isinstance(source, Mapping):
        return source.get(key)
    if isinstance(source, (list, tuple)):
        position = as_number(key)
        if position is None or position != int(position):
            raise ExpressionError(f"expected a whole number as index, but got {key!r}")
        return source[int(position)] if 0 <= position < len(source) else None
    raise ExpressionError(
        f"expected a map or list that has {str(key)[:100]!r}, but got {type(source).__name__}"
    )


def call(node: FunctionCall, builder: Builder) -> Closure:
    """A function of the caller."""
    name = node.name
    arguments = tuple(builder.build(argument) for argument in node.arguments)

    def run(scope: Any) -> Any:
        function = registered(scope.root().functions, name)
        if function is None:
            raise ExpressionError(f"expected a registered function, but {name!r} is none")
        return call_registered(name, function, scope, ([part(scope) for part in arguments], {}))

    return run


def operation(node: Operation, builder: Builder) -> Closure:
    """left operator right; && and || look at the right side only when they must."""
    left, right = builder.build(node.left), builder.build(node.right)
    if node.operator in {"&&", "||"}:
        return junction(left, right, decisive=node.operator == "||")
    meaning = OPERATIONS[node.operator]
    python = PYTHON_COMPARISONS.get("=" if node.operator == "==" else node.operator)
    if python is None:
        return guarded(meaning, left, right)
    compare = compared(meaning, python, left, right)
    name, literal = node.left, node.right
    if isinstance(name, Variable) and isinstance(literal, Literal) and type(literal.value) in PLAIN_TYPES:
        return NAME_WITH_LITERAL[node.operator](name.name, literal.value, compare)
    return compare


def junction(left: Closure, right: Closure, decisive: bool) -> Closure:
    """&& and ||: the right side is looked at only when the left does not decide."""

    def join(scope: Any) -> bool:
        value = left(scope)
        if (value if value is True or value is False else to_boolean(value)) is decisive:
            return decisive
        value = right(scope)
        return value if value is True or value is False else to_boolean(value)

    return join


def compared(
    meaning: Callable[[Any, Any], Any],
    python: Callable[[Any, Any], Any],
    left: Closure,
    right: Closure,
) -> Closure:
    """A comparison, quick where both sides are plain and alike."""

    def compare(scope: Any) -> Any:
        a, b = left(scope), right(scope)
        if type(a) is type(b) and type(a) in PLAIN_TYPES:
            return python(a, b)
        return meaning(a, b)

    return compare


def guarded(meaning: Callable[[Any, Any], Any], left: Closure, right: Closure) -> Closure:
    """Arithmetic, with our error where it has no result."""

    def calculate(scope: Any) -> Any:
        try:
            return meaning(left(scope), right(scope))
        except DecimalException:
            raise ExpressionError("expected a number in range, but the result is none") from None

    return calculate


def prefix(node: Prefix, builder: Builder) -> Closure:
    """!operand, -operand, empty operand"""
    if node.operator == "empty" and isinstance(node.operand, Variable):
        return empty_variable(node.operand.name)
    meaning, operand = PREFIXES[node.operator], builder.build(node.operand)
    return lambda scope: meaning(operand(scope))


def empty_variable(name: str) -> Closure:
    """Whether a variable is empty; one that nobody set is."""
    meaning = PREFIXES["empty"]

    def test(scope: Any) -> bool:
        try:
            return bool(meaning(scope[name]))
        except KeyError:
            return True

    return test


def choice(node: Choice, builder: Builder) -> Closure:
    """condition ? chosen : otherwise"""
    condition = builder.build(node.condition)
    chosen, otherwise = builder.build(node.chosen), builder.build(node.otherwise)
    return lambda scope: chosen(scope) if to_boolean(condition(scope)) else otherwise(scope)


RULES: dict[type[Node], Rule] = {
    Text: text_of,
    Literal: literal,
    Variable: variable,
    Item: item,
    FunctionCall: call,
    Operation: operation,
    Prefix: prefix,
    Choice: choice,
}
