"""What a node takes on each side of its centre: shape, boundary events, and the name where it usually stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.bpmn.layout.model import Node
from engine.bpmn.layout.sizes import EVENT, Size, label_size, up

#: names may stand a little into the gutters
INTO_GUTTER, INTO_GUTTER_ABOVE = 10, 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    side: int
    above: int
    below: int


def extent_of(node: Node, size: Size, guests: Sequence[Node]) -> Extent:
    label = label_size(node.name) if node.name else Size(width=0, height=0)
    side, above, below = size.width / 2, size.height / 2, size.height / 2
    if node.is_event and node.name:
        side, below = max(side, label.width / 2 - INTO_GUTTER), below + label.height + 6
    elif node.is_gateway and node.name:
        side, above = max(side, label.width / 2 - INTO_GUTTER_ABOVE), above + label.height + 6
    if guests:
        names = [label_size(guest.name).height for guest in guests if guest.name]
        below += EVENT / 2 + max(names, default=0) + 4
    return Extent(side=up(side, 5), above=up(above), below=up(below))
