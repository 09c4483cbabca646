"""Decision models as callers hold them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dmn.graph import Graph, Key, Run
from engine.dmn.problems import Problem
from engine.dmn.table import Table
from engine.dmn.trace import MatchedRule, TracedRoot
from engine.expressions.expression import metered_value
from engine.expressions.faults import ExpressionError
from engine.expressions.scopes import NO_FUNCTIONS

Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionResult:
    """What a decision says, and the rules that say so."""

    value: Any
    matched: tuple[MatchedRule, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A decision of a model."""

    id: str
    name: str
    #: Names of the input data that the decision and those below it ask for; in tables of models
    #: without input data, the variables that the expressions name.
    inputs: tuple[str, ...]
    graph: Graph = field(repr=False)
    key: Key = field(repr=False)

    @property
    def table(self) -> Table | None:
        """The rules as drawn, where the decision is a table."""
        return self.graph.parts[self.key].table

    def evaluate(self, variables: Mapping[str, Any], functions: Functions | None = None) -> DecisionResult:
        """The result over these variables."""
        return evaluated(self.graph, self.key, variables, functions)


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionModel:
    """A model: decisions, knowledge models and services by id."""

    file: str
    name: str
    namespace: str
    decisions: Mapping[str, Decision]
    graph: Graph = field(repr=False)
    #: Ids of business knowledge models and decision services by name.
    invocables: Mapping[str, str] = field(default_factory=dict)
    #: What looks wrong but does run: names that nobody requires.
    warnings: tuple[Problem, ...] = ()
    #: Functions that callers must register.
    functions: frozenset[str] = frozenset()

    def invoke(
        self, name: str, arguments: Mapping[str, Any], functions: Functions | None = None
    ) -> DecisionResult:
        """What a knowledge model or decision service says to arguments given by name."""
        if name not in self.invocables:
            raise ExpressionError(
                f"expected a knowledge model or decision service {name!r} in {self.file}, but there is none"
            )
        key = (self.namespace, self.invocables[name])
        root = TracedRoot({}, functions or NO_FUNCTIONS)
        run = Run(self.graph, root, arguments)
        value = metered_value(lambda scope: run.invoke(key, arguments), root)
        return DecisionResult(value=value, matched=tuple(root.matched))


def evaluated(
    graph: Graph, key: Key, variables: Mapping[str, Any], functions: Functions | None
) -> DecisionResult:
    """The result of a decision of the graph."""
    root = TracedRoot(variables, functions or NO_FUNCTIONS)
    run = Run(graph, root, variables)
    value = metered_value(lambda scope: run.value(key), root)
    return DecisionResult(value=value, matched=tuple(root.matched))
