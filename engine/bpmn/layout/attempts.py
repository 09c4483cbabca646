"""A sheet is drawn, looked at, and drawn again with more room where something found no place."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.drawing.geometry import Box, around, segments
from engine.bpmn.drawing.shapes import WIDEST
from engine.bpmn.layout.assembly import Placed, assemble
from engine.bpmn.layout.beside import Beside
from engine.bpmn.layout.labels import Obstacles, Wish, of_flow, of_shape, place_labels
from engine.bpmn.layout.links import draw_links
from engine.bpmn.layout.model import Settings, Sheet
from engine.bpmn.layout.notes import place_notes
from engine.bpmn.layout.routing import Routes, route
from engine.bpmn.layout.sizes import up
from engine.bpmn.layout.writing import Picture

#: times that bands grow for notes
MORE_ROOM = 3
#: gutter, width of labels, how much leads straight up and down: from easy to tight
WIDTHS = ((40, 80, 0), (30, 70, 0), (40, 80, 1), (30, 70, 1), (30, 70, 2), (20, 60, 2))


def best_picture(sheet: Sheet) -> Picture:
    settings = _fitting(sheet)
    picture = draw(sheet, settings)
    for _ in range(MORE_ROOM):
        if not picture.homeless:
            break
        _make_room(sheet, settings, picture)
        picture = draw(sheet, settings)
    return picture.picture


def _fitting(sheet: Sheet) -> Settings:
    """The widest setting that stays narrow enough, else the narrowest."""
    found: list[tuple[float, Settings]] = []
    for gutter, label, tightness in WIDTHS:
        settings = Settings(gutter=gutter, label=label, tightness=tightness)
        placed = assemble(sheet, settings)
        width = around([*placed.frames.values(), *placed.boxes.values()]).width
        if width <= WIDEST:
            return settings
        found.append((width, settings))
    return min(found, key=lambda each: each[0])[1]


def _make_room(sheet: Sheet, settings: Settings, attempt: "Attempt") -> None:
    bands = {node.id: node.band for scope in sheet.scopes() for node in scope.nodes}
    added: dict[tuple[str, int], int] = {}
    for scope, element, height in attempt.homeless:
        key = (scope, bands.get(element, 0))
        added[key] = max(added.get(key, 0), up(height + 40))
    for key, more in added.items():
        settings.more[key] = settings.more.get(key, 0) + more


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
    draw_links(beside)
    picture = Picture(
        plane=sheet.plane,
        shapes={**beside.placed.frames, **beside.placed.boxes, **beside.boxes, **_groups(sheet, placed)},
        edges={**beside.edges, **beside.lines},
        labels=beside.labels,
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


def _wishes(sheet: Sheet, placed: Placed, routes: Routes) -> Iterator[Wish]:
    scopes = list(sheet.scopes())
    nodes = [(node, scope.id) for scope in scopes for node in scope.nodes if node.name]
    for node, home in nodes:
        if node.is_gateway:
            band = placed.bands.get((home, node.band))
            yield of_shape(node.id, node.name, placed.boxes[node.id], "gateway", band)
    for node, home in nodes:
        if node.is_event:
            kind = "guest" if node.host else "event"
            band = placed.bands.get((home, node.band))
            yield of_shape(node.id, node.name, placed.boxes[node.id], kind, band)
    for scope in scopes:
        for flow in scope.flows:
            if flow.name:
                yield of_flow(flow.id, flow.name, routes.points[flow.id])
    for flow in sheet.messages:
        if flow.name:
            points = routes.points[flow.id]
            ends_at_pool = flow.target in placed.frames
            yield of_flow(flow.id, flow.name, points[::-1] if ends_at_pool else points, is_message=True)
