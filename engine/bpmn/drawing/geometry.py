"""Boxes, segments and how they meet. Distances in pixels of the drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, by: float) -> "Box":
        return Box(x=self.x - by, y=self.y - by, width=self.width + 2 * by, height=self.height + 2 * by)

    def overlaps(self, other: "Box", tolerance: float = 1) -> bool:
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return across > tolerance and down > tolerance

    def contains(self, other: "Box", tolerance: float = 1) -> bool:
        return (
            other.x >= self.x - tolerance
            and other.y >= self.y - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )

    def holds(self, point: Point) -> bool:
        return self.x <= point[0] <= self.right and self.y <= point[1] <= self.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of them (at least one is needed)."""
    all_of = list(boxes)
    x, y = min(box.x for box in all_of), min(box.y for box in all_of)
    right, bottom = max(box.right for box in all_of), max(box.bottom for box in all_of)
    return Box(x=x, y=y, width=right - x, height=bottom - y)


def segments(points: Sequence[Point]) -> list[Segment]:
    return list(pairwise(points))


def middle(points: Sequence[Point]) -> Point:
    """The middle of the middle segment, where modellers put the name of a flow."""
    index = len(points) // 2 - 1
    (x1, y1), (x2, y2) = points[index], points[index + 1]
    return (x1 + x2) / 2, (y1 + y2) / 2


def crosses(segment: Segment, box: Box) -> bool:
    """Does the segment run through the inside of the box? (Liang and Barsky)"""
    (x1, y1), (x2, y2) = segment
    enters, leaves = 0.0, 1.0
    sides = (
        (x1 - x2, x1 - box.x),
        (x2 - x1, box.right - x1),
        (y1 - y2, y1 - box.y),
        (y2 - y1, box.bottom - y1),
    )
    for step, room in sides:
        if step == 0:
            if room <= 0:
                return False
            continue
        at = room / step
        if step < 0:
            enters = max(enters, at)
        else:
            leaves = min(leaves, at)
    return enters < leaves


def shared(first: Segment, second: Segment) -> float:
    """How far two upright or level segments run on the same line."""
    for axis in (0, 1):
        lines = {round(point[1 - axis]) for segment in (first, second) for point in segment}
        if len(lines) == 1:
            low = max(min(point[axis] for point in segment) for segment in (first, second))
            high = min(max(point[axis] for point in segment) for segment in (first, second))
            return max(0.0, high - low)
    return 0.0


def is_diagonal(segment: Segment, tolerance: float = 1) -> bool:
    (x1, y1), (x2, y2) = segment
    return abs(x1 - x2) > tolerance and abs(y1 - y2) > tolerance


def off_rectangle(point: Point, box: Box) -> float:
    """Distance of a point from the border of a box, inside or outside."""
    across = max(box.x - point[0], 0, point[0] - box.right)
    down = max(box.y - point[1], 0, point[1] - box.bottom)
    if across or down:
        return hypot(across, down)
    return min(point[0] - box.x, box.right - point[0], point[1] - box.y, box.bottom - point[1])


def off_circle(point: Point, box: Box) -> float:
    x, y = box.centre
    return abs(hypot(point[0] - x, point[1] - y) - box.width / 2)


def off_diamond(point: Point, box: Box) -> float:
    x, y = box.centre
    across, down = box.width / 2 or 1, box.height / 2 or 1
    out = abs(point[0] - x) / across + abs(point[1] - y) / down - 1
    return abs(out) * across * down / hypot(across, down)
