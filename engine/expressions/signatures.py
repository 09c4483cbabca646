"""Functions of the language: typed signatures, and the choice among those of one name."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import DecimalException
from typing import Any, TypeVar

from engine.expressions.faults import ExpressionFault
from engine.expressions.limits import CALL_COST, spend
from engine.expressions.values import KINDS, kind

SIGNATURE = re.compile(r"(?P<name>[^(]+)\((?P<parameters>[^)]*)\) -> (?P<result>.+)")
PARAMETER = re.compile(r"(?P<name>[^:?.]+)(?P<mark>\?|\.\.\.)?: (?P<types>.+)")
DURATIONS = frozenset({"days and time duration", "years and months duration"})
Implementation = Callable[..., Any]
Defined = TypeVar("Defined", bound=Implementation)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A parameter; `types` is empty when it takes anything, null included."""

    name: str
    types: frozenset[str]
    optional: bool = False
    repeated: bool = False

    def accept(self, value: Any) -> tuple[bool, Any]:
        """Whether the value fits, and what it is then: lists of one and single values convert."""
        family = kind(value)
        if self.repeated:
            return value is not None, value if family == "list" else [value]
        if not self.types or family in self.types or (value is None and self.optional):
            return True, value
        if family == "list" and len(value) == 1 and kind(value[0]) in self.types:
            return True, value[0]
        if self.types == {"list"} and value is not None:
            return True, [value]
        return False, None


@dataclass(frozen=True, kw_only=True, slots=True)
class Overload:
    """One signature of a function and what carries it out."""

    name: str
    parameters: tuple[Parameter, ...]
    result: str
    text: str
    implementation: Implementation
    required: int
    gathers: bool

    @property
    def documentation(self) -> str:
        """What the function does."""
        return self.implementation.__doc__ or ""

    def arrange(self, positional: Sequence[Any], named: Mapping[str, Any]) -> list[Any] | None:
        """Arguments in the order of the parameters, or None when they do not fit."""
        if named:
            return self.by_name(named)
        if self.gathers:
            return self.gathered(positional)
        if not self.required <= len(positional) <= len(self.parameters):
            return None
        return self.checked(zip(self.parameters, positional, strict=False))

    def by_name(self, named: Mapping[str, Any]) -> list[Any] | None:
        """Arguments given by name."""
        if not named.keys() <= {parameter.name for parameter in self.parameters}:
            return None
        if any(not p.optional and p.name not in named for p in self.parameters):
            return None
        return self.checked([(p, named.get(p.name)) for p in self.parameters])

    def gathered(self, positional: Sequence[Any]) -> list[Any] | None:
        """The last parameter as a list of all that is left, or as the one list given."""
        fixed = len(self.parameters) - 1
        rest = list(positional[fixed:])
        if len(positional) <= fixed:
            return None
        if fixed == 0 and len(rest) == 1 and isinstance(rest[0], (list, tuple)):
            rest = list(rest[0])
        given = [*zip(self.parameters, positional[:fixed], strict=False)]
        arranged = self.checked(given)
        return None if arranged is None else [*arranged, rest]

    def checked(self, pairs: Iterable[tuple[Parameter, Any]]) -> list[Any] | None:
        """The arguments, converted where that is allowed; None when one does not fit."""
        arguments = []
        for parameter, value in pairs:
            if KINDS.get(type(value)) in parameter.types and not parameter.repeated:
                arguments.append(value)
                continue
            fits, converted = parameter.accept(value)
            if not fits:
                return None
            arguments.append(converted)
        return arguments


class FunctionTable(dict[str, tuple[Overload, ...]]):
    """Functions by name, filled by the decorator `define`."""

    def define(self, *signatures: str) -> Callable[[Defined], Defined]:
        """Enter the function under these signatures."""

        def enter(implementation: Defined) -> Defined:
            for text in signatures:
                overload = read_signature(text, implementation)
                self[overload.name] = (*self.get(overload.name, ()), overload)
            return implementation

        return enter


def read_signature(text: str, implementation: Implementation) -> Overload:
    """`substring(string: string, start position: number, length?: number) -> string`"""
    found = SIGNATURE.fullmatch(text)
    assert found is not None, text
    pieces = [piece for piece in found["parameters"].split(", ") if piece]
    parameters = tuple(read_parameter(piece) for piece in pieces)
    return Overload(
        name=found["name"],
        parameters=parameters,
        result=found["result"],
        text=text,
        implementation=implementation,
        required=sum(not parameter.optional for parameter in parameters),
        gathers=any(parameter.repeated for parameter in parameters),
    )


def read_parameter(text: str) -> Parameter:
    """`length?: number`"""
    found = PARAMETER.fullmatch(text)
    assert found is not None, text
    types = frozenset(found["types"].split(" | "))
    if "duration" in types:
        types = types - {"duration"} | DURATIONS
    return Parameter(
        name=found["name"],
        types=frozenset() if "Any" in types else types,
        optional=found["mark"] == "?",
        repeated=found["mark"] == "...",
    )


def call_overloads(
    overloads: tuple[Overload, ...], positional: Sequence[Any], named: Mapping[str, Any]
) -> Any:
    """The value of the first signature that fits; null when none does or it has no value."""
    cost = CALL_COST
    for value in positional:
        if type(value) is str:
            cost += len(value) >> 5
    spend(cost)
    for overload in overloads:
        arguments = overload.arrange(positional, named)
        if arguments is not None:
            try:
                return overload.implementation(*arguments)
            except ExpressionFault:
                raise
            except (ValueError, OverflowError, DecimalException, ZeroDivisionError):
                return None
    return None
