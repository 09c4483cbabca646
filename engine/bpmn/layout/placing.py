"""Coordinates of a scope, from its own upper left corner: columns and rows as wide and high as they must be."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.drawing.geometry import Box
from engine.bpmn.layout.model import Node, Scope, Settings
from engine.bpmn.layout.sizes import (
    BESIDE,
    EVENT,
    STEP,
    TITLE,
    Size,
    label_size,
    least_height,
    size_of,
    up,
)
from engine.bpmn.layout.staging import staged
from engine.bpmn.layout.strips import UPRIGHT, Link, Stage, Strip

MARGIN = 20
ROOM = 10
EMPTY_BAND = 80
WIDEST_GUTTER = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A scope with everything in it, placed from 0, 0."""

    width: int
    height: int
    boxes: Mapping[str, Box]
    #: top and bottom of each band
    bands: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """What a node takes on each side of its centre, its label included."""

    side: int
    above: int
    below: int


def place(scope: Scope, settings: Settings) -> Block:
    inner = {node.id: place(node.inner, settings) for node in scope.nodes if node.inner}
    guests = _guests(scope)
    sizes = {
        node.id: _framed(inner[node.id], node, guests[node.id])
        if node.id in inner
        else size_of(node, len(guests[node.id]))
        for node in scope.nodes
    }
    if not scope.nodes:
        return _empty(scope)
    stage, strips, links = staged(scope, sizes, settings)
    extents = {node.id: _extent(node, sizes[node.id], guests[node.id]) for node in scope.nodes}
    across = _across(scope, stage, strips, links, sizes, extents, settings)
    down, bands = _down(scope, strips, extents, settings)
    boxes: dict[str, Box] = {}
    for node in scope.nodes:
        if not node.host:
            boxes[node.id] = _box(across[node.id], down[node.id], sizes[node.id])
    for name, block in inner.items():
        boxes.update(moved(block.boxes, boxes[name].x, boxes[name].y + TITLE - MARGIN))
    for name, events in guests.items():
        boxes.update(_beside(boxes[name], events))
    right = max(box.right for box in boxes.values())
    labels = max(across[name] + extents[name].side for name in across)
    width = up(max(right, labels) + MARGIN, 20)
    return Block(width=width, height=up(bands[-1][1], 20), boxes=boxes, bands=tuple(bands))


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
    return Block(width=300, height=up(bands[-1][1], 20), boxes={}, bands=bands)


def _extent(node: Node, size: Size, guests: list[Node]) -> Extent:
    label = label_size(node.name) if node.name else Size(width=0, height=0)
    side, above, below = size.width / 2, size.height / 2, size.height / 2
    if node.is_event:
        side, below = max(side, label.width / 2 - ROOM), below + (label.height + 6 if node.name else 0)
    elif node.is_gateway:
        side, above = max(side, label.width / 2 - MARGIN), above + (label.height + 6 if node.name else 0)
    if guests:
        names = [label_size(guest.name).height for guest in guests if guest.name]
        below += EVENT / 2 + max(names, default=0) + 4
    return Extent(side=up(side), above=up(above), below=up(below))


# ---- across --------------------------------------------------------------------------------------


def _across(
    scope: Scope,
    stage: Stage,
    strips: list[Strip],
    links: list[Link],
    sizes: Mapping[str, Size],
    extents: Mapping[str, Extent],
    settings: Settings,
) -> dict[str, int]:
    """Node -> x of its centre."""
    count = max(stage.last(name) for name in stage.nodes) + 1
    half = [0] * count
    for name in stage.nodes:
        if stage.span[name] == 1:
            half[stage.column[name]] = max(half[stage.column[name]], extents[name].side)
    gutters = [_gutter(column, strips, links, settings) for column in range(count)]
    for column, needed in _labels(scope, stage, settings).items():
        gutters[column] = max(gutters[column], needed)
    lefts, x = [], MARGIN
    for column in range(count):
        lefts.append(x)
        x += 2 * half[column] + gutters[column]
        x += _missing(column, x - gutters[column], lefts, stage, sizes)
    return {
        name: lefts[stage.column[name]]
        + (half[stage.column[name]] if stage.span[name] == 1 else int(sizes[name].width / 2))
        for name in stage.nodes
    }


def _missing(column: int, x: int, lefts: list[int], stage: Stage, sizes: Mapping[str, Size]) -> int:
    """How much wider the column must be for the wide nodes that end in it."""
    ends = [
        lefts[stage.column[name]] + int(sizes[name].width) - x
        for name in stage.nodes
        if stage.span[name] > 1 and stage.last(name) == column
    ]
    return max([0, *ends])


def _gutter(column: int, strips: list[Strip], links: list[Link], settings: Settings) -> int:
    """As wide as the flows need that change the row there."""
    bends = sum(
        1
        for link in links
        if link.kind != UPRIGHT
        and link.column == column
        and _level(strips[link.left]) != _level(strips[link.right])
    )
    return min(WIDEST_GUTTER, max(settings.gutter, 2 * STEP + bends * STEP))


def _level(strip: Strip) -> tuple[int, float]:
    return strip.band, strip.row


def _labels(scope: Scope, stage: Stage, settings: Settings) -> dict[int, int]:
    """Column -> room that the names of flows from it need."""
    found: dict[int, int] = {}
    for flow in scope.flows:
        if flow.name and flow.source in stage.column:
            column = stage.last(flow.source)
            needed = up(label_size(flow.name, settings.label).width + 16)
            found[column] = max(found.get(column, 0), needed)
    return found


# ---- down ----------------------------------------------------------------------------------------


def _down(
    scope: Scope, strips: list[Strip], extents: Mapping[str, Extent], settings: Settings
) -> tuple[dict[str, int], list[tuple[int, int]]]:
    """Node -> y of its centre; top and bottom of each band."""
    found: dict[str, int] = {}
    bands: list[tuple[int, int]] = []
    names = [lane.name for lane in scope.leaves] or [""]
    top = 0
    for band, name in enumerate(names):
        y = top + MARGIN
        rows = sorted({strip.row for strip in strips if strip.band == band})
        for row in rows:
            nodes = [
                node for strip in strips if (strip.band, strip.row) == (band, row) for node in strip.nodes
            ]
            y += max((extents[node].above for node in nodes), default=ROOM)
            found.update(dict.fromkeys(nodes, y))
            y += max((extents[node].below for node in nodes), default=ROOM)
            y += settings.gap if nodes else ROOM
        bottom = max(y - settings.gap + MARGIN if rows else 0, top + EMPTY_BAND, top + least_height(name))
        bottom = up(bottom + settings.more.get((scope.id, band), 0))
        bands.append((top, bottom))
        top = bottom
    return found, bands


def _box(x: int, y: int, size: Size) -> Box:
    return Box(x=x - size.width / 2, y=y - size.height / 2, width=size.width, height=size.height)


def _beside(host: Box, events: list[Node]) -> dict[str, Box]:
    """Boundary events stand on the lower border, the first one most to the right."""
    step = _spacing(host, events)
    room = (len(events) - 1) * step
    right = host.right - 3 * STEP if len(events) == 1 else host.centre[0] + room // 2 // STEP * STEP
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
