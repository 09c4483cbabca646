"""Rules on edges: from border to border, around what is not theirs, from left to right."""

from collections.abc import Callable, Iterator
from itertools import combinations, product

from engine.bpmn.drawing.findings import Finding, called
from engine.bpmn.drawing.geometry import (
    Box,
    Point,
    Segment,
    crosses,
    is_diagonal,
    off_circle,
    off_diamond,
    off_rectangle,
    segments,
    shared,
)
from engine.bpmn.drawing.model import DATA_FLOWS, Drawing, Edge, Element, Plane, Shape

DOCKING = 5
#: an edge may graze the rounded corner of a shape
CORNER = 3
BACKWARDS = 20
ALONGSIDE = 12


def docking(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    for edge in plane.edges.values():
        tips = ((edge.element.source, edge.points[0]), (edge.element.target, edge.points[-1]))
        for name, tip in tips:
            shape = plane.shapes.get(name)
            if shape and _distance(shape)(tip, shape.box) > DOCKING:
                yield Finding(
                    element=edge.element,
                    message=f"expected the end of {called(edge.element)} on the border of "
                    f"{called(shape.element)}, but it is at {tip[0]:.0f}, {tip[1]:.0f}; "
                    "connect it again",
                )


def _distance(shape: Shape) -> Callable[[Point, Box], float]:
    if shape.element.is_event:
        return off_circle
    return off_diamond if shape.element.is_gateway else off_rectangle


def through_shapes(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    for edge, shape in product(plane.edges.values(), plane.shapes.values()):
        if shape.element.kind in {"lane", "group"} or _is_around(drawing, edge.element, shape):
            continue
        if _runs_through(edge, shape):
            yield Finding(
                element=edge.element,
                message=f"expected {called(edge.element)} around other shapes, but it runs through "
                f"{called(shape.element)}; lead it around",
            )


def _is_around(drawing: Drawing, flow: Element, shape: Shape) -> bool:
    """An edge may run inside the pool or sub-process that holds one of its ends."""
    if not shape.is_container:
        return False
    ends = [drawing.elements[name] for name in (flow.source, flow.target) if name in drawing.elements]
    return any(shape.element.id in drawing.around(end) for end in ends)


def _runs_through(edge: Edge, shape: Shape) -> bool:
    parts = segments(edge.points)
    if shape.element.id == edge.element.source:
        parts = parts[1:]
    elif shape.element.id == edge.element.target:
        parts = parts[:-1]
    return any(crosses(part, shape.box.grown(-CORNER)) for part in parts)


def crooked(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    for edge in plane.edges.values():
        may_slope = edge.element.kind in DATA_FLOWS | {"association"}
        if not may_slope and any(is_diagonal(part) for part in segments(edge.points)):
            yield Finding(
                element=edge.element,
                message=f"expected {called(edge.element)} level or upright, but it runs "
                "diagonally; put a corner in",
            )


def backwards(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    """From left to right, but for what really goes back: a flow of a loop."""
    following = _following(drawing)
    for edge in plane.edges.values():
        flow = edge.element
        if flow.kind != "sequenceFlow" or _goes_on(following, flow.target, flow.source):
            continue
        if any(x1 - x2 > BACKWARDS for (x1, _), (x2, _) in segments(edge.points)):
            yield Finding(
                element=flow,
                message=f"expected {called(flow)} from left to right, for it closes no loop, but "
                "it runs to the left; move its target",
            )


def _following(drawing: Drawing) -> dict[str, set[str]]:
    following: dict[str, set[str]] = {}
    for element in drawing.elements.values():
        if element.kind == "sequenceFlow":
            following.setdefault(element.source, set()).add(element.target)
        if element.host:
            following.setdefault(element.host, set()).add(element.id)
    return following


def _goes_on(following: dict[str, set[str]], start: str, end: str) -> bool:
    seen, waiting = set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name == end:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(following.get(name, ()))
    return False


def one_over_another(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    for first, second in combinations(plane.edges.values(), 2):
        if _are_bundled(first.element, second.element):
            continue
        parts = product(segments(first.points), segments(second.points))
        if any(shared(one, other) > ALONGSIDE for one, other in parts):
            yield Finding(
                element=second.element,
                message=f"expected edges apart, but {called(second.element)} runs over "
                f"{called(first.element)}; move it aside",
            )


def crossings(plane: Plane) -> int:
    """How often flows cross: a measure, no fault."""
    flows = [edge for edge in plane.edges.values() if edge.element.kind in {"sequenceFlow", "messageFlow"}]
    return sum(
        _meet(one, other)
        for first, second in combinations(flows, 2)
        if not _are_bundled(first.element, second.element)
        for one, other in product(segments(first.points), segments(second.points))
    )


def _meet(one: Segment, other: Segment) -> bool:
    """One level, one upright, and each through the inside of the other."""
    for level, upright in ((one, other), (other, one)):
        (x1, y1), (x2, y2) = level
        (x3, y3), (x4, y4) = upright
        if y1 == y2 and x3 == x4:
            return min(x1, x2) < x3 < max(x1, x2) and min(y3, y4) < y1 < max(y3, y4)
    return False


def _are_bundled(first: Element, second: Element) -> bool:
    """Edges with a common source, or a common target, may run together there."""
    same_kind = first.kind == second.kind
    return same_kind and (first.source == second.source or first.target == second.target)
