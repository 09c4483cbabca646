"""The quality of a drawing: pure lint of the BPMN DI of a file.

Missing shapes and edges are errors, the rest are warnings: such a model runs, but is hard to read.
"""

from collections.abc import Iterator

from engine.bpmn.drawing import edges, frames, labels, shapes
from engine.bpmn.drawing.findings import Finding, Rule, called
from engine.bpmn.drawing.model import DATA_FLOWS, FLOWS, Drawing, Element, Plane, read_drawing
from engine.bpmn.reader.parsing import parse
from engine.errors import InvalidDefinition, Problem

__all__ = ["check_drawing", "count_crossings"]

#: more than this in one plane is not compared piece by piece: no person reads it either
MOST_PIECES = 1000

RULES: tuple[Rule, ...] = (
    shapes.overlaps,
    shapes.outside,
    shapes.without_lane,
    shapes.boundaries,
    shapes.texts,
    shapes.width,
    frames.names,
    frames.titles,
    edges.docking,
    edges.through_shapes,
    edges.crooked,
    edges.backwards,
    edges.one_over_another,
    labels.covering,
    labels.one_over_another,
    labels.struck_through,
    labels.outside,
    labels.cut,
)


def check_drawing(source: bytes, file: str) -> tuple[Problem, ...]:
    """All that is missing (errors) or hard to read (warnings) in the drawing of a model."""
    try:
        root = parse(source, file)
    except InvalidDefinition as refused:
        return refused.problems
    drawing = read_drawing(root)
    return tuple(
        Problem(
            message=finding.message,
            file=file,
            element=finding.element.id,
            name=finding.element.name,
            line=finding.element.line,
            severity=finding.severity,
        )
        for finding in _findings(drawing)
    )


def count_crossings(source: bytes, file: str) -> int:
    """How often flows cross in the drawing; 0 for what cannot be read."""
    try:
        drawing = read_drawing(parse(source, file))
    except InvalidDefinition:
        return 0
    return sum(edges.crossings(plane) for plane in drawing.planes if len(plane.pieces) <= MOST_PIECES)


def _findings(drawing: Drawing) -> Iterator[Finding]:
    yield from _missing(drawing)
    for plane in drawing.planes:
        if len(plane.pieces) > MOST_PIECES:
            yield _too_many(plane)
            continue
        for rule in RULES:
            yield from rule(drawing, plane)


def _missing(drawing: Drawing) -> Iterator[Finding]:
    drawn = {name for plane in drawing.planes for name in (*plane.shapes, *plane.edges)}
    for element in drawing.elements.values():
        if element.id not in drawn:
            what = "an edge" if element.kind in FLOWS | DATA_FLOWS else "a shape"
            yield Finding(
                element=element,
                message=f"expected {what} for {called(element)}, but the drawing has none; open "
                "the file in a modeller and draw it",
                severity="error",
            )
    for name in drawing.unknown:
        yield Finding(
            element=Element(id=name, kind="", name="", line=None),
            message=f"expected shapes of elements of the model, but the drawing names {name!r}, "
            "which is none; delete that shape",
        )


def _too_many(plane: Plane) -> Finding:
    first = plane.pieces[0]
    return Finding(
        element=first.element,
        message=f"expected at most {MOST_PIECES} shapes and edges in one drawing, but there are "
        f"{len(plane.pieces)}; split the model with call activities",
    )
