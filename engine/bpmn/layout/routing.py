"""All flows of a sheet, one after the other: the straight ones first, then once more with all others known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.bpmn.drawing.geometry import Box, Point, crosses, segments
from engine.bpmn.layout.assembly import Placed
from engine.bpmn.layout.errands import Errand, message_errands, sequence_errands
from engine.bpmn.layout.lattice import Lattice, Spot, lattice
from engine.bpmn.layout.model import Sheet
from engine.bpmn.layout.ports import tips
from engine.bpmn.layout.search import SOFT, Ground, Quest, Tip, find_way
from engine.bpmn.layout.sizes import label_size

#: so many flows are laid a second time
MOST_AGAIN = 120
SHARED_PORT = 14.0
#: rather than through a name a message leads far around it
OVER_NAME = 30.0
#: points as near to a name count as under it; a line may graze its box
NEAR_NAME, STRUCK = 6, 2


@dataclass(kw_only=True, slots=True)
class Routes:
    """Points of each flow, and the flows that found no way."""

    points: dict[str, list[Point]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    #: what messages need to be laid once more
    ground: Ground
    messages: list[Errand] = field(default_factory=list)
    ways: dict[str, list[Spot]] = field(default_factory=dict)


def route(sheet: Sheet, placed: Placed) -> Routes:
    grid = lattice(placed.boxes.values(), placed.frames.values() if sheet.messages else (), _borders(placed))
    ground = Ground(grid=grid, soft=_names(grid, sheet, placed))
    errands = [errand for scope in sheet.scopes() for errand in sequence_errands(grid, scope, placed)]
    errands.sort(key=lambda errand: (errand.leads_back, errand.length))
    messages = sorted(message_errands(grid, sheet, placed), key=lambda errand: errand.length)
    errands += messages
    ways: dict[str, list[Spot]] = {}
    routes = Routes(ground=ground, messages=messages, ways=ways)
    for is_again in (False, True):
        for errand in errands[:MOST_AGAIN] if is_again else errands:
            name = errand.flow.id
            if name in ways:
                ground.traffic.remove(name, ways[name])
            found = _lay(errand, ground) or (ways.get(name) if is_again else None)
            if found:
                ways[name] = found
                ground.traffic.add(name, found)
    for errand in errands:
        name = errand.flow.id
        if name not in ways:
            routes.lost.append(name)
        routes.points[name] = _points(grid, errand, ways.get(name))
    return routes


def around_names(routes: Routes, names: Mapping[str, Box]) -> bool:
    """Messages that strike through a name are laid once more, around all names; True when one was."""
    ground, struck = routes.ground, [each for each in routes.messages if _strikes(each, routes, names)]
    if struck:
        ground.soft = frozenset(
            spot for box in names.values() for spot in ground.grid.spots(box.grown(NEAR_NAME))
        )
    for errand in struck:
        name = errand.flow.id
        ground.traffic.remove(name, routes.ways[name])
        routes.ways[name] = _lay(errand, ground, OVER_NAME) or routes.ways[name]
        ground.traffic.add(name, routes.ways[name])
        routes.points[name] = _points(ground.grid, errand, routes.ways[name])
    return bool(struck)


def _strikes(errand: Errand, routes: Routes, names: Mapping[str, Box]) -> bool:
    """Through a name that is not its own; a flow that found no way is left as it is."""
    own = errand.flow.id
    boxes = [box.grown(-STRUCK) for name, box in names.items() if name != own]
    parts = segments(routes.points[own])
    return own in routes.ways and any(crosses(part, box) for part in parts for box in boxes)


def _lay(errand: Errand, ground: Ground, over_name: float = SOFT) -> list[Spot] | None:
    source, target = errand.source.box.centre, errand.target.box.centre
    is_left = errand.target.box.right < errand.source.box.x
    for may_go_left in (errand.leads_back or is_left, True):
        quest = Quest(
            name=errand.flow.id,
            starts=_dearer(tips(ground.grid, errand.source, errand.leaving, target), errand, ground),
            ends=tips(ground.grid, errand.target, errand.entering, source),
            area=errand.area,
            may_go_left=may_go_left,
            friends=errand.friends | errand.siblings,
            siblings=errand.siblings,
            over_name=over_name,
        )
        found = find_way(quest, ground)
        if found:
            return found
    return None


def _dearer(found: Sequence[Tip], errand: Errand, ground: Ground) -> list[Tip]:
    """A point that another flow of the same element leaves from costs more."""
    result = []
    for tip in found:
        over = ground.traffic.upright if tip.direction % 2 else ground.traffic.level
        is_used = bool(over.get(tip.spot, set()) & errand.siblings)
        price = tip.price + (SHARED_PORT if is_used else 0)
        result.append(Tip(spot=tip.spot, direction=tip.direction, price=price, stub=tip.stub))
    return result


# ---- what is known beforehand --------------------------------------------------------------------


def _names(grid: Lattice, sheet: Sheet, placed: Placed) -> frozenset[Spot]:
    """Points where names usually stand: under events, over gateways, on what leaves a gateway to the right."""
    found: set[Spot] = set()
    for scope in sheet.scopes():
        named = {flow.source: label_size(flow.name) for flow in scope.flows if flow.name}
        for node in scope.nodes:
            box = placed.boxes[node.id]
            if node.name and (node.is_event or node.is_gateway):
                size = label_size(node.name)
                y = box.bottom + 4 if node.is_event else box.y - size.height - 4
                x = box.centre[0] - size.width / 2
                found.update(grid.spots(Box(x=x, y=y, width=size.width, height=size.height)))
            if node.is_gateway and node.id in named:
                size = named[node.id]
                y = box.centre[1] - size.height
                found.update(grid.spots(Box(x=box.right + 5, y=y, width=size.width + 5, height=size.height)))
    return frozenset(found)


def _borders(placed: Placed) -> frozenset[int]:
    return frozenset(round(edge) for box in placed.bands.values() for edge in (box.y, box.bottom))


def _points(grid: Lattice, errand: Errand, way: Sequence[Spot] | None) -> list[Point]:
    """Corners of the way, its ends moved to the borders."""
    if not way:
        return _forced(errand)
    return corners(grid, way, errand.source.box, errand.target.box)


def corners(grid: Lattice, way: Sequence[Spot], source: Box, target: Box) -> list[Point]:
    """The points where a way bends, and its ends on the borders."""
    inner = [grid.point(spot) for spot in way]
    points = [_docked(source, inner[0]), *inner, _docked(target, inner[-1])]
    kept = [points[0]]
    for point, after in pairwise(points[1:]):
        if point != kept[-1] and not _is_straight(kept[-1], point, after):
            kept.append(point)
    return [*kept, points[-1]]


def _is_straight(before: Point, point: Point, after: Point) -> bool:
    return before[0] == point[0] == after[0] or before[1] == point[1] == after[1]


def _docked(box: Box, tip: Point) -> Point:
    """The point on the border beside a point outside."""
    x, y = tip
    if x >= box.right or x <= box.x:
        return (box.right if x >= box.right else box.x, y)
    return (x, box.bottom if y >= box.bottom else box.y)


def _forced(errand: Errand) -> list[Point]:
    """No way was found: over everything, so that something is drawn."""
    source, target = errand.source.box, errand.target.box
    start, end = (source.right, source.centre[1]), (target.x, target.centre[1])
    middle = (start[0] + end[0]) / 2
    return [start, (middle, start[1]), (middle, end[1]), end]
