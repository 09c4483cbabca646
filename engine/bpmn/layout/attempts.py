"""A sheet is drawn, looked at, and drawn again with more room where something found no place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.bpmn.drawing.geometry import Box, around, segments
from engine.bpmn.drawing.shapes import WIDEST
from engine.bpmn.layout.assembly import Placed, assemble
from engine.bpmn.layout.beside import Beside
from engine.bpmn.layout.folding import folded, width_of
from engine.bpmn.layout.labels import Obstacles, Wish, of_flow, of_shape, place_labels
from engine.bpmn.layout.links import draw_links
from engine.bpmn.layout.model import Flow, Node, Settings, Sheet
from engine.bpmn.layout.notes import place_notes
from engine.bpmn.layout.routing import Routes, around_names, route
from engine.bpmn.layout.sizes import up
from engine.bpmn.layout.writing import Picture

#: times that bands grow for notes
MORE_ROOM = 3
#: between two rows, usually
GAP = 30
#: what is tried when the drawing has faults: steps to a tighter setting, another gap
OTHERS = ((0, GAP), (0, 50), (1, GAP), (1, 50), (2, 40))
#: nodes of a model that is drawn once only
LARGE = 120
#: what is as wide as this must be split: it may as well be easy to read
HOPELESS = 3200
#: gutter, width of labels, how much leads straight up and down: from easy to tight
WIDTHS = ((40, 80, 0), (30, 70, 0), (40, 80, 1), (30, 70, 1), (30, 70, 2), (20, 60, 2))


def choices(sheets: Sequence[Sheet]) -> Iterator[list[Picture]]:
    """Drawings of the sheets, the one that should be best first; a large model is drawn once."""
    fitting = [_fitting(sheet) for sheet in sheets]
    is_large = sum(len(scope.nodes) for sheet in sheets for scope in sheet.scopes()) > LARGE
    for later, gap in OTHERS[:1] if is_large else OTHERS:
        yield [_picture(sheet, fit, later, gap) for sheet, fit in zip(sheets, fitting, strict=True)]


def is_too_wide(picture: Picture) -> bool:
    """No setting can help: the model must be split."""
    return around(picture.shapes.values()).width > WIDEST if picture.shapes else False


def _picture(sheet: Sheet, fit: "Fit", later: int, gap: int) -> Picture:
    width = min(fit.width + later, len(WIDTHS) - 1)
    settings = _settings(width, gap, fit.folds)
    attempt = draw(sheet, settings)
    for _ in range(MORE_ROOM):
        if not attempt.homeless:
            break
        _make_room(sheet, settings, attempt)
        attempt = draw(sheet, settings)
    return attempt.picture


def _settings(width: int, gap: int, folds: frozenset[str] = frozenset()) -> Settings:
    gutter, label, tightness = WIDTHS[width]
    return Settings(gutter=gutter, label=label, tightness=tightness, gap=gap, folds=folds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """The setting of the first drawing."""

    width: int
    folds: frozenset[str] = frozenset()


def _fitting(sheet: Sheet) -> Fit:
    """The widest setting that stays narrow enough, with folds at last; else the easiest, or the tightest."""
    least = float("inf")
    for width in range(len(WIDTHS)):
        wide = width_of(assemble(sheet, _settings(width, GAP)))
        if wide <= WIDEST:
            return Fit(width=width)
        least = min(least, wide)
    if least > HOPELESS or sum(len(scope.nodes) for scope in sheet.scopes()) > LARGE:
        return Fit(width=0)
    tightest = len(WIDTHS) - 1
    settings = folded(sheet, _settings(tightest, GAP))
    return Fit(width=tightest, folds=settings.folds if settings else frozenset())


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
    if around_names(routes, labels):
        labels = _labels(sheet, placed, routes, expanded)
    beside = Beside(sheet=sheet, placed=placed, edges=routes.points, labels=labels, nodes=nodes)
    place_notes(beside)
    draw_links(beside)
    picture = Picture(
        plane=sheet.plane,
        shapes={**beside.placed.frames, **beside.placed.boxes, **beside.boxes},
        edges={**beside.edges, **beside.lines},
        labels=beside.labels,
        expanded=expanded,
        frames=frozenset(placed.frames),
        marked=frozenset(node.id for node in nodes.values() if node.kind == "exclusiveGateway"),
    )
    return Attempt(picture=picture, homeless=tuple(beside.homeless), lost=tuple(routes.lost))


def _labels(sheet: Sheet, placed: Placed, routes: Routes, expanded: frozenset[str]) -> dict[str, Box]:
    obstacles = Obstacles(
        shapes={name: box for name, box in placed.boxes.items() if name not in expanded},
        frames={**placed.frames, **{name: placed.boxes[name] for name in expanded}},
        segments={name: segments(points) for name, points in routes.points.items()},
    )
    return place_labels(_wishes(sheet, placed, routes), obstacles)


def _wishes(sheet: Sheet, placed: Placed, routes: Routes) -> list[Wish]:
    """Names of gateways have the fewest places, those of messages the most."""
    scopes = list(sheet.scopes())
    shapes = [
        of_shape(
            node.id, node.name, placed.boxes[node.id], _kind(node), placed.bands.get((scope.id, node.band))
        )
        for scope in scopes
        for node in scope.nodes
        if node.name and (node.is_event or node.is_gateway)
    ]
    shapes.sort(key=lambda wish: len(wish.places))
    flows = [
        of_flow(flow.id, flow.name, routes.points[flow.id])
        for scope in scopes
        for flow in scope.flows
        if flow.name
    ]
    messages = [_message(flow, placed, routes) for flow in sheet.messages if flow.name]
    return [*shapes, *flows, *messages]


def _kind(node: Node) -> str:
    if node.is_gateway:
        return "gateway"
    return "guest" if node.host else "event"


def _message(flow: Flow, placed: Placed, routes: Routes) -> Wish:
    """Its name stands beside the black box, when it leads to one."""
    points = routes.points[flow.id]
    return of_flow(
        flow.id, flow.name, points[::-1] if flow.target in placed.frames else points, is_message=True
    )
