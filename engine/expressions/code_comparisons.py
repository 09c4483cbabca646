"""The commonest conditions of all, a name beside a literal, as short as Python can have them.

Each closure decides when the value is of the literal's own type and hands everything else on.
"""

from collections.abc import Callable
from typing import Any

from engine.expressions.builder import Closure


def equal(wanted: str, literal: Any, otherwise: Closure) -> Closure:
    """name = literal"""
    family = type(literal)

    def compare(scope: Any) -> Any:
        try:
            value = scope[wanted]
        except KeyError:
            return otherwise(scope)
        return value == literal if type(value) is family else otherwise(scope)

    return compare


def unequal(wanted: str, literal: Any, otherwise: Closure) -> Closure:
    """name != literal"""
    family = type(literal)

    def compare(scope: Any) -> Any:
        try:
            value = scope[wanted]
        except KeyError:
            return otherwise(scope)
        return value != literal if type(value) is family else otherwise(scope)

    return compare


def less(wanted: str, literal: Any, otherwise: Closure) -> Closure:
    """name < literal"""
    family = type(literal)

    def compare(scope: Any) -> Any:
        try:
            value = scope[wanted]
        except KeyError:
            return otherwise(scope)
        return value < literal if type(value) is family else otherwise(scope)

    return compare


def at_most(wanted: str, literal: Any, otherwise: Closure) -> Closure:
    """name <= literal"""
    family = type(literal)

    def compare(scope: Any) -> Any:
        try:
            value = scope[wanted]
        except KeyError:
            return otherwise(scope)
        return value <= literal if type(value) is family else otherwise(scope)

    return compare


def greater(wanted: str, literal: Any, otherwise: Closure) -> Closure:
    """name > literal"""
    family = type(literal)

    def compare(scope: Any) -> Any:
        try:
            value = scope[wanted]
        except KeyError:
            return otherwise(scope)
        return value > literal if type(value) is family else otherwise(scope)

    return compare


def at_least(wanted: str, literal: Any, otherwise: Closure) -> Closure:
    """name >= literal"""
    family = type(literal)

    def compare(scope: Any) -> Any:
        try:
            value = scope[wanted]
        except KeyError:
            return otherwise(scope)
        return value >= literal if type(value) is family else otherwise(scope)

    return compare


NAME_WITH_LITERAL: dict[str, Callable[[str, Any, Closure], Closure]] = {
    "=": equal,
    "==": equal,
    "!=": unequal,
    "<": less,
    "<=": at_most,
    ">": greater,
    ">=": at_least,
}


def two(first: Closure, second: Closure, decisive: bool) -> Closure:
    """Two operands of `and` (decisive: False) or of `or` (decisive: True)."""
    otherwise = not decisive

    def join(scope: Any) -> Any:
        left = first(scope)
        if left is decisive:
            return decisive
        right = second(scope)
        if right is decisive:
            return decisive
        return otherwise if left is otherwise and right is otherwise else None

    return join


def several(parts: tuple[Closure, ...], decisive: bool) -> Closure:
    """Any number of operands."""
    otherwise = not decisive

    def join(scope: Any) -> Any:
        result: bool | None = otherwise
        for part in parts:
            value = part(scope)
            if value is decisive:
                return decisive
            if value is not otherwise:
                result = None
        return result

    return join
