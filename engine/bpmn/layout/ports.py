"""Where flows leave and enter shapes, and at what price: to the right and from the left costs nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.drawing.geometry import Box, Point
from engine.bpmn.layout.lattice import CLEAR, DIRECTIONS, Spot
from engine.bpmn.layout.search import Tip
from engine.bpmn.layout.sizes import STEP

RIGHT, DOWN, LEFT, UP = range(4)
#: sides of a shape that are worth trying for one flow
MOST_TIPS = 30
#: a side as long as this belongs to a pool or a sub-process
WIDE = 200

Prices = tuple[float, float, float, float]
#: right, down, left, up
LEAVING: Prices = (0, 7, 20, 7)
LEAVING_FORK: Prices = (0, 0.5, 14, 0.5)
LEAVING_BACK: Prices = (3, 1, 12, 0)
LEAVING_GUEST: Prices = (9, 0, 9, 99)
ENTERING: Prices = (25, 6, 0, 6)
ENTERING_JOIN: Prices = (20, 1, 0, 1)
ENTERING_BACK: Prices = (12, 1, 4, 0)
MESSAGE: Prices = (12, 0, 12, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ported:
    """A shape as flows see it."""

    box: Box
    is_round: bool
    #: gateways and events have four points, others whole sides
    is_pointed: bool


def tips(shape: Ported, prices: Prices, towards: Point) -> list[Tip]:
    """The nearest places on the border, cheap ones first."""
    found = [tip for side in range(4) if prices[side] < 99 for tip in _on_side(shape, side, prices[side])]
    x, y = towards
    near = sorted(
        found,
        key=lambda tip: (abs(tip.spot[0] * STEP - x) + abs(tip.spot[1] * STEP - y)) / STEP + 3 * tip.price,
    )
    return near[:MOST_TIPS]


def _on_side(shape: Ported, side: int, price: float) -> Iterator[Tip]:
    box = shape.box
    is_level = side in (RIGHT, LEFT)
    length = box.height if is_level else box.width
    centre = box.centre
    for offset in [0] if shape.is_pointed else _offsets(length):
        across = (offset, 0) if not is_level else (0, offset)
        border = _border(box, side)
        start = (border[0] + across[0], border[1] + across[1]) if offset else border
        stub = tuple(_outwards(start, centre, side))
        yield Tip(
            spot=stub[-1],
            direction=side,
            price=price + _aside(offset, length, is_level),
            stub=stub[:-1],
        )


def _aside(offset: int, length: float, is_level: bool) -> float:
    """The middle is best; along the top of a wide shape every place is nearly as good."""
    if not offset:
        return 0.0
    return abs(offset) / 1000 if length > WIDE and not is_level else 2.5 + abs(offset) / STEP


def _offsets(length: float) -> list[int]:
    reach = int((length / 2 - 15) // STEP) * STEP
    step = 2 * STEP if length < WIDE else STEP
    return [0, *(sign * offset for offset in range(step, reach + 1, step) for sign in (1, -1))]


def _border(box: Box, side: int) -> Point:
    x, y = box.centre
    return ((box.right, y), (x, box.bottom), (box.x, y), (x, box.y))[side]


def _outwards(start: Point, centre: Point, side: int) -> Iterator[Spot]:
    """From the border to the first point that is clear of the shape."""
    across, down = DIRECTIONS[side]
    sign = across + down
    axis = 0 if across else 1
    other = round(start[1 - axis] / STEP)
    at = -int(-start[axis] // STEP) if sign > 0 else int(start[axis] // STEP)
    while True:
        yield (at, other) if axis == 0 else (other, at)
        if abs(at * STEP - start[axis]) > CLEAR:
            return
        at += sign


def border_point(shape: Ported, spot: Spot, side: int) -> Point:
    """The point on the border that a stub starts from."""
    x, y = spot[0] * STEP, spot[1] * STEP
    box = shape.box
    return ((box.right, y), (x, box.bottom), (box.x, y), (x, box.y))[side]
