"""From a scope to columns, strips and rows: what stands left of what, and what on one line."""

from collections import Counter
from collections.abc import Mapping

from engine.bpmn.layout.layers import columns, loops
from engine.bpmn.layout.model import Node, Scope, Settings
from engine.bpmn.layout.rows import set_rows
from engine.bpmn.layout.sizes import Size
from engine.bpmn.layout.strips import Link, Stage, Strip, Way, strips_of

#: a usual column without its gutter: a wider node takes several
COLUMN = 100
#: nodes that no flow touches stand side by side, so many in a row
ABREAST = 4


def staged(
    scope: Scope, sizes: Mapping[str, Size], settings: Settings
) -> tuple[Stage, list[Strip], list[Link]]:
    nodes = [node for node in scope.nodes if not node.host]
    band = {node.id: node.band for node in nodes}
    names = [node.id for node in nodes]
    span = {name: _span(sizes[name], COLUMN + settings.gutter) for name in names}
    ways = _ways(scope)
    apart = _apart(nodes, ways)
    rows = _abreast([node for node in nodes if node.id in apart])
    steps = _steps(ways, band, span, settings, _ends(nodes, ways))
    steps.update(dict.fromkeys(rows, 1))
    starts = frozenset(node.id for node in nodes if node.kind == "startEvent")
    first = next((node.id for node in nodes if node.id in starts), names[0] if names else "")
    column = columns(names, steps, span, frozenset({first}))
    for _ in range(len(names)):
        barred = _barred(steps, column, span, band)
        if not barred:
            break
        # beside the node in the way: above a wide target still, else in the next column
        steps.update({pair: min(1, steps[pair] + 1) for pair in barred})
        column = columns(names, steps, span, frozenset({first}))
    joined = [*ways, *(Way(id="", source=source, target=target) for source, target in rows)]
    stage = Stage(nodes=names, column=column, span=span, band=band, ways=joined, apart=frozenset(apart))
    strips, links = strips_of(stage)
    set_rows(strips, links)
    return stage, strips, links


def _span(size: Size, column: int) -> int:
    return max(1, -(-int(size.width - 100) // column) + 1) if size.width > column else 1


def _ways(scope: Scope) -> list[Way]:
    hosts = {node.id: node.host for node in scope.nodes if node.host}
    pairs = [
        (hosts.get(flow.source, flow.source), hosts.get(flow.target, flow.target)) for flow in scope.flows
    ]
    names = [node.id for node in scope.nodes if not node.host]
    back = loops(names, [pair for pair in pairs if pair[0] != pair[1]])
    gateways = {node.id for node in scope.nodes if node.is_gateway}
    leaving, entering = Counter(source for source, _ in pairs), Counter(target for _, target in pairs)
    return [
        Way(
            id=flow.id,
            source=source,
            target=target,
            is_boundary=flow.source in hosts,
            is_default=flow.is_default,
            leads_back=source == target or (source, target) in back,
            is_fork=source in gateways and leaving[source] > 1,
            is_join=target in gateways and entering[target] > 1,
        )
        for flow, (source, target) in zip(scope.flows, pairs, strict=True)
    ]


def _steps(
    ways: list[Way], band: Mapping[str, int], span: Mapping[str, int], settings: Settings, ends: set[str]
) -> dict[tuple[str, str], int]:
    """When room is scarce, one flow of a node leads straight up, one straight down to the next lane."""
    found: dict[tuple[str, str], int] = {}
    used: set[tuple[str, bool]] = set()
    ended: Counter[str] = Counter()
    for way in sorted(ways, key=lambda way: abs(band[way.source] - band[way.target])):
        if way.leads_back:
            continue
        far = band[way.target] - band[way.source]
        is_upright = far != 0 and settings.tightness > way.is_boundary and (way.source, far > 0) not in used
        if is_upright:
            used.add((way.source, far > 0))
        elif not far and settings.tightness > 1 and way.target in ends and not way.is_boundary:
            is_upright = ended[way.source] < (2 if way.is_fork else 1)
            ended[way.source] += 1
        is_upright = is_upright or way.id in settings.folds
        step = 1 - span[way.target] if is_upright else 1
        found[way.pair] = max(found.get(way.pair, step), step)
    return found


def _ends(nodes: list[Node], ways: list[Way]) -> set[str]:
    """End events that one flow alone leads to."""
    entering = Counter(way.target for way in ways)
    return {node.id for node in nodes if node.kind == "endEvent" and entering[node.id] == 1}


def _barred(
    steps: Mapping[tuple[str, str], int],
    column: Mapping[str, int],
    span: Mapping[str, int],
    band: Mapping[str, int],
) -> list[tuple[str, str]]:
    """Upright flows with a node of a lane between in their way."""
    found = []
    for (source, target), step in steps.items():
        at = column[source] + span[source] - 1
        if step != 1 - span[target] or column[target] > at:
            continue
        low, high = sorted((band[source], band[target]))
        if any(low < band[name] < high and column[name] <= at < column[name] + span[name] for name in column):
            found.append((source, target))
    return found


def _apart(nodes: list[Node], ways: list[Way]) -> set[str]:
    touched = {name for way in ways for name in way.pair}
    return {node.id for node in nodes if node.id not in touched}


def _abreast(nodes: list[Node]) -> list[tuple[str, str]]:
    """Pairs that stand side by side though nothing joins them."""
    found = []
    for band in sorted({node.band for node in nodes}):
        beside = [node.id for node in nodes if node.band == band]
        found += [(beside[place - 1], beside[place]) for place in range(1, len(beside)) if place % ABREAST]
    return found
