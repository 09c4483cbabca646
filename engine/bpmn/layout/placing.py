"""Coordinates of a scope, from its own upper left corner: columns and rows as wide and high as they must be."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn.drawing.geometry import Box
from engine.bpmn.layout.across import MARGIN, Columns, widths
from engine.bpmn.layout.down import EMPTY_BAND, heights
from engine.bpmn.layout.extents import Extent, extent_of
from engine.bpmn.layout.model import Node, Scope, Settings
from engine.bpmn.layout.sizes import BESIDE, EVENT, STEP, TITLE, Size, label_size, least_height, size_of, up
from engine.bpmn.layout.staging import staged
from engine.bpmn.layout.strips import Stage


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A scope with everything in it, placed from 0, 0."""

    width: int
    #: with room for names at the right
    easy_width: int
    height: int
    boxes: Mapping[str, Box]
    #: top and bottom of each band
    bands: tuple[tuple[int, int], ...]


def place(scope: Scope, settings: Settings) -> Block:
    inner = {node.id: place(node.inner, settings) for node in scope.nodes if node.inner}
    guests = _guests(scope)
    sizes = {node.id: _size(node, inner.get(node.id), guests[node.id]) for node in scope.nodes}
    if not scope.nodes:
        return _empty(scope)
    nodes = {node.id: node for node in scope.nodes}
    stage, strips, links = staged(scope, sizes, settings)
    extents = {node.id: extent_of(node, sizes[node.id], guests[node.id]) for node in scope.nodes}
    down, bands = heights(scope, stage, strips, extents, settings)
    across = widths(
        Columns(
            scope=scope,
            stage=stage,
            strips=strips,
            links=links,
            sizes=sizes,
            extents=extents,
            down=down,
            settings=settings,
        )
    )
    boxes = {name: _box(across[name], down[name], sizes[name]) for name in across}
    for name, block in inner.items():
        boxes.update(moved(block.boxes, boxes[name].x, boxes[name].y + TITLE - MARGIN))
    for name, events in guests.items():
        if events:
            boxes.update(_beside(boxes[name], events))
    return Block(
        width=_width(boxes, [across[name] + extents[name].side for name in across]),
        easy_width=_width(
            boxes, [across[name] + _right(nodes[name], extents[name], stage) for name in across]
        ),
        height=up(bands[-1][1], 20),
        boxes=boxes,
        bands=tuple(bands),
    )


def _width(boxes: Mapping[str, Box], rights: Iterable[float]) -> int:
    return up(max(*rights, *(box.right for box in boxes.values())) + MARGIN, 20)


def _right(node: Node, extent: Extent, stage: Stage) -> float:
    """What stands right of the centre: beside flows straight up and straight down the name of a gateway."""
    upright = [
        way
        for way in stage.ways
        if way.source == node.id and stage.column[way.target] <= stage.last(node.id) and not way.leads_back
    ]
    is_beside = node.is_gateway and node.name and len(upright) > 1
    return max(extent.side, STEP + label_size(node.name).width) if is_beside else extent.side


def moved(boxes: Mapping[str, Box], x: float, y: float) -> dict[str, Box]:
    return {
        name: Box(x=box.x + x, y=box.y + y, width=box.width, height=box.height) for name, box in boxes.items()
    }


def _guests(scope: Scope) -> dict[str, list[Node]]:
    """Activity -> its boundary events."""
    found: dict[str, list[Node]] = defaultdict(list)
    for node in scope.nodes:
        if node.host:
            found[node.host].append(node)
    return found


def _size(node: Node, block: Block | None, guests: list[Node]) -> Size:
    return _framed(block, node, guests) if block else size_of(node, len(guests))


def _framed(block: Block, node: Node, guests: list[Node]) -> Size:
    """An expanded sub-process around what is in it."""
    height = block.height + TITLE - MARGIN + (MARGIN if guests else 0)
    title = label_size(node.name, 240).width if node.name else 0
    width = max(block.width, up(title * 1.1 + 2 * MARGIN, 20), up(len(guests) * 2 * BESIDE, 20))
    return Size(width=width, height=up(height, 20))


def _empty(scope: Scope) -> Block:
    heights = [max(EMPTY_BAND, least_height(lane.name)) for lane in scope.leaves] or [EMPTY_BAND]
    tops = [sum(heights[:index]) for index in range(len(heights))]
    bands = tuple((top, top + height) for top, height in zip(tops, heights, strict=True))
    return Block(width=300, easy_width=300, height=up(bands[-1][1], 20), boxes={}, bands=bands)


def _box(x: int, y: int, size: Size) -> Box:
    return Box(x=x - size.width / 2, y=y - size.height / 2, width=size.width, height=size.height)


def _beside(host: Box, events: list[Node]) -> dict[str, Box]:
    """Boundary events stand on the lower border, the first one most to the right."""
    step = _spacing(host, events)
    room = (len(events) - 1) * step
    right = host.right - 2 * STEP if len(events) == 1 else host.centre[0] + room // 2 // STEP * STEP
    if host.width > 300:
        right = host.right - 6 * STEP
    return {
        event.id: _box(int(right - index * step), int(host.bottom), Size(width=EVENT, height=EVENT))
        for index, event in enumerate(events)
    }


def _spacing(host: Box, events: list[Node]) -> int:
    if host.width <= 300:
        return 40 if len(events) == 2 else BESIDE
    widest = max(label_size(event.name).width if event.name else 0 for event in events)
    return min(
        max(BESIDE, up(widest + 2 * STEP)),
        int((host.width - 120) // max(1, len(events) - 1) // STEP * STEP or BESIDE),
    )
