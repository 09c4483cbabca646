"""Strips: runs of nodes that stand on one level line, and free runs that long flows and loops need.

The main road, the longest way through the scope, is never bent; what leaves it starts a strip of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.bpmn.layout.layers import Pair, reach

#: what a link costs besides its length
FORWARD, DOWN, UPRIGHT = "forward", "down", "upright"


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """A flow between two nodes of the scope, boundary events replaced by their activities."""

    id: str
    source: str
    target: str
    is_boundary: bool = False
    is_default: bool = False
    leads_back: bool = False
    #: one of several from a gateway, into a gateway
    is_fork: bool = False
    is_join: bool = False

    @property
    def pair(self) -> Pair:
        return self.source, self.target


@dataclass(kw_only=True, slots=True)
class Strip:
    first: int
    last: int
    band: int
    #: empty: room for a flow
    nodes: list[str] = field(default_factory=list)
    #: bands it may lie in
    bands: tuple[int, ...] = ()
    #: how much of the main road it holds
    weight: int = 0
    is_apart: bool = False
    row: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Two strips joined in the gutter right of a column, or upright inside the column."""

    column: int
    left: int
    right: int
    kind: str = FORWARD
    #: column in which it runs up or down, when not in the gutter
    upright: int = -1


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """Columns and bands of the nodes of a scope, and the ways between them."""

    nodes: Sequence[str]
    column: Mapping[str, int]
    span: Mapping[str, int]
    band: Mapping[str, int]
    ways: Sequence[Way]
    #: nodes that no flow touches, and event sub-processes
    apart: frozenset[str] = frozenset()

    def last(self, name: str) -> int:
        return self.column[name] + self.span[name] - 1


def strips_of(stage: Stage) -> tuple[list[Strip], list[Link]]:
    of_node, strips = _straight(stage)
    links: list[Link] = []
    rooms: dict[str, int] = {}
    for way in stage.ways:
        links.extend(_links(stage, way, of_node, strips, rooms))
    return strips, links


def _straight(stage: Stage) -> tuple[dict[str, int], list[Strip]]:
    """Nodes joined along the longest ways first, each with one neighbour at a side at most."""
    after: dict[str, str] = {}
    before: dict[str, str] = {}
    lengths = reach(stage.nodes, [way.pair for way in stage.ways if not way.leads_back])
    joining = [way for way in stage.ways if _may_join(stage, way)]
    for way in sorted(joining, key=lambda way: (-lengths[way.pair], not way.is_default)):
        if way.source not in after and way.target not in before:
            after[way.source], before[way.target] = way.target, way.source
    of_node: dict[str, int] = {}
    strips: list[Strip] = []
    weight = _weights(stage, lengths)
    for name in stage.nodes:
        if name not in before:
            run = list(_run(name, after))
            of_node.update(dict.fromkeys(run, len(strips)))
            strips.append(_strip(stage, run, weight))
    return of_node, strips


def _may_join(stage: Stage, way: Way) -> bool:
    is_next = stage.column[way.target] == stage.last(way.source) + 1
    is_level = stage.band[way.source] == stage.band[way.target]
    return is_next and is_level and not way.leads_back and not way.is_boundary


def _run(name: str, after: Mapping[str, str]) -> Iterator[str]:
    yield name
    while name in after:
        name = after[name]
        yield name


def _weights(stage: Stage, lengths: Mapping[Pair, int]) -> dict[str, int]:
    found = dict.fromkeys(stage.nodes, 0)
    for (source, target), length in lengths.items():
        found[source] = max(found[source], length)
        found[target] = max(found[target], length)
    return found


def _strip(stage: Stage, run: list[str], weight: Mapping[str, int]) -> Strip:
    band = stage.band[run[0]]
    return Strip(
        first=stage.column[run[0]],
        last=stage.last(run[-1]),
        band=band,
        nodes=run,
        bands=(band,),
        weight=max(weight[name] for name in run) * 100 + len(run),
        is_apart=all(name in stage.apart for name in run),
    )


def _links(
    stage: Stage, way: Way, of_node: Mapping[str, int], strips: list[Strip], rooms: dict[str, int]
) -> Iterator[Link]:
    """`rooms`: node -> the free run in which all long flows to it come."""
    left, right = of_node[way.source], of_node[way.target]
    start, end = stage.last(way.source), stage.column[way.target]
    if way.leads_back:
        room = _room(stage, way, min(start, end), max(start, end), strips)
        yield Link(column=start, left=left, right=room, kind=UPRIGHT)
        yield Link(column=end, left=right, right=room, kind=UPRIGHT)
        return
    kind = DOWN if way.is_boundary else FORWARD
    leaves = start if way.is_fork or way.is_boundary else -1
    if end <= start:
        yield Link(column=start, left=left, right=right, kind=UPRIGHT)
    elif end == start + 1:
        yield Link(column=start, left=left, right=right, kind=kind, upright=leaves)
    else:
        room = rooms.get(way.target, -1)
        if room < 0:
            room = _room(stage, way, start + 1, end - 1, strips)
            rooms[way.target] = room
            enters = end if way.is_join else -1
            yield Link(column=end - 1, left=room, right=right, upright=enters)
        strips[room].first = min(strips[room].first, start + 1)
        strips[room].bands = tuple(sorted({*strips[room].bands, *_between(stage, way)}))
        yield Link(column=start, left=left, right=room, kind=kind, upright=leaves)


def _room(stage: Stage, way: Way, first: int, last: int, strips: list[Strip]) -> int:
    """A free run: in the lanes of both ends or between, at first in that of the target."""
    strips.append(
        Strip(
            first=first,
            last=last,
            band=stage.band[way.source if way.leads_back else way.target],
            bands=_between(stage, way),
        )
    )
    return len(strips) - 1


def _between(stage: Stage, way: Way) -> tuple[int, ...]:
    first, last = sorted((stage.band[way.source], stage.band[way.target]))
    return tuple(range(first, last + 1))
