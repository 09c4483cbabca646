"""Names in scope while an expression is evaluated."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from engine.expressions.values import Function

Functions = Mapping[str, Callable[..., Any]]
NO_FUNCTIONS: Functions = {}


class Scope(dict[str, Any]):
    """Local names over those of the scope around; a name nobody knows is None."""

    __slots__ = ("outer",)

    def __init__(self, outer: "Scope") -> None:
        self.outer = outer

    def __missing__(self, name: str) -> Any:
        return self.outer[name]

    def root(self) -> "Root":
        """The outermost scope."""
        scope = self
        while not isinstance(scope, Root):
            scope = scope.outer
        return scope

    def holds(self, name: str) -> bool:
        """Whether somebody knows the name."""
        return name in self or self.outer.holds(name)

    def visible(self) -> set[str]:
        """All names in scope."""
        return {*self, *self.outer.visible()}


class Root(Scope):
    """Variables given by the caller, and functions under them."""

    __slots__ = ("functions", "variables")

    def __init__(self, variables: Mapping[str, Any], functions: Functions) -> None:
        self.variables = variables
        self.functions = functions

    def __missing__(self, name: str) -> Any:
        if name in self.variables:
            value = self[name] = self.variables[name]
            return value
        return None

    def root(self) -> "Root":
        return self

    def holds(self, name: str) -> bool:
        return name in self or name in self.variables

    def visible(self) -> set[str]:
        return {*self, *self.variables}


class Visible(Mapping[str, Any]):
    """What a function that `wants_scope` is given: the names in scope, read only."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __getitem__(self, name: str) -> Any:
        if not self.scope.holds(name):
            raise KeyError(name)
        return self.scope[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.scope.visible()))

    def __len__(self) -> int:
        return len(self.scope.visible())


class OnCall(Mapping[str, Callable[..., Any]]):
    """Functions that are made when the first of them is looked for: most evaluations call none."""

    def __init__(self, make: Callable[[], Functions]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Functions:
        return self._make()

    def __getitem__(self, name: str) -> Callable[..., Any]:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def registered(functions: Functions, name: str) -> Callable[..., Any] | None:
    """The caller's function of that name, with spaces or underscores."""
    found = functions.get(name)
    return found if found is not None else functions.get(name.replace(" ", "_"))


def is_function(value: Any) -> bool:
    """Whether the value may be called by an expression."""
    return isinstance(value, Function)
