"""The tree of an expression: plain frozen values, equal when they say the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""


@dataclass(frozen=True, slots=True)
class Null(Node):
    """null"""


@dataclass(frozen=True, slots=True)
class Boolean(Node):
    """true"""

    value: bool


@dataclass(frozen=True, slots=True)
class Number(Node):
    """12.50"""

    value: int | Decimal


@dataclass(frozen=True, slots=True)
class String(Node):
    """ "text" """

    value: str


@dataclass(frozen=True, slots=True)
class At(Node):
    """@"2012-12-20" """

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """applicant age"""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """source.name"""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """source[condition]"""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """function(positional, ...) or function(name: value, ...); never both"""

    function: Node
    positional: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """left operator right: arithmetic, comparison, and, or"""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """-operand"""

    operand: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """value between low and high"""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """value in (test, test)"""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Type(Node):
    """list<number>, context<a: string>, function<number> -> string, or a plain name"""

    name: str
    arguments: tuple["Type", ...] = ()
    fields: tuple[tuple[str, "Type"], ...] = ()
    result: "Type | None" = None
    #: Of values of a type that a model defines: whether they are among the allowed ones.
    admits: Callable[[Any], bool] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """value instance of type"""

    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """if condition then chosen else otherwise"""

    condition: Node
    chosen: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """name in source, or name in source..end when `end` is there"""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """for iterations return result"""

    iterations: tuple[Iteration, ...]
    result: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """some (or every) iterations satisfies condition"""

    every: bool
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """[item, item]"""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """{name: value, "other name": value}"""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    """[start..end], with ( or ) where the end does not belong to it"""

    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class HalfOpen(Node):
    """(<limit), (>=limit), (=limit), (!=limit)"""

    operator: str
    limit: Node


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """name: type"""

    name: str
    type: Type | None


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """function(parameters) body, or external with the mapping as body"""

    parameters: tuple[Parameter, ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class Test(Node):
    """One unary test: an operator and its operand; `in` with a value or range, `condition` in JUEL"""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """test, test, ... ; no tests at all is `-`, which everything meets"""

    tests: tuple[Test, ...]
    negated: bool
