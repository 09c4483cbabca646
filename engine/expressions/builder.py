"""From nodes to closures: what every kind of node needs to be built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.expressions.shape import size_of
from engine.expressions.tree import Node, Type

Closure = Callable[[Any], Any]
Rule = Callable[[Any, "Builder"], Closure]


@dataclass(frozen=True, kw_only=True, slots=True)
class Builder:
    """Builds closures; `bound` are the names that the text itself binds around a node."""

    rules: Mapping[type[Node], Rule]
    bound: frozenset[str] = frozenset()
    #: Types that a model defines, by name.
    types: Mapping[str, Type] = field(default_factory=dict)

    def build(self, node: Node) -> Closure:
        """The closure of a node."""
        return self.rules[type(node)](node, self)

    def binding(self, *names: str) -> "Builder":
        """The builder for what lies inside a binding of these names."""
        return replace(self, bound=self.bound.union(names))

    def weight(self, node: Node) -> int:
        """What one evaluation of the node costs."""
        return size_of(node)
