"""From XML to sheets: who holds what, who leads where. A model that cannot be drawn is refused with one sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.bpmn.drawing.model import ARTIFACTS, DATA, DI, MODEL, SUB_PROCESSES, is_flow_node, read_drawing
from engine.bpmn.layout.model import Flow, Lane, Node, Note, Pool, Scope, Sheet
from engine.bpmn.reader.parsing import parse
from engine.bpmn.reader.reading import Xml
from engine.errors import InvalidDefinition, Problem

DATA_FLOWS = {"dataInputAssociation", "dataOutputAssociation"}


@dataclass(kw_only=True, slots=True)
class Reading:
    """One file while it is read."""

    file: str
    root: Xml
    #: element id -> scope that holds it
    scope_of: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def refused(self, message: str, node: Xml | None = None) -> InvalidDefinition:
        element = node.get("id", "") if node is not None else "definitions"
        line = node.sourceline if node is not None and isinstance(node.sourceline, int) else None
        problem = Problem(message=message, file=self.file, element=element or "definitions", line=line)
        return InvalidDefinition([problem])


def read_sheets(source: bytes, file: str) -> tuple[Sheet, ...]:
    """The diagrams that a file needs: one for its collaboration, or one for each process."""
    reading = Reading(file=file, root=parse(source, file))
    if reading.root.tag != f"{MODEL}definitions":
        raise reading.refused("expected a BPMN model, but the file is none; name a .bpmn file")
    _check_ids(reading)
    scopes = {each.get("id", ""): _scope(reading, each) for each in reading.root.iter(f"{MODEL}process")}
    sheets = tuple(_sheets(reading, scopes))
    if not any(pool.scope is None or pool.scope.nodes for sheet in sheets for pool in sheet.pools):
        raise reading.refused("expected elements to lay out, but the model has none; draw one first")
    return sheets


def _check_ids(reading: Reading) -> None:
    drawn = [node for node in reading.root.iter(f"{MODEL}*") if _is_laid_out(node)]
    for node in drawn:
        if not node.get("id"):
            raise reading.refused(
                f"expected an id of each element, but a {_kind(node)} has none; give it one", node
            )
    counted = Counter(node.get("id") for node in drawn)
    for node in drawn:
        if counted[node.get("id")] > 1:
            raise reading.refused(
                f"expected each id once, but {node.get('id')!r} stands for several elements; rename one", node
            )


def _is_laid_out(node: Xml) -> bool:
    kind = _kind(node)
    return is_flow_node(kind) or kind in {"process", "participant", "lane", "sequenceFlow", "messageFlow"}


def _kind(node: Xml) -> str:
    return str(etree.QName(node).localname)


def _name(node: Xml) -> str:
    return " ".join((node.get("name") or "").split())


# ---- scopes --------------------------------------------------------------------------------------


def _scope(reading: Reading, holder: Xml) -> Scope:
    inside = [node for node in holder.iterchildren(f"{MODEL}*") if is_flow_node(_kind(node))]
    lanes = _lanes(holder, inside)
    bands = _bands(holder, [leaf.id for lane in lanes for leaf in lane.leaves()])
    ids = {node.get("id", ""): node for node in inside}
    name = holder.get("id", "")
    for each, node in ids.items():
        reading.scope_of[each] = name
        reading.kinds[each] = _kind(node)
        host = node.get("attachedToRef", "")
        if _kind(node) == "boundaryEvent" and (host not in ids or _kind(ids[host]) == "boundaryEvent"):
            raise reading.refused(
                f"expected {each} to sit on an activity beside it, but there is no {host!r}; attach it", node
            )
    nodes = tuple(_node(reading, node, bands) for node in inside)
    flows = (*_flows(reading, holder, ids), *_compensations(holder, ids))
    return Scope(id=name, nodes=nodes, flows=flows, lanes=lanes)


def _node(reading: Reading, node: Xml, bands: Mapping[str, int]) -> Node:
    kind, name, host = _kind(node), node.get("id", ""), node.get("attachedToRef", "")
    inner = _scope(reading, node) if kind in SUB_PROCESSES else None
    return Node(
        id=name,
        kind=kind,
        name=_name(node),
        band=bands.get(host if kind == "boundaryEvent" else name, bands.get(name, 0)),
        host=host if kind == "boundaryEvent" else "",
        inner=inner if inner and inner.nodes else None,
    )


def _lanes(holder: Xml, inside: list[Xml]) -> tuple[Lane, ...]:
    """What no lane lists stands above the lanes, in a band without a frame."""
    lanes = tuple(_lane(each) for each in holder.findall(f"{MODEL}laneSet/{MODEL}lane"))
    listed = {(each.text or "").strip() for each in holder.iterfind(f".//{MODEL}flowNodeRef")}
    alone = [node for node in inside if node.get("id") not in listed and not node.get("attachedToRef")]
    return (Lane(id="", name=""), *lanes) if lanes and alone else lanes


def _lane(node: Xml) -> Lane:
    inner = tuple(_lane(each) for each in node.findall(f"{MODEL}childLaneSet/{MODEL}lane"))
    return Lane(id=node.get("id", ""), name=_name(node), lanes=inner)


def _bands(holder: Xml, leaves: list[str]) -> dict[str, int]:
    """Element id -> index of its leaf lane: the innermost lane that lists it wins."""
    places = {name: index for index, name in enumerate(leaves)}
    found: dict[str, int] = {}
    for lane in holder.iterfind(f".//{MODEL}lane"):
        first = next((leaf.id for leaf in _lane(lane).leaves()), "")
        for reference in lane.findall(f"{MODEL}flowNodeRef"):
            found[(reference.text or "").strip()] = places.get(first, 0)
    return found


def _flows(reading: Reading, holder: Xml, ids: Mapping[str, Xml]) -> Iterator[Flow]:
    for node in holder.findall(f"{MODEL}sequenceFlow"):
        source, target = node.get("sourceRef", ""), node.get("targetRef", "")
        for end in (source, target):
            if end not in ids:
                raise reading.refused(
                    f"expected flow {node.get('id')} to join elements that lie side by side, but {end!r} "
                    "is not among them; connect it again",
                    node,
                )
        default = ids[source].get("default", "")
        yield _flow(node, source, target, is_default=default == node.get("id"))


def _flow(node: Xml, source: str, target: str, is_default: bool = False) -> Flow:
    return Flow(
        id=node.get("id", ""),
        kind=_kind(node),
        name=_name(node),
        source=source,
        target=target,
        is_default=is_default,
    )


def _compensations(holder: Xml, ids: Mapping[str, Xml]) -> Iterator[Flow]:
    """Associations from a boundary event to what compensates are drawn like flows."""
    for node in holder.findall(f"{MODEL}association"):
        source, target = node.get("sourceRef", ""), node.get("targetRef", "")
        if node.get("id") and source in ids and target in ids:
            yield _flow(node, source, target)


# ---- sheets --------------------------------------------------------------------------------------


def _sheets(reading: Reading, scopes: Mapping[str, Scope]) -> Iterator[Sheet]:
    taken: set[str] = set()
    for collaboration in reading.root.findall(f"{MODEL}collaboration"):
        pools = [_pool(each, scopes) for each in collaboration.findall(f"{MODEL}participant")]
        taken |= {pool.scope.id for pool in pools if pool.scope}
        if pools:
            yield _sheet(reading, collaboration, pools, list(_messages(reading, collaboration, pools)))
    for process in reading.root.findall(f"{MODEL}process"):
        scope = scopes[process.get("id", "")]
        if scope.id not in taken:
            yield _sheet(reading, process, [Pool(id="", name="", scope=scope)], [])


def _pool(node: Xml, scopes: Mapping[str, Scope]) -> Pool:
    process = node.get("processRef", "").rpartition(":")[2]
    return Pool(id=node.get("id", ""), name=_name(node), scope=scopes.get(process))


def _messages(reading: Reading, collaboration: Xml, pools: Iterable[Pool]) -> Iterator[Flow]:
    known = {*reading.scope_of, *(pool.id for pool in pools)}
    for node in collaboration.findall(f"{MODEL}messageFlow"):
        source, target = node.get("sourceRef", ""), node.get("targetRef", "")
        for end in (source, target):
            if end not in known:
                raise reading.refused(
                    f"expected message flow {node.get('id')} to join pools or their elements, but there is "
                    f"no {end!r}; connect it again",
                    node,
                )
        yield _flow(node, source, target)


def _sheet(reading: Reading, plane: Xml, pools: list[Pool], messages: list[Flow]) -> Sheet:
    scopes = {scope.id for pool in pools if pool.scope for scope in pool.scope.within()}
    drawn = {
        scope.id: {flow.id for flow in scope.flows}
        for pool in pools
        if pool.scope
        for scope in pool.scope.within()
    }
    holders = [plane, *(node for node in reading.root.iter(f"{MODEL}*") if node.get("id") in scopes)]
    holders = list(dict.fromkeys(holders))
    laid_out = {name for names in drawn.values() for name in names}
    links = [flow for holder in holders for flow in _links(holder) if flow.id not in laid_out]
    grouped = _grouped(reading.root)
    notes = [note for holder in holders for note in _notes(holder, scopes, links, grouped)]
    return Sheet(
        plane=plane.get("id", ""),
        pools=tuple(pools),
        messages=tuple(messages),
        notes=tuple(notes),
        links=tuple(links),
    )


def _links(holder: Xml) -> Iterator[Flow]:
    """Associations, and flows of data of the elements right inside."""
    for node in holder.findall(f"{MODEL}association"):
        if node.get("id"):
            yield _flow(node, node.get("sourceRef", ""), node.get("targetRef", ""))
    for node in holder.iterchildren(f"{MODEL}*"):
        for link in node.iterchildren(f"{MODEL}*"):
            if _kind(link) in DATA_FLOWS and link.get("id"):
                source, target = (_texts(link, "sourceRef"), _texts(link, "targetRef"))
                is_input = _kind(link) == "dataInputAssociation"
                owner = node.get("id", "")
                yield _flow(link, source if is_input else owner, owner if is_input else target)


def _texts(node: Xml, tag: str) -> str:
    return (node.findtext(f"{MODEL}{tag}") or "").strip()


def _notes(holder: Xml, scopes: set[str], links: list[Flow], grouped: dict[str, list[str]]) -> Iterator[Note]:
    for node in holder.iterchildren(f"{MODEL}*"):
        kind, name = _kind(node), node.get("id", "")
        if kind not in DATA | ARTIFACTS or not name:
            continue
        near = [
            link.target if link.source == name else link.source
            for link in links
            if name in (link.source, link.target)
        ]
        if kind == "group":
            near = grouped.get(name, [])
        scope = holder.get("id", "")
        text = _texts(node, "text") if kind == "textAnnotation" else _name(node)
        yield Note(id=name, kind=kind, text=text, scope=scope if scope in scopes else "", near=tuple(near))


def all_ids(source: bytes, file: str) -> set[str]:
    """Ids outside the drawing: the new one may not repeat them."""
    root = parse(source, file)
    return {
        node.get("id", "")
        for child in root
        if child.tag != f"{DI}BPMNDiagram"
        for node in child.iter()
        if node.get("id")
    } | {root.get("id", "")}


def _grouped(root: Xml) -> dict[str, list[str]]:
    """Group -> what the old drawing shows inside it: nothing in the model says it."""
    shapes = {name: shape for plane in read_drawing(root).planes for name, shape in plane.shapes.items()}
    return {
        name: [
            each for each, other in shapes.items() if other.element.is_node and group.box.contains(other.box)
        ]
        for name, group in shapes.items()
        if group.element.kind == "group"
    }
