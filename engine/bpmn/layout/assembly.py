"""The sheet: pools with their lanes one below the other, or a process alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.bpmn.drawing.geometry import Box
from engine.bpmn.drawing.shapes import WIDEST
from engine.bpmn.layout.model import Lane, Pool, Settings, Sheet
from engine.bpmn.layout.placing import Block, moved, place
from engine.bpmn.layout.sizes import HEADER, least_height, up

LEFT, TOP = 160, 80
BLACK_BOX = 60
LEAST_WIDTH = 400
BETWEEN, BETWEEN_MESSAGES = 30, 60


@dataclass(kw_only=True, slots=True)
class Placed:
    """Where every shape of a sheet is."""

    boxes: dict[str, Box] = field(default_factory=dict)
    #: participants and lanes: frames that lines may cross
    frames: dict[str, Box] = field(default_factory=dict)
    #: scope id -> the room inside its frame
    rooms: dict[str, Box] = field(default_factory=dict)
    #: (scope id, band) -> the band
    bands: dict[tuple[str, int], Box] = field(default_factory=dict)


def assemble(sheet: Sheet, settings: Settings) -> Placed:
    blocks = [place(pool.scope, settings) if pool.scope else None for pool in sheet.pools]
    headers = [_header(pool) for pool in sheet.pools]
    pairs = [(block, header) for block, header in zip(blocks, headers, strict=True) if block]
    width = max([LEAST_WIDTH] + [block.easy_width + header for block, header in pairs])
    if width > WIDEST:
        width = max([LEAST_WIDTH] + [block.width + header for block, header in pairs])
    placed, y = Placed(), float(TOP)
    between = BETWEEN_MESSAGES if sheet.messages else BETWEEN
    for pool, block, header in zip(sheet.pools, blocks, headers, strict=True):
        if block is None or pool.scope is None:
            placed.frames[pool.id] = Box(x=LEFT, y=y, width=width, height=BLACK_BOX)
            y += BLACK_BOX + between
            continue
        height = _stand(placed, pool, block, Box(x=LEFT, y=y, width=width, height=header))
        y += height + between
    return placed


def _header(pool: Pool) -> int:
    """Width of the names of pool and lanes at the left."""
    lanes = pool.scope.lanes if pool.scope else ()
    return HEADER * (bool(pool.id) + _depth(lanes))


def _depth(lanes: tuple[Lane, ...]) -> int:
    return max((1 + _depth(lane.lanes) for lane in lanes), default=0)


def _stand(placed: Placed, pool: Pool, block: Block, place_: Box) -> float:
    """Put a block into its pool; `place_` has its corner, its width and, as height, that of its header."""
    assert pool.scope is not None
    x, y, header = place_.x, place_.y, place_.height
    height = max(block.height, up(least_height(pool.name), 20) if pool.id else 0)
    bands = list(block.bands)
    bands[-1] = (bands[-1][0], height)
    inner = Box(x=x, y=y, width=place_.width, height=height)
    if pool.id:
        placed.frames[pool.id] = inner
        inner = Box(x=x + HEADER, y=y, width=place_.width - HEADER, height=height)
    placed.frames.update(_frames(pool.scope.lanes, inner, iter(bands)))
    boxes = moved(block.boxes, x + header, y)
    placed.boxes.update(boxes)
    width = place_.width - header
    placed.rooms[pool.scope.id] = Box(x=x + header, y=y, width=width, height=height)
    for index, (top, bottom) in enumerate(bands):
        band = Box(x=x + header, y=y + top, width=width, height=bottom - top)
        placed.bands[pool.scope.id, index] = band
    for scope in pool.scope.within():
        if scope is not pool.scope:
            placed.rooms[scope.id] = boxes[scope.id]
            placed.bands[scope.id, 0] = boxes[scope.id]
    return height


def _frames(lanes: tuple[Lane, ...], room: Box, bands: Iterator[tuple[int, int]]) -> dict[str, Box]:
    """Lanes from top to bottom; one with lanes inside has its name at its left."""
    found: dict[str, Box] = {}
    for lane in lanes:
        if not lane.lanes:
            top, bottom = next(bands)
            if lane.id:
                found[lane.id] = Box(x=room.x, y=room.y + top, width=room.width, height=bottom - top)
            continue
        inner = Box(x=room.x + HEADER, y=room.y, width=room.width - HEADER, height=room.height)
        frames = _frames(lane.lanes, inner, bands)
        own = [frames[each.id] for each in lane.lanes]
        height = own[-1].bottom - own[0].y
        found[lane.id] = Box(x=room.x, y=own[0].y, width=room.width, height=height)
        found.update(frames)
    return found
