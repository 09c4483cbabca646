"""Folds: a road that is too long for the sheet goes on a row above or below, where that helps most."""

from collections.abc import Iterator
from dataclasses import replace

from engine.bpmn.drawing.geometry import around
from engine.bpmn.drawing.shapes import WIDEST
from engine.bpmn.layout.assembly import Placed, assemble
from engine.bpmn.layout.layers import loops
from engine.bpmn.layout.model import Scope, Settings, Sheet

#: a road of more folds is no road any more
MOST_FOLDS = 8
#: so many flows are tried each time at least
FEW = 12


def width_of(placed: Placed) -> float:
    return around([*placed.frames.values(), *placed.boxes.values()]).width


def folded(sheet: Sheet, settings: Settings) -> Settings | None:
    """The same settings with as many folds as make the sheet fit, one after the other; None when they do not."""
    choice = [name for scope in sheet.scopes() for name in _foldable(scope)]
    for _ in range(MOST_FOLDS):
        found = sorted((*_size(sheet, _with(settings, name)), name) for name in choice)
        if not found:
            break
        wide, _, best = found[0]
        settings = _with(settings, best)
        if wide <= WIDEST:
            return settings
        # what helps little now will not help much later
        choice = [name for _, _, name in found[1 : max(FEW, len(found) // 2)]]
    return None


def _with(settings: Settings, fold: str) -> Settings:
    return replace(settings, folds=settings.folds | {fold})


def _size(sheet: Sheet, settings: Settings) -> tuple[float, float]:
    """Width, and how far right all shapes stand: of two long roads one is folded first."""
    placed = assemble(sheet, settings)
    return width_of(placed), sum(box.centre[0] for box in placed.boxes.values())


def _foldable(scope: Scope) -> Iterator[str]:
    """Flows that stay in their lane, those of loops and of boundary events not among them."""
    nodes = {node.id: node for node in scope.nodes}
    ends = {flow.id: (nodes[flow.source].host or flow.source, flow.target) for flow in scope.flows}
    names = [node.id for node in scope.nodes if not node.host]
    back = loops(names, [pair for pair in ends.values() if pair[0] != pair[1]])
    for flow in scope.flows:
        source, target = ends[flow.id]
        is_level = nodes[source].band == nodes[target].band
        if is_level and flow.source == source != target and (source, target) not in back:
            yield flow.id
