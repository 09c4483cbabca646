"""Walking over a tree without recursion: how deep it is, what it names."""

from collections.abc import Hashable, Iterator
from dataclasses import fields
from functools import cache
from typing import TypeVar, cast

from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.tree import Node

#: Operators, brackets and conditions that may lie inside each other after parsing.
MAX_TREE = 150
AnyNode = TypeVar("AnyNode", bound=Node)


@cache
def field_names(kind: Hashable) -> tuple[str, ...]:
    """The fields of a kind of node."""
    return tuple(field.name for field in fields(cast("type[Node]", kind)))


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below."""
    for name in field_names(cast("Hashable", type(node))):
        yield from nodes_in(getattr(node, name))


def nodes_in(value: object) -> Iterator[Node]:
    """The nodes that a field holds, alone or in tuples."""
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from nodes_in(item)


def nodes_with_depth(root: Node) -> Iterator[tuple[Node, int]]:
    """All nodes and how far below the root they are."""
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((child, depth + 1) for child in children(node))


def check_depth(root: AnyNode) -> AnyNode:
    """The tree, refused when evaluating it would go too deep."""
    if any(depth > MAX_TREE for _, depth in nodes_with_depth(root)):
        raise ExpressionSyntaxError(
            f"expected at most {MAX_TREE} operations inside each other, but there are more; "
            "divide the expression"
        )
    return root


def size_of(root: Node) -> int:
    """How many nodes the tree has."""
    return sum(1 for _ in nodes_with_depth(root))
