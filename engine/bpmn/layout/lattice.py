"""The lattice on which flows run: lines through the middles of shapes and beside them, and what is taken on it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.bpmn.drawing.geometry import Box, Point
from engine.bpmn.layout.sizes import STEP

#: number of the upright and of the level line of a point
Spot = tuple[int, int]
#: right, down, left, up
DIRECTIONS: tuple[Spot, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))
#: a flow keeps this far from shapes
CLEAR = 9
#: lines lie at most this far apart
WIDE_MESH, MESH = 40, 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Lattice:
    xs: tuple[int, ...]
    ys: tuple[int, ...]

    def point(self, spot: Spot) -> Point:
        return self.xs[spot[0]], self.ys[spot[1]]

    def column(self, x: float) -> int:
        return bisect_left(self.xs, x)

    def row(self, y: float) -> int:
        return bisect_left(self.ys, y)

    def spots(self, box: Box) -> Iterator[Spot]:
        """The points inside a box."""
        rows = range(bisect_left(self.ys, box.y), bisect_right(self.ys, box.bottom))
        for column in range(bisect_left(self.xs, box.x), bisect_right(self.xs, box.right)):
            for row in rows:
                yield column, row


def lattice(
    shapes: Iterable[Box], frames: Iterable[Box], borders: frozenset[int], points: Iterable[Point] = ()
) -> Lattice:
    """Lines for these shapes, outside these frames, away from the borders of lanes, through these points."""
    points = list(points)
    xs = {round(x) for x, _ in points}
    ys = {round(y) for _, y in points}
    for box in shapes:
        xs.update(_lines(box.x, box.right))
        ys.update(_lines(box.y, box.bottom))
    for box in frames:
        xs.update(_outside(box.x, box.right))
        ys.update(_outside(box.y, box.bottom))
    kept = [y for y in ys if not any(abs(y - border) < CLEAR for border in borders)]
    return Lattice(xs=tuple(_filled(xs)), ys=tuple(_filled(kept)))


def _lines(start: float, end: float) -> Iterator[int]:
    """Through the middle and beside a shape; three beside what flows leave from anywhere."""
    middle = round((start + end) / 2)
    yield middle
    if end - start < 60:
        near = -(-int(end - middle + CLEAR) // STEP) * STEP
        yield from (middle - near, middle + near)
        return
    if end - start <= 200:
        yield from (middle - 2 * STEP, middle + 2 * STEP)
    for step in (STEP, 2 * STEP, 3 * STEP):
        yield from (round(start) - step, round(end) + step)


def _outside(start: float, end: float) -> Iterator[int]:
    for step in (STEP, 2 * STEP, 3 * STEP, 4 * STEP):
        yield from (round(start) - step, round(end) + step)


def _filled(lines: Iterable[int]) -> Iterator[int]:
    ordered = sorted(lines)
    yield from ordered[:1]
    for before, line in pairwise(ordered):
        if line - before > WIDE_MESH:
            yield from range(before + MESH, line - STEP, MESH)
        yield line


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


def area(grid: Lattice, room: Box, shapes: Iterable[Box]) -> Area:
    taken = frozenset(spot for box in shapes for spot in grid.spots(box.grown(CLEAR)))
    first = (bisect_left(grid.xs, room.x + CLEAR), bisect_left(grid.ys, room.y + CLEAR))
    last = (bisect_right(grid.xs, room.right - CLEAR) - 1, bisect_right(grid.ys, room.bottom - CLEAR) - 1)
    return Area(first=first, last=last, taken=taken)


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
