"""Names outside shapes: each takes the first usual place where it covers nothing and nothing covers it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.bpmn.drawing.geometry import Box, Point, Segment, crosses
from engine.bpmn.layout.sizes import Size, label_size

GAP = 5
#: letters do not fill a box to its last pixel
SLACK = 2
#: over a piece of line as short as this a name may reach beyond its ends
OVERHANGS = 24
WIDTHS = (90, 64, 130, 44)
COVERS, STRUCK, BORDER, MESSAGE_BORDER, OTHER_BAND = 10.0, 8.0, 6.0, 1.5, 4.0


@dataclass(kw_only=True, slots=True)
class Obstacles:
    """What labels may not lie over."""

    shapes: dict[str, Box] = field(default_factory=dict)
    #: pools, lanes and sub-processes: their borders may not be crossed
    frames: dict[str, Box] = field(default_factory=dict)
    segments: dict[str, Sequence[Segment]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)

    def cost(self, name: str, box: Box, may_cross: bool = False) -> float:
        inside, total = box.grown(-SLACK), 0.0
        total += COVERS * sum(each.overlaps(inside) for each in self.shapes.values())
        total += COVERS * sum(each.overlaps(inside) for key, each in self.labels.items() if key != name)
        total += (MESSAGE_BORDER if may_cross else BORDER) * sum(
            each.overlaps(box) and not each.contains(box) for each in self.frames.values()
        )
        for parts in self.segments.values():
            total += STRUCK * sum(_strikes(part, inside) for part in parts)
        return total


def _strikes(part: Segment, box: Box) -> bool:
    (x1, y1), (x2, y2) = part
    if max(x1, x2) <= box.x or min(x1, x2) >= box.right or max(y1, y2) <= box.y or min(y1, y2) >= box.bottom:
        return False
    return crosses(part, box)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A name and where it could stand, the best place first."""

    id: str
    places: tuple[Box, ...]
    may_cross: bool = False
    #: the lane of the element: its name should not stand in another
    band: Box | None = None


def place_labels(wishes: Iterable[Wish], obstacles: Obstacles) -> dict[str, Box]:
    """Twice: the second time each knows where all others are."""
    wishes = list(wishes)
    for _ in range(2):
        for wish in wishes:
            obstacles.labels[wish.id] = _best(wish, obstacles)
    return dict(obstacles.labels)


def _best(wish: Wish, obstacles: Obstacles) -> Box:
    best, least = wish.places[0], float("inf")
    for number, place in enumerate(wish.places):
        cost = obstacles.cost(wish.id, place, wish.may_cross) + number / 100
        cost += OTHER_BAND if wish.band and not wish.band.contains(place) else 0
        if cost < least:
            best, least = place, cost
        if cost < 1:
            break
    return best


def of_shape(name: str, text: str, box: Box, kind: str, band: Box | None = None) -> Wish:
    return Wish(id=name, places=tuple(_around_shape(text, box, kind)), band=band)


#: usual places: below, above, right, left, and beside a line that leaves upwards or downwards
ORDER = {
    "event": ("below", "above", "right", "left", "lower right", "lower left", "upper right", "upper left"),
    "guest": ("lower right", "lower left", "right", "left", "below"),
    "gateway": ("above", "below", "upper left", "lower left", "upper right", "lower right", "left", "right"),
}


def _around_shape(text: str, box: Box, kind: str) -> Iterator[Box]:
    for width in WIDTHS:
        size = label_size(text, width)
        for place in ORDER[kind]:
            for distance in (GAP, GAP + 8, GAP + 16):
                yield _beside(box, size, place, distance)


def _beside(box: Box, size: Size, place: str, distance: float) -> Box:
    x, y = box.centre
    above, below = box.y - distance - size.height, box.bottom + distance
    left, right = x - distance - size.width, x + distance
    level = y - size.height / 2
    found: Mapping[str, Point] = {
        "below": (x - size.width / 2, below),
        "above": (x - size.width / 2, above),
        "right": (box.right + distance, level),
        "left": (box.x - distance - size.width, level),
        "upper left": (left, above),
        "upper right": (right, above),
        "lower left": (left, below),
        "lower right": (right, below),
    }
    at = found[place]
    return Box(x=round(at[0]), y=round(at[1]), width=size.width, height=size.height)


def of_flow(name: str, text: str, points: Sequence[Point], is_message: bool = False) -> Wish:
    widths = (100, 70, 140) if is_message else (80, 60, 120, 44)
    places = [place for width in widths for place in _along(points, label_size(text, width))]
    return Wish(id=name, places=tuple(places), may_cross=is_message)


def _along(points: Sequence[Point], size: Size) -> Iterator[Box]:
    """Over the level pieces, right or left of the upright ones, near the start first."""
    for start, end in pairwise(points):
        yield from _over(start, end, size) if start[1] == end[1] else _aside(start, end, size)


def _over(start: Point, end: Point, size: Size) -> Iterator[Box]:
    length = abs(end[0] - start[0])
    if length < size.width - 4:
        if length > OVERHANGS:
            middle = (start[0] + end[0]) / 2
            for y in (start[1] - size.height - 3, start[1] + 4):
                yield Box(x=round(middle - size.width / 2), y=round(y), width=size.width, height=size.height)
        return
    sign = 1 if end[0] > start[0] else -1
    free = length - size.width
    for share in (0.25, 0.5, 0.1, 0.75, 0.9):
        left = min(start[0], end[0]) + free * (share if sign > 0 else 1 - share)
        for y in (start[1] - size.height - 3, start[1] + 4):
            yield Box(x=round(left), y=round(y), width=size.width, height=size.height)


def _aside(start: Point, end: Point, size: Size) -> Iterator[Box]:
    length = abs(end[1] - start[1])
    if length < size.height:
        return
    sign = 1 if end[1] > start[1] else -1
    free = length - size.height
    for distance in (8.0, 20.0, 32.0, free / 2, free - 10, *range(50, int(free), 20)):
        along = min(max(distance, 0.0), free)
        top = min(start[1], end[1]) + (along if sign > 0 else free - along)
        for x in (start[0] + GAP + 1, start[0] - GAP - 1 - size.width):
            yield Box(x=round(x), y=round(top), width=size.width, height=size.height)
