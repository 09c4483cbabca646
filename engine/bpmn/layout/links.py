"""Associations and flows of data: straight where nothing is between, else around what is."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from engine.bpmn.drawing.geometry import Box, Point, around, crosses
from engine.bpmn.layout.beside import Beside, kind_of, tip
from engine.bpmn.layout.lattice import Lattice, Spot, area, lattice
from engine.bpmn.layout.model import Flow
from engine.bpmn.layout.ports import ANY, Ported, tips
from engine.bpmn.layout.routing import corners
from engine.bpmn.layout.search import Ground, Quest, find_way


def draw_links(beside: Beside) -> None:
    for link in beside.sheet.links:
        source, target = beside.box_of(link.source), beside.box_of(link.target)
        if source is None or target is None:
            continue
        line = [
            tip(source, target.centre, kind_of(beside, link.source)),
            tip(target, source.centre, kind_of(beside, link.target)),
        ]
        ends = {link.source, link.target}
        blocks = list(_blocks(beside, ends))
        if any(crosses((line[0], line[1]), box.grown(-3)) for box in blocks):
            line = _around(beside, link, blocks) or line
        beside.lines[link.id] = line


def _blocks(beside: Beside, ends: set[str]) -> Iterator[Box]:
    """Shapes, but not the sub-processes around an end."""
    holders = {holder for end in ends for holder in beside.holders.get(beside.scope_of.get(end, ""), set())}
    for name, box in [*beside.placed.boxes.items(), *beside.boxes.items()]:
        if name not in holders and name not in ends:
            yield box


def _around(beside: Beside, link: Flow, blocks: list[Box]) -> list[Point] | None:
    source, target = beside.box_of(link.source), beside.box_of(link.target)
    assert source is not None
    assert target is not None
    if not source.width or not target.width:
        return None
    shapes = [*beside.placed.boxes.values(), *beside.boxes.values()]
    lines = [*beside.edges.values(), *beside.lines.values()]
    points = [point for line in lines for point in line]
    grid = lattice(shapes, (), frozenset(), points)
    ground = Ground(grid=grid)
    for number, line in enumerate(lines):
        ground.traffic.add(str(number), list(_spots(grid, line)))
    ground.soft = frozenset(spot for box in beside.labels.values() for spot in grid.spots(box))
    one, other = (_ported(beside, name, box) for name, box in ((link.source, source), (link.target, target)))
    quest = Quest(
        name=link.id,
        starts=tips(grid, one, ANY, target.centre),
        ends=tips(grid, other, ANY, source.centre),
        area=area(grid, around(shapes).grown(40), [*blocks, source, target]),
        may_go_left=True,
    )
    way = find_way(quest, ground)
    return corners(grid, way, source, target) if way else None


def _ported(beside: Beside, name: str, box: Box) -> Ported:
    kind = kind_of(beside, name)
    return Ported(box=box, is_pointed=kind.endswith(("Event", "Gateway")))


def _spots(grid: Lattice, line: Iterable[Point]) -> Iterator[Spot]:
    """All points of the lattice on the level and upright pieces of a line."""
    for start, end in pairwise(line):
        (c1, r1), (c2, r2) = ((grid.column(x), grid.row(y)) for x, y in (start, end))
        if start[1] == end[1]:
            yield from ((column, r1) for column in _between(c1, c2))
        elif start[0] == end[0]:
            yield from ((c1, row) for row in _between(r1, r2))


def _between(start: int, end: int) -> Iterable[int]:
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)
