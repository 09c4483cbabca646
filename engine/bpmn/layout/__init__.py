"""Lays a BPMN model out anew: pools, lanes, nodes, flows, names, notes. Only the drawing of the file changes."""

from engine.bpmn.drawing import check_drawing
from engine.bpmn.layout.attempts import choices, is_too_wide
from engine.bpmn.layout.reading import all_ids, read_sheets
from engine.bpmn.layout.splicing import spans_of, spliced
from engine.bpmn.layout.writing import Writer

__all__ = ["lay_out"]


def lay_out(source: bytes, file: str) -> bytes:
    """The same model with a new drawing, the best of a few; InvalidDefinition when it cannot be drawn."""
    sheets = read_sheets(source, file)
    spans, ids = spans_of(source), all_ids(source, file)
    best, least = source, None
    for pictures in choices(sheets):
        drawn = spliced(source, spans, Writer(spans.prefixes, ids).diagrams(pictures))
        faults = len(check_drawing(drawn, file))
        if least is None or faults < least:
            best, least = drawn, faults
        if faults <= sum(is_too_wide(picture) for picture in pictures):
            break
    return best
