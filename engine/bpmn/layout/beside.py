"""A sheet whose flows and names are laid, and what is added beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from typing import TypeVar

from engine.bpmn.drawing.geometry import Box, Point
from engine.bpmn.layout.assembly import Placed
from engine.bpmn.layout.free import FreeRoom
from engine.bpmn.layout.model import Node, Sheet

Key = TypeVar("Key")


@dataclass(kw_only=True, slots=True)
class Beside:
    sheet: Sheet
    placed: Placed
    edges: dict[str, list[Point]]
    labels: dict[str, Box]
    nodes: Mapping[str, Node]
    boxes: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    #: (scope, element, height) of notes that found no place
    homeless: list[tuple[str, str, float]] = field(default_factory=list)
    rooms: dict[str, FreeRoom] = field(default_factory=dict)
    #: scope -> itself and the scopes around it
    holders: dict[str, set[str]] = field(default_factory=dict)
    #: element -> its scope
    scope_of: dict[str, str] = field(default_factory=dict)
    #: scopes of pools: their bands may still grow
    outer: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for scope in self.sheet.scopes():
            for inner in scope.within():
                self.holders.setdefault(inner.id, set()).add(scope.id)
            self.scope_of.update({node.id: scope.id for node in scope.nodes})
        self.outer = {pool.scope.id for pool in self.sheet.pools if pool.scope}

    def box_of(self, name: str) -> Box | None:
        """Of a shape; of a flow the middle of its longest piece."""
        found = self.placed.boxes.get(name) or self.placed.frames.get(name) or self.boxes.get(name)
        if found or name not in self.edges:
            return found
        pieces = pairwise(self.edges[name])
        start, end = max(
            pieces, key=lambda piece: hypot(piece[0][0] - piece[1][0], piece[0][1] - piece[1][1])
        )
        return Box(x=(start[0] + end[0]) / 2, y=(start[1] + end[1]) / 2, width=0, height=0)

    def in_the_way(self, ends: set[str], scope: str) -> Iterator[Box]:
        """What a line from inside the scope may not run through."""
        around = self.holders.get(scope, set())
        for name, box in [*self.placed.boxes.items(), *self.boxes.items()]:
            if name not in ends and name not in around:
                yield box.grown(-2)
        for box in self.labels.values():
            yield box.grown(-2)

    def stretch(self, below: float, by: float) -> None:
        """Make the band that ends there higher: all below moves down, frames that reach over the line grow."""
        placed = self.placed
        placed.boxes = _stretched(placed.boxes, below, by)
        placed.frames = _stretched(placed.frames, below, by)
        placed.rooms = _stretched(placed.rooms, below, by)
        placed.bands = _stretched(placed.bands, below, by)
        self.labels.update(_stretched(self.labels, below, by))
        self.boxes = _stretched(self.boxes, below, by)
        for name, points in self.edges.items():
            self.edges[name] = [(x, _moved(y, below, by)) for x, y in points]
        self.rooms.clear()


def _stretched(boxes: Mapping[Key, Box], below: float, by: float) -> dict[Key, Box]:
    found = {}
    for name, box in boxes.items():
        top, bottom = _moved(box.y, below, by), _moved(box.bottom, below, by)
        found[name] = Box(x=box.x, y=top, width=box.width, height=bottom - top)
    return found


def _moved(y: float, below: float, by: float) -> float:
    return y + by if y >= below else y


def kind_of(beside: Beside, name: str) -> str:
    return beside.nodes[name].kind if name in beside.nodes else ""


def tip(box: Box, towards: Point, kind: str) -> Point:
    """Where the line from the centre leaves the shape."""
    x, y = box.centre
    across, down = towards[0] - x, towards[1] - y
    half_width, half_height = box.width / 2, box.height / 2
    if not half_width or (not across and not down):
        return x, y
    if kind.endswith("Event"):
        share = half_width / hypot(across, down)
    elif kind.endswith("Gateway"):
        share = 1 / (abs(across) / half_width + abs(down) / half_height)
    else:
        share = min(half_width / abs(across) if across else 1e9, half_height / abs(down) if down else 1e9)
    return round(x + across * share), round(y + down * share)
