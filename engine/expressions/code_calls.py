"""Closures of function definitions, calls and type checks."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.expressions import code_operators
from engine.expressions.builder import Builder, Closure, Rule
from engine.expressions.faults import ExpressionError, ExpressionFault
from engine.expressions.limits import CALL_COST, enter_call, leave_call, spend
from engine.expressions.scopes import Root, Scope, Visible, registered
from engine.expressions.signatures import FunctionTable, Overload, call_overloads
from engine.expressions.tree import Call, FunctionOf, InstanceOf, Name, Node, Type
from engine.expressions.types import conform, is_instance, resolve, type_text
from engine.expressions.values import Function

#: Functions that read a clock: a caller's function of the same name comes first.
REPLACEABLE = frozenset({"now", "today"})


class CallRules:
    """Rules of calls; `builtins` are the functions of the language."""

    def __init__(self, builtins: FunctionTable) -> None:
        self.builtins = builtins
        self.as_values = {name: as_value(name, table) for name, table in builtins.items()}

    def rules(self) -> dict[type[Node], Rule]:
        """The rules by kind of node."""
        return {
            Call: self.call,
            FunctionOf: function_of,
            InstanceOf: instance_of,
            Name: self.name,
        }

    def call(self, node: Call, builder: Builder) -> Closure:
        """function(arguments)"""
        positional = tuple(builder.build(argument) for argument in node.positional)
        named = tuple((name, builder.build(argument)) for name, argument in node.named)
        wanted = node.function.name if isinstance(node.function, Name) else ""
        if not wanted:
            return call_value(builder.build(node.function), positional, named)
        overloads = self.builtins.get(wanted, ())
        if not overloads or wanted in REPLACEABLE or wanted in builder.bound:
            return call_by_name(wanted, overloads, positional, named)
        return call_builtin(overloads, positional, named)

    def name(self, node: Name, builder: Builder) -> Closure:
        """The value of a name; functions of the language are values too."""
        look_up = code_operators.name(node, builder)
        function = self.as_values.get(node.name)
        if function is None:
            return look_up

        def look_up_or_function(scope: Any) -> Any:
            value = look_up(scope)
            return function if value is None else value

        return look_up_or_function


Positional = tuple[Closure, ...]
Named = tuple[tuple[str, Closure], ...]


def call_builtin(overloads: tuple[Overload, ...], positional: Positional, named: Named) -> Closure:
    """A function of the language."""
    if named:
        return lambda scope: call_overloads(overloads, (), {n: argument(scope) for n, argument in named})
    return lambda scope: call_overloads(overloads, [argument(scope) for argument in positional], {})


def call_value(function: Closure, positional: Positional, named: Named) -> Closure:
    """A function that is the value of an expression."""

    def call(scope: Any) -> Any:
        target = function(scope)
        arguments = [argument(scope) for argument in positional]
        return call_function(target, arguments, {name: value(scope) for name, value in named})

    return call


def call_by_name(
    wanted: str, overloads: tuple[Overload, ...], positional: Positional, named: Named
) -> Closure:
    """A variable that is a function, or a function of the caller."""

    def call(scope: Any) -> Any:
        arguments = [argument(scope) for argument in positional]
        by_name = {name: value(scope) for name, value in named}
        target = scope[wanted]
        if isinstance(target, Function):
            return call_function(target, arguments, by_name)
        own = registered(scope.root().functions, wanted)
        if own is not None:
            return call_registered(wanted, own, scope, (arguments, by_name))
        return call_overloads(overloads, arguments, by_name)

    return call


def call_function(target: Any, positional: list[Any], named: Mapping[str, Any]) -> Any:
    """The value of a function value; null when it is none or the arguments do not fit."""
    if not isinstance(target, Function):
        return None
    if named:
        if named.keys() != set(target.parameters):
            return target.call_named(named) if target.call_named else None
        positional = [named[name] for name in target.parameters]
    elif target.call_named is None and len(positional) != len(target.parameters):
        return None
    return target.call(positional)


def call_registered(
    name: str,
    function: Callable[..., Any],
    scope: Scope,
    arguments: tuple[list[Any], Mapping[str, Any]],
) -> Any:
    """The value of a caller's function; what it raises becomes our error, with its name."""
    positional, named = arguments
    spend(CALL_COST)
    if getattr(function, "wants_scope", False):
        positional = [Visible(scope), *positional]
    keywords = {key.replace(" ", "_"): value for key, value in named.items()}
    try:
        return function(*positional, **keywords)
    except ExpressionFault:
        raise
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise ExpressionError(f"expected {name}() to give a value, but {error}") from error


def as_value(name: str, overloads: tuple[Overload, ...]) -> Function:
    """A function of the language as a value that may be handed on."""
    return Function(
        name=name,
        parameters=tuple(parameter.name for parameter in overloads[0].parameters),
        call=lambda arguments: call_overloads(overloads, arguments, {}),
        call_named=lambda named: call_overloads(overloads, (), named),
    )


def function_of(node: FunctionOf, builder: Builder) -> Closure:
    """function(parameters) body: keeps the scope it was made in."""
    names = tuple(parameter.name for parameter in node.parameters)
    types = tuple(
        None if parameter.type is None else resolve(parameter.type, builder.types)
        for parameter in node.parameters
    )
    if node.external:
        return lambda scope: None
    body, weight = builder.binding(*names).build(node.body), builder.weight(node.body)

    def define(scope: Any) -> Function:
        def call(arguments: list[Any]) -> Any:
            inner = Scope(scope)
            for name, wanted, argument in zip(names, types, arguments, strict=False):
                inner[name] = argument if wanted is None else conform(argument, wanted)
                if argument is not None and inner[name] is None:
                    return None
            return called(body, inner, weight)

        texts = tuple("Any" if wanted is None else type_text(wanted) for wanted in types)
        return Function(parameters=names, call=call, types=texts)

    return define


def called(body: Closure, scope: Scope, weight: int) -> Any:
    """The value of a body, counted as one more call."""
    spend(weight)
    enter_call()
    try:
        return body(scope)
    finally:
        leave_call()


def instance_of(node: InstanceOf, builder: Builder) -> Closure:
    """value instance of type"""
    value, wanted = builder.build(node.value), resolve(node.type, builder.types)
    return lambda scope: is_instance(value(scope), wanted)


__all__ = ["CallRules", "Root", "Type", "call_function", "called"]
