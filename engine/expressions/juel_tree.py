"""The tree of a JUEL expression."""

from dataclasses import dataclass
from decimal import Decimal

from engine.expressions.tree import Node


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """12, 'text', true, null"""

    value: int | Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """applicant"""

    name: str


@dataclass(frozen=True, slots=True)
class Item(Node):
    """source.name, source[key]"""

    source: Node
    key: Node


@dataclass(frozen=True, slots=True)
class FunctionCall(Node):
    """name(argument, ...)"""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """left operator right"""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Prefix(Node):
    """!operand, -operand, empty operand"""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """condition ? chosen : otherwise"""

    condition: Node
    chosen: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Text with expressions in it; a single expression alone keeps its type"""

    parts: tuple[Node, ...]
