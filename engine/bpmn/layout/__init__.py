"""Lays a BPMN model out anew: pools, lanes, nodes, flows, names, notes. Only the drawing of the file changes."""

from engine.bpmn.layout.attempts import best_picture
from engine.bpmn.layout.reading import all_ids, read_sheets
from engine.bpmn.layout.splicing import spans_of, spliced
from engine.bpmn.layout.writing import Writer

__all__ = ["lay_out"]


def lay_out(source: bytes, file: str) -> bytes:
    """The same model with a new drawing; InvalidDefinition when it cannot be drawn."""
    sheets = read_sheets(source, file)
    spans = spans_of(source)
    writer = Writer(spans.prefixes, all_ids(source, file))
    return spliced(source, spans, writer.diagrams([best_picture(sheet) for sheet in sheets]))
