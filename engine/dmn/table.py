"""A decision table as a node of the tree."""

from dataclasses import dataclass

from engine.expressions.tree import Node, Tests, Type


@dataclass(frozen=True, slots=True)
class InputClause(Node):
    """A column of conditions: what is tested, and which values it may have."""

    label: str
    expression: Node
    allowed: Tests | None
    type: Type | None


@dataclass(frozen=True, slots=True)
class OutputClause(Node):
    """A column of results; `allowed` gives the priorities, highest first."""

    name: str
    allowed: tuple[Node, ...]
    default: Node | None
    type: Type | None


@dataclass(frozen=True, slots=True)
class TableRule(Node):
    """A row."""

    id: str
    index: int
    tests: tuple[Tests, ...]
    outputs: tuple[Node, ...]
    annotation: str


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A whole table; `hit_policy` as in HIT_POLICIES."""

    decision: str
    hit_policy: str
    aggregation: str
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[TableRule, ...]


@dataclass(frozen=True, slots=True)
class Conformed(Node):
    """A value that must be of a type, else it is null."""

    value: Node
    type: Type
