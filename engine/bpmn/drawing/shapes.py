"""Rules on shapes: each has its place, inside what holds it, over nothing else."""

from collections.abc import Iterator
from itertools import combinations

from engine.bpmn.drawing.findings import Finding, called
from engine.bpmn.drawing.geometry import Box, around, off_rectangle
from engine.bpmn.drawing.model import Drawing, Plane, Shape
from engine.bpmn.drawing.text import TASK_SIZE, height_of, longest_word

#: a laptop shows about this much at a size that can still be read
WIDEST = 2000
TASK_PADDING = 10


def overlaps(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    solid = [shape for shape in plane.shapes.values() if shape.element.kind != "group"]
    for first, second in combinations(solid, 2):
        if first.box.overlaps(second.box) and not _may_overlap(drawing, first, second):
            yield Finding(
                element=second.element,
                message=f"expected shapes apart, but {called(second.element)} overlaps "
                f"{called(first.element)}; move one of them",
            )


def _may_overlap(drawing: Drawing, first: Shape, second: Shape) -> bool:
    kinds = {first.element.kind, second.element.kind}
    if "lane" in kinds:
        return kinds != {"lane"} or _one_holds_the_other(first.box, second.box)
    if "textAnnotation" in kinds and (first.is_container or second.is_container):
        return _one_holds_the_other(first.box, second.box)
    return _belongs_to(drawing, first, second) or _belongs_to(drawing, second, first)


def _belongs_to(drawing: Drawing, inner: Shape, outer: Shape) -> bool:
    return outer.element.id in (inner.element.host, *drawing.around(inner.element))


def _one_holds_the_other(first: Box, second: Box) -> bool:
    return first.contains(second) or second.contains(first)


def outside(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    """An element lies in its lane, its sub-process and its pool."""
    for shape in plane.shapes.values():
        holders = [*drawing.lanes.get(shape.element.id, ()), *drawing.around(shape.element)]
        for holder in (plane.shapes.get(each) for each in holders):
            if holder and holder.is_container and not holder.box.contains(_body(shape)):
                yield Finding(
                    element=shape.element,
                    message=f"expected {called(shape.element)} inside {called(holder.element)}, "
                    "but it lies outside; move it in, or change its lane",
                )


def _body(shape: Shape) -> Box:
    """A boundary event may lie half over the border of what holds its activity."""
    if shape.element.kind != "boundaryEvent":
        return shape.box
    x, y = shape.box.centre
    return Box(x=x, y=y, width=0, height=0)


def without_lane(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    for shape in plane.shapes.values():
        element = shape.element
        if not element.is_node or drawing.lanes.get(element.id):
            continue
        lane = next((each for each in _lanes_at(plane, shape)), None)
        if lane and not any(drawing.lanes.get(each) for each in drawing.around(element)):
            yield Finding(
                element=element,
                message=f"expected {called(element)} in the list of a lane, but it only lies over "
                f"{called(lane.element)}; move it in the modeller once",
            )


def _lanes_at(plane: Plane, shape: Shape) -> Iterator[Shape]:
    for lane in plane.shapes.values():
        if lane.element.kind == "lane" and lane.box.holds(shape.box.centre):
            yield lane


def boundaries(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    """A boundary event sits on the border of its activity."""
    for shape in plane.shapes.values():
        host = plane.shapes.get(shape.element.host)
        if host and off_rectangle(shape.box.centre, host.box) > 5:
            yield Finding(
                element=shape.element,
                message=f"expected {called(shape.element)} on the border of "
                f"{called(host.element)}, but it lies apart; move it to the border",
            )


def texts(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    """The name of an activity, and an annotation, fits into its shape."""
    for shape in plane.shapes.values():
        if shape.element.has_outer_label or not shape.element.name or shape.is_container:
            continue
        room = shape.box.grown(-TASK_PADDING / 2)
        name = shape.element.name
        needed = height_of(name, room.width, TASK_SIZE)
        if needed > room.height + 4 or longest_word(name, TASK_SIZE) > room.width:
            yield Finding(
                element=shape.element,
                message=f"expected a text that fits, but {called(shape.element)} needs about "
                f"{needed:.0f} pixels of height in {room.width:.0f} of width; shorten it or make "
                "the shape larger",
            )


def width(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    if not plane.shapes:
        return
    whole = around(shape.box for shape in plane.shapes.values())
    if whole.width > WIDEST:
        widest = max(plane.shapes.values(), key=lambda shape: shape.box.right)
        yield Finding(
            element=widest.element,
            message=f"expected a drawing at most {WIDEST} wide, but it is {whole.width:.0f}; "
            "break the row, use a sub-process or a call activity",
        )
