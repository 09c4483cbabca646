"""All rules together: a tree to a closure."""

from collections.abc import Iterable, Mapping

from engine.expressions import code_collections, code_loops, code_operators
from engine.expressions.builder import Builder, Closure, Rule
from engine.expressions.builtins import BUILTINS
from engine.expressions.code_calls import CallRules
from engine.expressions.tree import Node, Type

CALLS = CallRules(BUILTINS)
RULES = code_operators.RULES | code_collections.RULES | code_loops.RULES | CALLS.rules()


def builder(
    bound: Iterable[str] = (),
    types: Mapping[str, Type] | None = None,
    more: Mapping[type[Node], Rule] | None = None,
) -> Builder:
    """A builder that knows names that hide functions, types of a model and more kinds of nodes."""
    return Builder(rules=RULES | dict(more or {}), bound=frozenset(bound), types=types or {})


def build(node: Node, bound: Iterable[str] = ()) -> Closure:
    """The closure of a tree; `bound` are names that hide functions of the language."""
    return builder(bound).build(node)
