"""Where flows leave and enter shapes, and at what price: to the right and from the left costs nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.drawing.geometry import Box, Point
from engine.bpmn.layout.lattice import CLEAR, DIRECTIONS, Lattice, Spot
from engine.bpmn.layout.search import Tip
from engine.bpmn.layout.sizes import STEP

RIGHT, DOWN, LEFT, UP = range(4)
#: places on a border that are worth trying for one flow
MOST_TIPS = 30
#: a side as long as this belongs to a pool or a sub-process
WIDE = 200
#: flows keep this far from the corners of a shape
FROM_CORNER = 15

Prices = tuple[float, float, float, float]
#: right, down, left, up
LEAVING: Prices = (0, 7, 20, 7)
LEAVING_FORK: Prices = (0, 0.5, 14, 0.5)
LEAVING_BACK: Prices = (3, 1, 12, 0)
LEAVING_GUEST: Prices = (16, 0, 16, 99)
ENTERING: Prices = (25, 6, 0, 6)
ENTERING_JOIN: Prices = (20, 1, 0, 1)
ENTERING_BACK: Prices = (16, 1, 4, 0)
MESSAGE: Prices = (12, 0, 12, 0)
ANY: Prices = (1, 0, 1, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ported:
    """A shape as flows see it."""

    box: Box
    #: gateways and events have four points, others whole sides
    is_pointed: bool


def tips(grid: Lattice, shape: Ported, prices: Prices, towards: Point) -> list[Tip]:
    """The nearest places on the border, cheap ones first."""
    found = [
        (tip, at)
        for side in range(4)
        if prices[side] < 99
        for tip, at in _on_side(grid, shape, side, prices[side])
    ]
    x, y = towards
    found.sort(key=lambda each: (abs(each[1][0] - x) + abs(each[1][1] - y)) / STEP + 3 * each[0].price)
    return [tip for tip, _ in found[:MOST_TIPS]]


def _on_side(grid: Lattice, shape: Ported, side: int, price: float) -> Iterator[tuple[Tip, Point]]:
    box, is_level = shape.box, side in (RIGHT, LEFT)
    lines, start, end = (grid.ys, box.y, box.bottom) if is_level else (grid.xs, box.x, box.right)
    middle = (start + end) / 2
    length = end - start
    first = grid.row(start) if is_level else grid.column(start)
    for index in range(first, len(lines)):
        line = lines[index]
        if line > end:
            return
        offset = abs(line - middle)
        if offset > 1 and (shape.is_pointed or offset > length / 2 - FROM_CORNER):
            continue
        stub = list(_outwards(grid, box, side, index))
        if stub:
            added = price + _aside(offset, length, is_level)
            yield Tip(spot=stub[-1], direction=side, price=added, stub=tuple(stub[:-1])), grid.point(stub[-1])


def _aside(offset: float, length: float, is_level: bool) -> float:
    """The middle is best; along the top of a wide shape every place is nearly as good."""
    if offset <= 1:
        return 0.0
    return offset / 1000 if length > WIDE and not is_level else 2.5 + offset / STEP


def _outwards(grid: Lattice, box: Box, side: int, line: int) -> Iterator[Spot]:
    """From the border to the first point that is clear of the shape."""
    sign = sum(DIRECTIONS[side])
    lines = grid.xs if side in (RIGHT, LEFT) else grid.ys
    border = (box.right, box.bottom, box.x, box.y)[side]
    at = bisect_from(lines, border, sign)
    while 0 <= at < len(lines):
        yield (at, line) if side in (RIGHT, LEFT) else (line, at)
        if abs(lines[at] - border) > CLEAR:
            return
        at += sign


def bisect_from(lines: tuple[int, ...], border: float, sign: int) -> int:
    """The first line at the border or beyond it."""
    if sign > 0:
        return next((index for index, line in enumerate(lines) if line >= border), len(lines))
    return next((index for index in range(len(lines) - 1, -1, -1) if lines[index] <= border), -1)
