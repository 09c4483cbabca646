"""From a scope to columns, strips and rows: what stands left of what, and what on one line."""

from collections import Counter
from collections.abc import Mapping

from engine.bpmn.layout.layers import columns, loops
from engine.bpmn.layout.model import Node, Scope, Settings
from engine.bpmn.layout.rows import set_rows
from engine.bpmn.layout.sizes import Size
from engine.bpmn.layout.strips import Link, Stage, Strip, Way, strips_of

#: pixels of one usual column: a wider node takes several
COLUMN = 150
#: nodes that no flow touches stand side by side, so many in a row
ABREAST = 4


def staged(
    scope: Scope, sizes: Mapping[str, Size], settings: Settings
) -> tuple[Stage, list[Strip], list[Link]]:
    nodes = [node for node in scope.nodes if not node.host]
    band = {node.id: node.band for node in nodes}
    names = [node.id for node in nodes]
    span = {name: _span(sizes[name]) for name in names}
    ways = _ways(scope)
    apart = _apart(nodes, ways)
    rows = _abreast([node for node in nodes if node.id in apart])
    steps = {
        way.pair: _step(way, band, settings)
        for way in ways
        if not way.leads_back and way.source != way.target
    }
    steps.update({pair: 1 for pair in rows})
    starts = frozenset(node.id for node in nodes if node.kind == "startEvent")
    first = next((node.id for node in nodes if node.id in starts), names[0] if names else "")
    column = columns(names, steps, span, frozenset({first}))
    joined = [*ways, *(Way(id="", source=source, target=target) for source, target in rows)]
    stage = Stage(nodes=names, column=column, span=span, band=band, ways=joined, apart=frozenset(apart))
    strips, links = strips_of(stage)
    set_rows(strips, links)
    return stage, strips, links


def _span(size: Size) -> int:
    return max(1, -(-int(size.width - 100) // COLUMN) + 1) if size.width > COLUMN else 1


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


def _step(way: Way, band: Mapping[str, int], settings: Settings) -> int:
    """To another lane a flow may lead straight up or down, when room is scarce."""
    return 0 if settings.is_tight and band[way.source] != band[way.target] else 1


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
