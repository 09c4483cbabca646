"""All rules together: a tree to a closure."""

from collections.abc import Iterable

from engine.expressions import code_collections, code_loops, code_operators
from engine.expressions.builder import Builder, Closure
from engine.expressions.builtins import BUILTINS
from engine.expressions.code_calls import CallRules
from engine.expressions.tree import Node

CALLS = CallRules(BUILTINS)
RULES = (
    code_operators.RULES | code_collections.RULES | code_loops.RULES | CALLS.rules()
)


def build(node: Node, bound: Iterable[str] = ()) -> Closure:
    """The closure of a tree; `bound` are names that hide functions of the language."""
    return Builder(rules=RULES, bound=frozenset(bound)).build(node)
