"""What attributes of a model say, evaluated: parameters, names, priorities, retries."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.bpmn.faults import Fault
from engine.bpmn.model import Content, Parameter, Passing
from engine.bpmn.retries import read_retries
from engine.bpmn.scopes import visible
from engine.bpmn.specs.tree import Token, Tree
from engine.expressions import Expression

#: tries of a job that says nothing
TRIES = 3


def evaluate(tree: Tree, token: Token, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values of input or output parameters; later ones see earlier ones."""
    values: dict[str, Any] = {}
    seen = visible(token).copy()
    for parameter in parameters:
        value = _content(tree, token, parameter.content, seen)
        values[parameter.name] = seen[parameter.name] = value
    return values


def _content(tree: Tree, token: Token, content: Content, seen: Mapping[str, Any]) -> Any:
    if content is None:
        return None
    if isinstance(content, tuple):
        return [_content(tree, token, each, seen) for each in content]
    if isinstance(content, Mapping):
        return {name: _content(tree, token, each, seen) for name, each in content.items()}
    return tree.evaluate(token, content, seen)


def passed(tree: Tree, token: Token, passings: tuple[Passing, ...]) -> dict[str, Any]:
    """What camunda:in hands over, as seen from a token."""
    return handed(passings, visible(token), lambda source: tree.evaluate(token, source))


def handed(
    passings: tuple[Passing, ...],
    variables: Mapping[str, Any],
    evaluate: Callable[[Expression], Any],
) -> dict[str, Any]:
    """What camunda:in or camunda:out hand over from one scope to another."""
    values: dict[str, Any] = {}
    for each in passings:
        if each.target is None:
            values.update(variables)
        elif each.variable is not None:
            values[each.target] = variables.get(each.variable)
        elif each.source is not None:
            values[each.target] = evaluate(each.source)
    return values


def text(tree: Tree, token: Token, expression: Expression | None) -> str | None:
    """A name or id; empty is None."""
    if expression is None:
        return None
    value = tree.evaluate(token, expression)
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Fault(f"expected {expression.text} to be text, but it is {value!r:.100}")


def names(tree: Tree, token: Token, expression: Expression | None) -> tuple[str, ...]:
    """Names separated by commas, or a list of names."""
    if expression is None:
        return ()
    value = tree.evaluate(token, expression)
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    if value is None:
        return ()
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return tuple(each for each in value if each)
    raise Fault(f"expected {expression.text} to be names, but it is {value!r:.100}")


def priority(tree: Tree, token: Token, expression: Expression | None, default: int) -> int:
    """A whole number; it may be written as text."""
    return default if expression is None else whole(tree.evaluate(token, expression), expression)


def whole(value: Any, expression: Expression) -> int:
    """A whole number within reason."""
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal() and len(value) < 12:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**12:
        return value
    raise Fault(f"expected {expression.text} to be a whole number, but it is {value!r:.100}")


def retries(tree: Tree, token: Token) -> tuple[int, tuple[int, ...]]:
    """How often a job is tried, and the pauses in seconds."""
    cycle = token.element.retries.cycle
    if cycle is None:
        return TRIES, ()
    value = tree.evaluate(token, cycle)
    if not isinstance(value, str):
        raise Fault(f"expected retries like R3/PT10M, but got {value!r:.100}", "job")
    return read_retries(value)
