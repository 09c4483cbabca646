"""Widths: columns from left to right. With room enough each is as wide as its widest node, with gutters between;
when room is scarce only what would touch is kept apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.bpmn.layout.extents import Extent
from engine.bpmn.layout.model import Flow, Scope, Settings
from engine.bpmn.layout.sizes import STEP, Size, label_size, up
from engine.bpmn.layout.strips import UPRIGHT, Link, Stage, Strip

MARGIN = 20
WIDEST_GUTTER = 120
#: columns keep this distance at least
LEAST = 60
HALF = 50
BESIDE_LABEL = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """All that the widths depend on."""

    scope: Scope
    stage: Stage
    strips: Sequence[Strip]
    links: Sequence[Link]
    sizes: Mapping[str, Size]
    extents: Mapping[str, Extent]
    down: Mapping[str, int]
    settings: Settings

    @property
    def count(self) -> int:
        return max(self.stage.last(name) for name in self.stage.nodes) + 1

    def half(self, column: int) -> int:
        """From the middle of the column to its side; a wide node begins where a usual one would."""
        own = [
            self.extents[name].side if self.stage.span[name] == 1 else HALF
            for name in self.stage.nodes
            if self.stage.column[name] == column
        ]
        return max(own, default=0)


#: a column, a later one, and how far apart their middles are at least
Distance = tuple[int, int, int]


def widths(columns: Columns) -> dict[str, int]:
    """Node -> x of its centre."""
    halves = [columns.half(column) for column in range(columns.count)]
    is_tight = columns.settings.tightness > 0
    distances = list(_needed(columns) if is_tight else _easy(columns, halves))
    distances += _after_wide(columns)
    middles = [MARGIN + halves[0]] * columns.count
    for start, end, distance in sorted(distances):
        middles[end] = max(middles[end], middles[start] + distance)
    for column in range(1, columns.count):
        middles[column] = max(middles[column], middles[column - 1])
    stage = columns.stage
    return {
        name: middles[stage.column[name]]
        + (0 if stage.span[name] == 1 else int(columns.sizes[name].width / 2) - _left(columns, name, halves))
        for name in stage.nodes
    }


def _left(columns: Columns, name: str, halves: Sequence[int]) -> int:
    """A wide node begins where the usual ones of its first column do."""
    return HALF if columns.settings.tightness else halves[columns.stage.column[name]]


# ---- room enough ---------------------------------------------------------------------------------


def _easy(columns: Columns, halves: Sequence[int]) -> Iterator[Distance]:
    labels = _labels(columns)
    for column in range(columns.count - 1):
        gutter = max(_gutter(columns, column), labels.get(column, 0))
        yield column, column + 1, max(LEAST, halves[column] + gutter + halves[column + 1])


def _gutter(columns: Columns, column: int) -> int:
    """As wide as the flows need that change the row there."""
    bends = sum(
        1
        for link in columns.links
        if link.kind != UPRIGHT
        and link.column == column
        and _level(columns.strips[link.left]) != _level(columns.strips[link.right])
    )
    return min(WIDEST_GUTTER, max(columns.settings.gutter, 2 * STEP + bends * STEP))


def _level(strip: Strip) -> tuple[int, float]:
    return strip.band, strip.row


def _labels(columns: Columns) -> dict[int, int]:
    """Column -> room that the names of flows from it need."""
    found: dict[int, int] = {}
    for flow in columns.scope.flows:
        if flow.name and flow.source in columns.stage.column:
            column = columns.stage.last(flow.source)
            found[column] = max(found.get(column, 0), _label(columns, flow))
    return found


def _label(columns: Columns, flow: Flow) -> int:
    return up(label_size(flow.name, columns.settings.label).width + BESIDE_LABEL, 5)


def _after_wide(columns: Columns) -> Iterator[Distance]:
    """What follows in a later column stands right of a wide node when it is level with it or follows it."""
    stage = columns.stage
    pairs = {way.pair for way in stage.ways}
    for wide in stage.nodes:
        if stage.span[wide] == 1:
            continue
        for name in stage.nodes:
            is_near = (wide, name) in pairs or _is_level(columns, wide, name)
            if stage.column[name] > stage.last(wide) and is_near:
                left = HALF if stage.span[name] > 1 else columns.extents[name].side
                own = _left(columns, wide, [columns.half(column) for column in range(columns.count)])
                distance = int(columns.sizes[wide].width) - own + columns.settings.gutter + left
                yield stage.column[wide], stage.column[name], distance


# ---- room is scarce ------------------------------------------------------------------------------


def _needed(columns: Columns) -> Iterator[Distance]:
    stage = columns.stage
    flows = {(flow.source, flow.target): flow for flow in columns.scope.flows}
    for first in stage.nodes:
        if stage.span[first] > 1:
            continue
        for second in stage.nodes:
            start, end = stage.column[first], stage.column[second]
            if start >= end:
                continue
            side = columns.extents[first].side
            left = HALF if stage.span[second] > 1 else columns.extents[second].side
            flow = flows.get((first, second))
            if _is_level(columns, first, second):
                label = _label(columns, flow) if flow and flow.name else 0
                yield start, end, side + max(columns.settings.gutter, label) + left
            elif flow:
                label = _label(columns, flow) if flow.name else 0
                yield start, end, max(side + 2 * STEP + left, LEAST, label + left)
    for column in range(columns.count - 1):
        yield column, column + 1, LEAST


def _is_level(columns: Columns, first: str, second: str) -> bool:
    one, other = columns.extents[first], columns.extents[second]
    y1, y2 = columns.down[first], columns.down[second]
    return y1 - one.above < y2 + other.below and y2 - other.above < y1 + one.below
