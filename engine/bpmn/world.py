"""What an execution asks of the outside, for one command."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from engine.bpmn.model import Binding, Definition


class MatchedRule(Protocol):
    """One rule of a decision table that held."""

    @property
    def decision(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def index(self) -> int: ...
    @property
    def inputs(self) -> Any: ...
    @property
    def outputs(self) -> Any: ...
    @property
    def annotation(self) -> Any: ...


class DecisionResult(Protocol):
    """The answer of a decision."""

    @property
    def value(self) -> Any: ...
    @property
    def matched(self) -> tuple[Any, ...]: ...


class Decision(Protocol):
    """A deployed decision."""

    @property
    def id(self) -> str: ...

    def evaluate(
        self,
        variables: Mapping[str, Any],
        functions: Mapping[str, Callable[..., Any]] | None = None,
    ) -> DecisionResult: ...


class World(Protocol):
    """Time, functions, and what is deployed beside the definition."""

    #: the time of the command, aware, UTC
    @property
    def now(self) -> datetime: ...

    #: for expressions
    @property
    def functions(self) -> Mapping[str, Callable[..., Any]]: ...

    def definition(self, key: str, binding: Binding) -> Definition: ...

    def definition_by_id(self, id: str) -> Definition: ...

    def decision(self, reference: str, process: str, binding: Binding) -> tuple[str, Decision]: ...
