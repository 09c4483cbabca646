"""The new diagrams as XML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from engine.bpmn.drawing.geometry import Box, Point
from engine.bpmn.drawing.model import DC, DD, DI

#: namespace -> usual prefix
PREFIXES = {DI.strip("{}"): "bpmndi", DC.strip("{}"): "dc", DD.strip("{}"): "di"}


@dataclass(kw_only=True, slots=True)
class Picture:
    """One sheet, all decided."""

    plane: str
    shapes: dict[str, Box] = field(default_factory=dict)
    edges: dict[str, list[Point]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    expanded: frozenset[str] = frozenset()
    #: participants and lanes
    frames: frozenset[str] = frozenset()
    #: exclusive gateways, whose cross is drawn
    marked: frozenset[str] = frozenset()


class Writer:
    """Writes with the prefixes of the file; ids that the model has already get a number."""

    def __init__(self, prefixes: dict[str, str], ids: set[str]) -> None:
        self.prefix = {uri: prefixes.get(uri, usual) for uri, usual in PREFIXES.items()}
        self.declared = "".join(
            f" xmlns:{usual}={quoteattr(uri)}" for uri, usual in PREFIXES.items() if uri not in prefixes
        )
        self.ids = set(ids)
        bpmndi, dc, di = (self.prefix[uri] for uri in PREFIXES)
        self.bpmndi, self.dc, self.di = bpmndi, dc, di

    def diagrams(self, pictures: Sequence[Picture]) -> str:
        return "\n".join(line for picture in pictures for line in self._diagram(picture))

    def _diagram(self, picture: Picture) -> Iterator[str]:
        diagram, plane = self._id("diagram"), self._id("plane")
        yield f'  <{self.bpmndi}:BPMNDiagram id="{diagram}"{self.declared}>'
        yield f'    <{self.bpmndi}:BPMNPlane id="{plane}" bpmnElement={quoteattr(picture.plane)}>'
        for name, box in picture.shapes.items():
            yield from self._shape(picture, name, box)
        for name, points in picture.edges.items():
            yield from self._edge(picture, name, points)
        yield f"    </{self.bpmndi}:BPMNPlane>"
        yield f"  </{self.bpmndi}:BPMNDiagram>"

    def _shape(self, picture: Picture, name: str, box: Box) -> Iterator[str]:
        more = ' isHorizontal="true"' if name in picture.frames else ""
        more += ' isExpanded="true"' if name in picture.expanded else ""
        more += ' isMarkerVisible="true"' if name in picture.marked else ""
        shape = quoteattr(self._id(f"{name}_di"))
        yield f"      <{self.bpmndi}:BPMNShape id={shape} bpmnElement={quoteattr(name)}{more}>"
        yield f"        {self._bounds(box)}"
        yield from self._label(picture, name)
        yield f"      </{self.bpmndi}:BPMNShape>"

    def _edge(self, picture: Picture, name: str, points: list[Point]) -> Iterator[str]:
        edge = quoteattr(self._id(f"{name}_di"))
        yield f"      <{self.bpmndi}:BPMNEdge id={edge} bpmnElement={quoteattr(name)}>"
        for x, y in points:
            yield f'        <{self.di}:waypoint x="{_number(x)}" y="{_number(y)}" />'
        yield from self._label(picture, name)
        yield f"      </{self.bpmndi}:BPMNEdge>"

    def _label(self, picture: Picture, name: str) -> Iterator[str]:
        if name in picture.labels:
            yield f"        <{self.bpmndi}:BPMNLabel>"
            yield f"          {self._bounds(picture.labels[name])}"
            yield f"        </{self.bpmndi}:BPMNLabel>"

    def _bounds(self, box: Box) -> str:
        x, y, width, height = (_number(each) for each in (box.x, box.y, box.width, box.height))
        return f'<{self.dc}:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'

    def _id(self, wish: str) -> str:
        name, number = wish, 1
        while name in self.ids:
            number += 1
            name = f"{wish}_{number}"
        self.ids.add(name)
        return name


def _number(value: float) -> str:
    return str(round(value))
