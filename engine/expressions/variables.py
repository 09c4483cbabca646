"""Which variables an expression needs from outside."""

from collections.abc import Callable, Iterator
from typing import Any

from engine.expressions.shape import children, nodes_with_depth
from engine.expressions.tree import (
    Call,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    Iteration,
    Name,
    Node,
    Parameter,
    Quantified,
)

OWN_NAMES = frozenset({"?", "item", "partial"})
#: A name, and whether it stands in a filter, where it may be an entry of the items.
Found = tuple[str, bool]


def free_names(root: Node) -> tuple[frozenset[str], frozenset[str]]:
    """Names that must be variables, and names that may be."""
    found = set(names_in(root, OWN_NAMES, in_filter=False))
    certain = frozenset(name for name, in_filter in found if not in_filter)
    return certain, frozenset(name for name, in_filter in found if in_filter) - certain


def called_functions(root: Node) -> frozenset[str]:
    """Functions called by a name that the text does not bind itself."""
    called: set[str] = set()
    bound: set[str] = set()
    for node, _ in nodes_with_depth(root):
        if isinstance(node, Call) and isinstance(node.function, Name):
            called.add(node.function.name)
        elif isinstance(node, ContextOf):
            bound.update(name for name, _ in node.entries)
        elif isinstance(node, (Parameter, Iteration)):
            bound.add(node.name)
    return frozenset(called - bound)


def names_in(node: Node, bound: frozenset[str], in_filter: bool) -> Iterator[Found]:
    """The free names below a node."""
    reader = READERS.get(type(node))
    if reader is not None:
        yield from reader(node, bound, in_filter)
        return
    for child in children(node):
        yield from names_in(child, bound, in_filter)


def name(node: Name, bound: frozenset[str], in_filter: bool) -> Iterator[Found]:
    """The name itself, when nobody binds it."""
    if node.name not in bound:
        yield node.name, in_filter


def names_in_call(node: Call, bound: frozenset[str], in_filter: bool) -> Iterator[Found]:
    """The names of a call's arguments; the name of the function is no variable."""
    function = () if isinstance(node.function, Name) else (node.function,)
    for part in (*function, *node.positional, *(value for _, value in node.named)):
        yield from names_in(part, bound, in_filter)


def names_in_filter(node: Filter, bound: frozenset[str], in_filter: bool) -> Iterator[Found]:
    """The names of a filter; those of its condition may be entries of the items."""
    yield from names_in(node.source, bound, in_filter)
    yield from names_in(node.condition, bound, in_filter=True)


def names_in_context(node: ContextOf, bound: frozenset[str], in_filter: bool) -> Iterator[Found]:
    """The names of a context, whose entries see those before them."""
    for key, value in node.entries:
        yield from names_in(value, bound, in_filter)
        bound = bound | {key}


def names_in_function(node: FunctionOf, bound: frozenset[str], in_filter: bool) -> Iterator[Found]:
    """The names of a function's body but for its parameters."""
    inner = bound.union(parameter.name for parameter in node.parameters)
    yield from names_in(node.body, inner, in_filter)


def names_in_loop(node: For | Quantified, bound: frozenset[str], in_filter: bool) -> Iterator[Found]:
    """The free names of a loop, whose sources see the names before them."""
    for iteration in node.iterations:
        yield from names_in_source(iteration, bound, in_filter)
        bound = bound | {iteration.name}
    body = node.result if isinstance(node, For) else node.condition
    yield from names_in(body, bound, in_filter)


def names_in_source(iteration: Iteration, bound: frozenset[str], in_filter: bool) -> Iterator[Found]:
    """The free names of what a loop goes over."""
    for part in (iteration.source, iteration.end):
        if part is not None:
            yield from names_in(part, bound, in_filter)


READERS: dict[type[Node], Callable[[Any, frozenset[str], bool], Iterator[Found]]] = {
    Name: name,
    Call: names_in_call,
    Filter: names_in_filter,
    For: names_in_loop,
    Quantified: names_in_loop,
    ContextOf: names_in_context,
    FunctionOf: names_in_function,
}
