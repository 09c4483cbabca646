"""What is drawn: the planes of a file with their shapes, edges and the elements behind them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.bpmn.drawing.geometry import Box, Point, middle
from engine.bpmn.drawing.text import LABEL_SIZE, height_of

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DD = "{http://www.omg.org/spec/DD/20100524/DI}"

FLOWS = frozenset({"sequenceFlow", "messageFlow", "association"})
DATA_FLOWS = frozenset({"dataInputAssociation", "dataOutputAssociation"})
DATA = frozenset({"dataObjectReference", "dataStoreReference"})
ARTIFACTS = frozenset({"textAnnotation", "group"})
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
CONTAINERS = SUB_PROCESSES | {"participant", "lane"}
LABEL_WIDTH, LABEL_HEIGHT = 90.0, 14.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """One element of the model that wants a place in the drawing."""

    id: str
    kind: str
    name: str
    line: int | None
    #: nearest thing around it: sub-process, or participant of its process ("" when it has none)
    inside: str = ""
    #: of a flow
    source: str = ""
    target: str = ""
    #: of a boundary event
    host: str = ""

    @property
    def is_event(self) -> bool:
        return self.kind.endswith("Event")

    @property
    def is_gateway(self) -> bool:
        return self.kind.endswith("Gateway")

    @property
    def is_node(self) -> bool:
        return self.kind not in FLOWS | DATA_FLOWS | ARTIFACTS | DATA | {"participant", "lane"}

    @property
    def has_outer_label(self) -> bool:
        return self.is_event or self.is_gateway or self.kind in FLOWS | DATA


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    element: Element
    box: Box
    label: Box | None
    is_expanded: bool

    @property
    def is_container(self) -> bool:
        return self.element.kind in CONTAINERS and self.is_expanded


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    element: Element
    points: tuple[Point, ...]
    label: Box | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Plane:
    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]

    @property
    def pieces(self) -> list[Shape | Edge]:
        return [*self.shapes.values(), *self.edges.values()]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    elements: Mapping[str, Element]
    planes: tuple[Plane, ...]
    #: element id -> ids of the lanes that list it
    lanes: Mapping[str, tuple[str, ...]]
    #: ids that the drawing names but the model does not know
    unknown: tuple[str, ...] = field(default=())

    def around(self, element: Element) -> Iterator[str]:
        """Ids of the sub-processes and the participant around an element, inside first."""
        seen = {element.id}
        while element.inside and element.inside not in seen:
            seen.add(element.inside)
            yield element.inside
            if element.inside not in self.elements:
                return
            element = self.elements[element.inside]


def read_drawing(root: etree._Element) -> Drawing:
    elements = {element.id: element for element in _elements(root)}
    drawn = [_plane(plane, elements) for plane in root.iter(f"{DI}BPMNPlane")]
    named = [
        each.get("bpmnElement", "") for kind in ("BPMNShape", "BPMNEdge") for each in root.iter(f"{DI}{kind}")
    ]
    known = {node.get("id") for node in root.iter()}
    return Drawing(
        elements=elements,
        planes=tuple(drawn),
        lanes=_lanes(root),
        unknown=tuple(name for name in named if name not in known),
    )


def _elements(root: etree._Element) -> Iterator[Element]:
    pools = {pool.get("processRef"): pool.get("id", "") for pool in root.iter(f"{MODEL}participant")}
    for node in root.iter(f"{MODEL}*"):
        kind = etree.QName(node).localname
        if node.get("id") and _is_drawn(node, kind):
            yield Element(
                id=node.get("id", ""),
                kind=kind,
                name=_name(node, kind),
                line=_line(node),
                inside=_inside(node, pools),
                source=_end(node, kind, "sourceRef"),
                target=_end(node, kind, "targetRef"),
                host=node.get("attachedToRef", ""),
            )


def _end(node: etree._Element, kind: str, name: str) -> str:
    """Flows of data name the data; their other end is the activity around them."""
    if kind not in DATA_FLOWS:
        return node.get(name, "")
    if (kind == "dataInputAssociation") == (name == "sourceRef"):
        return (node.findtext(f"{MODEL}{name}") or "").strip()
    parent = node.getparent()
    return parent.get("id", "") if parent is not None else ""


def _line(node: etree._Element) -> int | None:
    return node.sourceline if isinstance(node.sourceline, int) else None


def _is_drawn(node: etree._Element, kind: str) -> bool:
    parent = node.getparent()
    if parent is None:
        return False
    if kind in FLOWS | DATA | DATA_FLOWS | ARTIFACTS | {"participant", "lane"}:
        return True
    around = etree.QName(parent).localname
    return around in SUB_PROCESSES | {"process"} and is_flow_node(kind)


def is_flow_node(kind: str) -> bool:
    return kind.endswith(("Task", "Event", "Gateway", "Activity", "ubProcess")) or kind in {
        "task",
        "transaction",
    }


def _name(node: etree._Element, kind: str) -> str:
    if kind == "textAnnotation":
        return (node.findtext(f"{MODEL}text") or "").strip()
    return (node.get("name") or "").strip()


def _inside(node: etree._Element, pools: Mapping[str | None, str]) -> str:
    for parent in node.iterancestors():
        kind = etree.QName(parent).localname
        if kind in SUB_PROCESSES:
            return parent.get("id", "")
        if kind == "process":
            return pools.get(parent.get("id"), "")
    return ""


def _lanes(root: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for lane in root.iter(f"{MODEL}lane"):
        for reference in lane.findall(f"{MODEL}flowNodeRef"):
            name = (reference.text or "").strip()
            found[name] = (*found.get(name, ()), lane.get("id", ""))
    return found


def _plane(plane: etree._Element, elements: Mapping[str, Element]) -> Plane:
    shapes, edges = {}, {}
    for node in plane.findall(f"{DI}BPMNShape"):
        element = elements.get(node.get("bpmnElement", ""))
        box = _box(node.find(f"{DC}Bounds"))
        if element and box:
            shapes[element.id] = Shape(
                element=element,
                box=box,
                label=_label(node, element, _below(box)),
                is_expanded=_is_expanded(node, element),
            )
    for node in plane.findall(f"{DI}BPMNEdge"):
        element = elements.get(node.get("bpmnElement", ""))
        points = tuple(_point(each) for each in node.findall(f"{DD}waypoint"))
        if element and len(points) > 1:
            label = _label(node, element, _over(middle(points)))
            edges[element.id] = Edge(element=element, points=points, label=label)
    return Plane(shapes=shapes, edges=edges)


def _is_expanded(node: etree._Element, element: Element) -> bool:
    if element.kind in SUB_PROCESSES:
        return node.get("isExpanded") == "true"
    return True


def _label(node: etree._Element, element: Element, place: Point) -> Box | None:
    """Where the outer name stands; without own bounds, where modellers put it."""
    if not element.name or not element.has_outer_label:
        return None
    drawn = _box(node.find(f"{DI}BPMNLabel/{DC}Bounds"))
    height = max(LABEL_HEIGHT, height_of(element.name, LABEL_WIDTH, LABEL_SIZE))
    x, y = place
    return drawn or Box(x=x - LABEL_WIDTH / 2, y=y, width=LABEL_WIDTH, height=height)


def _below(box: Box) -> Point:
    return box.centre[0], box.bottom + 2


def _over(point: Point) -> Point:
    return point[0], point[1] - 2 * LABEL_HEIGHT


def _box(node: etree._Element | None) -> Box | None:
    if node is None:
        return None
    x, y, width, height = (_number(node, key) for key in ("x", "y", "width", "height"))
    return Box(x=x, y=y, width=width, height=height)


def _point(node: etree._Element) -> Point:
    return _number(node, "x"), _number(node, "y")


def _number(node: etree._Element, key: str) -> float:
    try:
        number = float(node.get(key, "0"))
    except ValueError:
        return 0.0
    return number if abs(number) < 1e7 else 0.0
