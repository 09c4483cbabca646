"""Heights: rows one below the other, as close to the main road of their band as what is between them lets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.bpmn.layout.extents import Extent
from engine.bpmn.layout.model import Scope, Settings
from engine.bpmn.layout.sizes import least_height, up
from engine.bpmn.layout.strips import Stage, Strip

MARGIN = 20
#: a flow without nodes beside it
ROOM = 10
EMPTY_BAND = 80
#: half of a usual row
HALF = 40
#: strips of a row stand on one line, unless one comes so much nearer to the main road alone
WORTH = 60


@dataclass(kw_only=True, slots=True)
class Skyline:
    """How far each column is filled, counted from the main road."""

    sign: int
    filled: dict[int, int] = field(default_factory=dict)

    def least(self, strip: Strip, near: int, gap: int) -> int:
        """The distance from the main road at which the strip touches nothing."""
        over = max(self.filled.get(column, HALF) for column in range(strip.first, strip.last + 1))
        return over + gap + near


def heights(
    scope: Scope, stage: Stage, strips: Sequence[Strip], extents: Mapping[str, Extent], settings: Settings
) -> tuple[dict[str, int], list[tuple[int, int]]]:
    """Node -> y of its centre; top and bottom of each band."""
    found: dict[str, int] = {}
    bands: list[tuple[int, int]] = []
    names = [lane.name for lane in scope.leaves] or [""]
    top = 0
    for band, name in enumerate(names):
        own = [strip for strip in strips if strip.band == band]
        levels = _levels(own, stage, extents, settings)
        first = min((level - _extent(strip, extents)[0] for strip, level in levels), default=0)
        shift = up(top + MARGIN - first)
        lowest = top
        for strip, level in levels:
            found.update(dict.fromkeys(strip.nodes, level + shift))
            lowest = max(lowest, level + shift + _extent(strip, extents)[1] + MARGIN)
        bottom = max(lowest, top + EMPTY_BAND, top + least_height(name))
        bottom = up(bottom + settings.more.get((scope.id, band), 0))
        bands.append((top, bottom))
        top = bottom
    return found, bands


def _levels(
    strips: Sequence[Strip], stage: Stage, extents: Mapping[str, Extent], settings: Settings
) -> list[tuple[Strip, int]]:
    """Each strip with its distance below the main road of the band."""
    if not strips:
        return []
    main = max(strips, key=lambda strip: strip.weight).row
    found = [(strip, 0) for strip in strips if strip.row == main]
    for sign in (1, -1):
        skyline = Skyline(sign=sign)
        for strip, _ in found:
            if strip.row == main:
                _fill(skyline, strip, 0, stage, extents)
        rows = sorted(
            {strip.row for strip in strips if (strip.row - main) * sign > 0}, key=lambda row: row * sign
        )
        for row in rows:
            beside = [strip for strip in strips if strip.row == row]
            found += [(strip, sign * level) for strip, level in _row(beside, skyline, extents, settings)]
            for strip, level in found[-len(beside) :]:
                _fill(skyline, strip, abs(level), stage, extents)
    return found


def _row(
    strips: Sequence[Strip], skyline: Skyline, extents: Mapping[str, Extent], settings: Settings
) -> list[tuple[Strip, int]]:
    least = []
    for strip in strips:
        above, below = _extent(strip, extents)
        gap = settings.gap if strip.nodes else ROOM
        least.append(skyline.least(strip, above if skyline.sign > 0 else below, gap))
    common = max(least)
    return [
        (strip, own if common - own > WORTH else common) for strip, own in zip(strips, least, strict=True)
    ]


def _fill(skyline: Skyline, strip: Strip, level: int, stage: Stage, extents: Mapping[str, Extent]) -> None:
    for column in range(strip.first, strip.last + 1):
        skyline.filled[column] = max(skyline.filled.get(column, 0), level + ROOM)
    for name in strip.nodes:
        far = extents[name].below if skyline.sign > 0 else extents[name].above
        for column in range(stage.column[name], stage.last(name) + 1):
            skyline.filled[column] = max(skyline.filled[column], level + far)


def _extent(strip: Strip, extents: Mapping[str, Extent]) -> tuple[int, int]:
    above = max((extents[name].above for name in strip.nodes), default=ROOM)
    below = max((extents[name].below for name in strip.nodes), default=ROOM)
    return above, below
