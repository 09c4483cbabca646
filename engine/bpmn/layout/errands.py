"""The errands of the flows: where each may run, what it costs to leave and to enter, whom it may run with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.drawing.geometry import Box, around
from engine.bpmn.layout.assembly import Placed
from engine.bpmn.layout.lattice import Area, Lattice, area
from engine.bpmn.layout.model import Flow, Node, Scope, Sheet
from engine.bpmn.layout.ports import (
    ENTERING,
    ENTERING_BACK,
    ENTERING_JOIN,
    LEAVING,
    LEAVING_BACK,
    LEAVING_FORK,
    LEAVING_GUEST,
    MESSAGE,
    Ported,
    Prices,
)

#: how far messages may run outside the pools
OUTSIDE = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Errand:
    """A flow to be laid, with all that decides on its way."""

    flow: Flow
    area: Area
    source: Ported
    target: Ported
    leaving: Prices
    entering: Prices
    leads_back: bool
    friends: frozenset[str]
    siblings: frozenset[str]

    @property
    def length(self) -> float:
        (x1, y1), (x2, y2) = self.source.box.centre, self.target.box.centre
        return abs(x1 - x2) + 3 * abs(y1 - y2)


# ---- sequence flows ------------------------------------------------------------------------------


def sequence_errands(grid: Lattice, scope: Scope, placed: Placed) -> Iterator[Errand]:
    if not scope.nodes:
        return
    nodes = {node.id: node for node in scope.nodes}
    room = area(grid, placed.rooms[scope.id], [placed.boxes[name] for name in nodes])
    reached = _reached(scope)
    for flow in scope.flows:
        source, target = nodes[flow.source], nodes[flow.target]
        leads_back = flow.kind != "sequenceFlow" or (target.host or target.id) == source.id
        leads_back = leads_back or flow.source in reached[flow.target]
        is_left = placed.boxes[flow.target].x <= placed.boxes[flow.source].x and leads_back
        yield Errand(
            flow=flow,
            area=room,
            source=_ported(source, placed),
            target=_ported(target, placed),
            leaving=_leaving(source, scope.flows, is_left),
            entering=_entering(target, scope.flows, is_left),
            leads_back=leads_back,
            friends=_others(scope.flows, flow, "target"),
            siblings=_others(scope.flows, flow, "source"),
        )


def _others(flows: Iterable[Flow], flow: Flow, end: str) -> frozenset[str]:
    return frozenset(
        each.id
        for each in flows
        if each is not flow and each.kind == flow.kind and getattr(each, end) == getattr(flow, end)
    )


def _reached(scope: Scope) -> dict[str, set[str]]:
    """Node -> all that can follow it."""
    following: dict[str, list[str]] = {node.id: [] for node in scope.nodes}
    for flow in scope.flows:
        if flow.kind == "sequenceFlow":
            following[flow.source].append(flow.target)
    for node in scope.nodes:
        if node.host:
            following[node.host].append(node.id)
    return {name: _from(name, following) for name in following}


def _from(start: str, following: Mapping[str, list[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for name in following[waiting.pop()]:
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen


def _leaving(node: Node, flows: Iterable[Flow], is_back: bool) -> Prices:
    if node.host:
        return LEAVING_GUEST
    if is_back:
        return LEAVING_BACK
    is_fork = node.is_gateway and sum(flow.source == node.id for flow in flows) > 1
    return LEAVING_FORK if is_fork else LEAVING


def _entering(node: Node, flows: Iterable[Flow], is_back: bool) -> Prices:
    if is_back:
        return ENTERING_BACK
    is_join = node.is_gateway and sum(flow.target == node.id for flow in flows) > 1
    return ENTERING_JOIN if is_join else ENTERING


def _ported(node: Node, placed: Placed) -> Ported:
    box = placed.boxes[node.id]
    return Ported(box=box, is_pointed=node.is_event or node.is_gateway)


# ---- messages ------------------------------------------------------------------------------------


def message_errands(grid: Lattice, sheet: Sheet, placed: Placed) -> Iterator[Errand]:
    nodes = {node.id: node for scope in sheet.scopes() for node in scope.nodes}
    if not sheet.messages:
        return
    whole = around(placed.frames.values() or placed.boxes.values()).grown(OUTSIDE)
    for flow in sheet.messages:
        yield Errand(
            flow=flow,
            area=area(grid, whole, _in_the_way(sheet, placed, flow)),
            source=_end(flow.source, nodes, placed),
            target=_end(flow.target, nodes, placed),
            leaving=MESSAGE,
            entering=MESSAGE,
            leads_back=True,
            friends=frozenset(),
            siblings=frozenset(),
        )


def _end(name: str, nodes: Mapping[str, Node], placed: Placed) -> Ported:
    if name in nodes:
        return _ported(nodes[name], placed)
    return Ported(box=placed.frames[name], is_pointed=False)


def _in_the_way(sheet: Sheet, placed: Placed, flow: Flow) -> Iterator[Box]:
    ends = {flow.source, flow.target}
    for pool in sheet.pools:
        inside = {node.id for scope in pool.scope.within() for node in scope.nodes} if pool.scope else set()
        if pool.scope is None or not pool.id or not ends & inside:
            if pool.id:
                yield placed.frames[pool.id]
            continue
        yield from _shapes(pool.scope, placed, ends)


def _shapes(scope: Scope, placed: Placed, ends: set[str]) -> Iterator[Box]:
    for node in scope.nodes:
        inside = {each.id for inner in node.inner.within() for each in inner.nodes} if node.inner else set()
        if node.inner and ends & inside:
            yield from _shapes(node.inner, placed, ends)
        else:
            yield placed.boxes[node.id]
