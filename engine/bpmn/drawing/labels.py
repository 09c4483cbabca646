"""Rules on the names outside shapes: readable, over nothing, in the pool of what they name."""

from collections.abc import Iterator
from itertools import combinations, product

from engine.bpmn.drawing.findings import Finding, called
from engine.bpmn.drawing.geometry import Box, crosses, segments
from engine.bpmn.drawing.model import Drawing, Element, Plane
from engine.bpmn.drawing.text import LABEL_SIZE, height_of, longest_word

Label = tuple[Element, Box]
#: letters do not fill the box of a label to its last pixel
SLACK = 3


def _labels(plane: Plane) -> list[Label]:
    return [(each.element, each.label) for each in plane.pieces if each.label]


def covering(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    for (element, label), shape in product(_labels(plane), plane.shapes.values()):
        if shape.is_container or shape.element.kind == "group":
            continue
        if label.overlaps(shape.box, SLACK):
            yield _finding(element, f"lies over {called(shape.element)}")


def one_over_another(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    for (first, box), (second, other) in combinations(_labels(plane), 2):
        if box.overlaps(other, SLACK):
            yield _finding(second, f"lies over the name of {called(first)}")


def struck_through(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    for (element, label), edge in product(_labels(plane), plane.edges.values()):
        inside = label.grown(-SLACK)
        if any(crosses(part, inside) for part in segments(edge.points)):
            yield _finding(element, f"is struck through by {called(edge.element)}")


def outside(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    """A name does not cross the border of a pool or lane."""
    frames = [each for each in plane.shapes.values() if each.element.kind in {"participant", "lane"}]
    for (element, label), frame in product(_labels(plane), frames):
        crossed = label.overlaps(frame.box, SLACK) and not frame.box.contains(label, SLACK)
        if crossed and element.kind != "messageFlow":
            yield _finding(element, f"crosses the border of {called(frame.element)}")


def cut(drawing: Drawing, plane: Plane) -> Iterator[Finding]:
    """The box of a label holds its text."""
    for element, label in _labels(plane):
        needed = height_of(element.name, label.width, LABEL_SIZE)
        too_long = longest_word(element.name, LABEL_SIZE) > label.width + SLACK
        if too_long or needed > label.height + LABEL_SIZE:
            yield _finding(
                element, f"needs about {needed:.0f} pixels of height in a box of {label.height:.0f}"
            )


def _finding(element: Element, what: str) -> Finding:
    return Finding(
        element=element,
        message=f"expected the name of {called(element)} to stand free, but it {what}; move it",
    )
