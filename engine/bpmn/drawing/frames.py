"""Rules on the names of pools, lanes and sub-processes: they fit into their frame and nothing covers them."""

from collections.abc import Iterator

from engine.bpmn.drawing.findings import Finding, called
from engine.bpmn.drawing.geometry import Box, crosses, segments
from engine.bpmn.drawing.model import SUB_PROCESSES, Drawing, Plane, Shape
from engine.bpmn.drawing.text import LINE, TASK_SIZE, lines_of, longest_word, width_of

#: the name of a pool or lane stands upright at its left, in two lines at most
MOST_LINES = 2
PADDING = 5
#: letters do not fill their line to its last pixel
SLACK = 3


def names(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    filled = {element.inside for element in drawing.elements.values()}
    for shape in plane.shapes.values():
        name = shape.element.name
        if shape.element.kind not in {"participant", "lane"} or not name:
            continue
        is_upright = shape.element.kind == "lane" or shape.element.id in filled
        room = (shape.box.height if is_upright else shape.box.width) - PADDING
        if lines_of(name, room, TASK_SIZE) > MOST_LINES or longest_word(name, TASK_SIZE) > room:
            yield Finding(
                element=shape.element,
                message=f"expected room for the name of {called(shape.element)}, but {room:.0f} pixels cut it; "
                "make the pool or lane larger, or shorten the name",
            )


def titles(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    """The name of an expanded sub-process at its top."""
    for shape in plane.shapes.values():
        if shape.element.kind not in SUB_PROCESSES or not shape.is_expanded or not shape.element.name:
            continue
        title = _title(shape)
        if title.width > shape.box.width:
            yield _finding(shape, "is wider than the frame")
        for other in plane.shapes.values():
            if shape.element.id in drawing.around(other.element) and title.overlaps(other.box, SLACK):
                yield _finding(shape, f"is covered by {called(other.element)}")
        for edge in plane.edges.values():
            if edge.element.inside == shape.element.id and any(
                crosses(part, title.grown(-SLACK)) for part in segments(edge.points)
            ):
                yield _finding(shape, f"is struck through by {called(edge.element)}")


def _title(shape: Shape) -> Box:
    room = shape.box.width - 2 * PADDING
    lines = lines_of(shape.element.name, room, TASK_SIZE)
    width = max(
        longest_word(shape.element.name, TASK_SIZE), min(room, width_of(shape.element.name, TASK_SIZE))
    )
    x = shape.box.centre[0] - width / 2
    return Box(x=x, y=shape.box.y + PADDING, width=width, height=lines * TASK_SIZE * LINE)


def _finding(shape: Shape, what: str) -> Finding:
    return Finding(
        element=shape.element,
        message=f"expected the name of {called(shape.element)} to stand free, but it {what}; move it",
    )
