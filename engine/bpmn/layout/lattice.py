"""The lattice on which flows run: which points are taken by shapes, and by which flows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.bpmn.drawing.geometry import Box, Point
from engine.bpmn.layout.sizes import STEP

#: column and row of a point
Spot = tuple[int, int]
#: right, down, left, up
DIRECTIONS: tuple[Spot, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))
#: a flow keeps this far from shapes
CLEAR = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """Where a flow may run: the room of its scope without the shapes in it."""

    first: Spot
    last: Spot
    taken: frozenset[Spot]

    def is_open(self, spot: Spot) -> bool:
        return (
            self.first[0] <= spot[0] <= self.last[0]
            and self.first[1] <= spot[1] <= self.last[1]
            and spot not in self.taken
        )


def area(room: Box, shapes: Iterable[Box]) -> Area:
    taken = frozenset(spot for box in shapes for spot in spots(box.grown(CLEAR)))
    first = (-int(-(room.x + CLEAR) // STEP), -int(-(room.y + CLEAR) // STEP))
    last = (int((room.right - CLEAR) // STEP), int((room.bottom - CLEAR) // STEP))
    return Area(first=first, last=last, taken=taken)


def spots(box: Box) -> Iterator[Spot]:
    """The points of the lattice inside a box."""
    for column in range(-int(-box.x // STEP), int(box.right // STEP) + 1):
        for row in range(-int(-box.y // STEP), int(box.bottom // STEP) + 1):
            yield column, row


@dataclass(kw_only=True, slots=True)
class Traffic:
    """Flows that are laid already: on pieces of line, over points, and with corners."""

    #: (left or upper end, is level) -> flows
    pieces: dict[tuple[Spot, bool], set[str]] = field(default_factory=lambda: defaultdict(set))
    level: dict[Spot, set[str]] = field(default_factory=lambda: defaultdict(set))
    upright: dict[Spot, set[str]] = field(default_factory=lambda: defaultdict(set))
    corners: dict[Spot, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, name: str, way: Sequence[Spot]) -> None:
        self._each(name, way, set.add)

    def remove(self, name: str, way: Sequence[Spot]) -> None:
        self._each(name, way, set.discard)

    def _each(self, name: str, way: Sequence[Spot], change: Callable[[set[str], str], None]) -> None:
        for start, end in pairwise(way):
            is_level = start[1] == end[1]
            change(self.pieces[min(start, end), is_level], name)
            over = self.level if is_level else self.upright
            change(over[start], name)
            change(over[end], name)
        for before, spot, after in zip(way, way[1:], way[2:], strict=False):
            if before[0] != after[0] and before[1] != after[1]:
                change(self.corners[spot], name)


def spot_of(point: Point) -> Spot:
    return round(point[0] / STEP), round(point[1] / STEP)


def point_of(spot: Spot) -> Point:
    return spot[0] * STEP, spot[1] * STEP
