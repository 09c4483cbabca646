"""Puts a new drawing into the bytes of a file in the place of the old one; every other byte stays."""

from dataclasses import dataclass, field
from xml.parsers import expat

from engine.bpmn.drawing.model import DI

DIAGRAM = f"{DI.strip('{}')} BPMNDiagram"
MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(kw_only=True, slots=True)
class Spans:
    """Where old diagrams stand in the file (start, end), and where the root ends."""

    diagrams: list[tuple[int, int]] = field(default_factory=list)
    root_end: int = 0
    encoding: str = "utf-8"
    #: namespace -> prefix at the root
    prefixes: dict[str, str] = field(default_factory=dict)


def spans_of(source: bytes) -> Spans:
    """Of a file that was read before: it is well-formed and has no document type."""
    reader = _Reader(source)
    return reader.spans


def spliced(source: bytes, spans: Spans, text: str) -> bytes:
    if not spans.diagrams:
        new = f"{text}\n".encode(spans.encoding)
        return source[: spans.root_end] + new + source[spans.root_end :]
    new, result, at = text.strip().encode(spans.encoding), b"", 0
    for start, end in spans.diagrams:
        result += source[at:start] + (new if at == 0 else b"")
        at = end
    return result + source[at:]


class _Reader:
    def __init__(self, source: bytes) -> None:
        self.spans = Spans(encoding=MARKS.get(source[:2], "utf-8"))
        self.depth, self.start, self.is_ended = 0, 0, False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.StartNamespaceDeclHandler = self._declare
        self.parser.XmlDeclHandler = self._declared
        self.parser.DefaultHandler = self._other
        self.parser.Parse(source, True)

    def _other(self, data: str) -> None:
        self._note_end()

    def _note_end(self) -> None:
        """What follows a diagram tells where it ended."""
        if self.is_ended:
            self.spans.diagrams.append((self.start, self.parser.CurrentByteIndex))
            self.is_ended = False

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._note_end()
        self.depth += 1
        if self.depth == 2 and name == DIAGRAM:
            self.start = self.parser.CurrentByteIndex

    def _close(self, name: str) -> None:
        self._note_end()
        self.depth -= 1
        self.is_ended = self.depth == 1 and name == DIAGRAM
        if self.depth == 0:
            self.spans.root_end = self.parser.CurrentByteIndex

    def _declare(self, prefix: str | None, uri: str) -> None:
        if self.depth == 0 and prefix:
            self.spans.prefixes[uri] = prefix

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and self.spans.encoding == "utf-8":
            self.spans.encoding = encoding
