"""FEEL text to compiled expressions."""

from collections.abc import Iterable

from engine.expressions.builtins import BUILTINS
from engine.expressions.compiler import build
from engine.expressions.expression import Expression, Needs
from engine.expressions.parser import parse_feel, parse_unary_tests
from engine.expressions.shape import nodes_with_depth
from engine.expressions.tree import (
    At,
    Between,
    Binary,
    Boolean,
    Conditional,
    HalfOpen,
    In,
    InstanceOf,
    ListOf,
    Name,
    Negation,
    Node,
    Null,
    Number,
    Path,
    RangeOf,
    String,
    Test,
    Type,
)
from engine.expressions.variables import called_functions, free_names

#: Nodes that need no more of a scope than `scope[name]`.
PLAIN = frozenset(
    {
        At,
        Between,
        Binary,
        Boolean,
        Conditional,
        HalfOpen,
        In,
        InstanceOf,
        ListOf,
        Name,
        Negation,
        Null,
        Number,
        Path,
        RangeOf,
        String,
        Test,
        Type,
    }
)


def compile_feel(text: str, names: Iterable[str] = ()) -> Expression:
    """A FEEL expression; `names` are variables whose names hold signs or keywords."""
    known = tuple(names)
    return compiled(text, parse_feel(text, known), known)


def compile_unary_tests(text: str, names: Iterable[str] = ()) -> Expression:
    """A cell of a decision table; evaluate it with `input`."""
    known = tuple(names)
    return compiled(text, parse_unary_tests(text, known), known)


def compiled(text: str, node: Node, names: Iterable[str]) -> Expression:
    """The expression of a tree."""
    certain, possible = free_names(node)
    return Expression(
        text,
        build(node, names),
        needs=Needs(
            names=certain,
            possible_names=possible,
            functions=called_functions(node) - BUILTINS.keys(),
        ),
        is_plain=all(type(part) in PLAIN for part, _ in nodes_with_depth(node)),
    )
