"""A sheet is drawn, looked at, and drawn again with more room where something found no place."""

from dataclasses import dataclass

from engine.bpmn.drawing.geometry import Box, segments
from engine.bpmn.layout.assembly import Placed, assemble
from engine.bpmn.layout.labels import Obstacles, Wish, of_event, of_flow, of_gateway, place_labels
from engine.bpmn.layout.model import Node, Settings, Sheet
from engine.bpmn.layout.notes import Beside, place_notes
from engine.bpmn.layout.routing import Routes, route
from engine.bpmn.layout.sizes import up
from engine.bpmn.layout.writing import Picture

#: times that bands grow for notes
MORE_ROOM = 4


def best_picture(sheet: Sheet) -> Picture:
    settings = Settings()
    picture = draw(sheet, settings)
    for _ in range(MORE_ROOM):
        if not picture.homeless:
            break
        _make_room(sheet, settings, picture)
        picture = draw(sheet, settings)
    return picture.picture


def _make_room(sheet: Sheet, settings: Settings, attempt: "Attempt") -> None:
    bands = {node.id: node.band for scope in sheet.scopes() for node in scope.nodes}
    for scope, element, height in attempt.homeless:
        key = (scope, bands.get(element, 0))
        settings.more[key] = settings.more.get(key, 0) + up(height + 40)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    picture: Picture
    homeless: tuple[tuple[str, str, float], ...]
    lost: tuple[str, ...]


def draw(sheet: Sheet, settings: Settings) -> Attempt:
    placed = assemble(sheet, settings)
    routes = route(sheet, placed)
    nodes = {node.id: node for scope in sheet.scopes() for node in scope.nodes}
    expanded = frozenset(node.id for node in nodes.values() if node.inner)
    labels = _labels(sheet, placed, routes, expanded)
    beside = Beside(sheet=sheet, placed=placed, edges=routes.points, labels=labels, nodes=nodes)
    place_notes(beside)
    picture = Picture(
        plane=sheet.plane,
        shapes={**placed.frames, **placed.boxes, **beside.boxes, **_groups(sheet, placed)},
        edges={**routes.points, **beside.lines},
        labels=labels,
        expanded=expanded,
        frames=frozenset(placed.frames),
        marked=frozenset(node.id for node in nodes.values() if node.kind == "exclusiveGateway"),
    )
    return Attempt(picture=picture, homeless=tuple(beside.homeless), lost=tuple(routes.lost))


def _groups(sheet: Sheet, placed: Placed) -> dict[str, Box]:
    return {}


def _labels(sheet: Sheet, placed: Placed, routes: Routes, expanded: frozenset[str]) -> dict[str, Box]:
    obstacles = Obstacles(
        shapes={name: box for name, box in placed.boxes.items() if name not in expanded},
        frames={**placed.frames, **{name: placed.boxes[name] for name in expanded}},
        segments={name: segments(points) for name, points in routes.points.items()},
    )
    return place_labels(_wishes(sheet, placed, routes), obstacles)


def _wishes(sheet: Sheet, placed: Placed, routes: Routes) -> list[Wish]:
    nodes: list[Node] = [node for scope in sheet.scopes() for node in scope.nodes if node.name]
    found = [of_gateway(node.id, node.name, placed.boxes[node.id]) for node in nodes if node.is_gateway]
    found += [
        of_event(node.id, node.name, placed.boxes[node.id], bool(node.host))
        for node in nodes
        if node.is_event
    ]
    flows = [flow for scope in sheet.scopes() for flow in scope.flows if flow.name]
    found += [of_flow(flow.id, flow.name, routes.points[flow.id]) for flow in flows]
    found += [
        of_flow(flow.id, flow.name, routes.points[flow.id], True) for flow in sheet.messages if flow.name
    ]
    return found
