"""Closures of for, some and every."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from engine.expressions.arithmetic import whole
from engine.expressions.builder import Builder, Closure, Rule
from engine.expressions.limits import VALUE_COST, spend
from engine.expressions.scopes import Scope
from engine.expressions.shape import nodes_with_depth
from engine.expressions.tree import For, Iteration, Name, Node, Quantified
from engine.expressions.values import Range, kind

Source = tuple[str, Closure, Closure | None]
PARTIAL = "partial"


def loop(node: For, builder: Builder) -> Closure:
    """for: the list of results; `partial` is what there is of it so far."""
    sources, inner = sources_of(node.iterations, builder.binding(PARTIAL))
    result = inner.build(node.result)
    weight = builder.weight(node.result)
    wants_partial = any(part == Name(PARTIAL) for part, _ in nodes_with_depth(node))

    def collect(scope: Any) -> Any:
        outer = Scope(scope)
        results: list[Any] = []
        rounds = rounds_of(sources, outer)
        if rounds is None:
            return None
        while True:
            if wants_partial:
                spend(len(results))
                outer[PARTIAL] = list(results)
            current = next(rounds, None)
            if current is None:
                return results
            spend(weight)
            results.append(result(current))

    return collect


def quantified(node: Quantified, builder: Builder) -> Closure:
    """some: true when one round is; every: false when one round is; else null when unsure."""
    sources, inner = sources_of(node.iterations, builder)
    condition = inner.build(node.condition)
    weight = builder.weight(node.condition)
    decisive = not node.every

    def decide(scope: Any) -> Any:
        rounds = rounds_of(sources, Scope(scope))
        if rounds is None:
            return None
        verdict: bool | None = not decisive
        for current in rounds:
            spend(weight)
            found = condition(current)
            if found is decisive:
                return decisive
            if found is not (not decisive):
                verdict = None
        return verdict

    return decide


def sources_of(iterations: tuple[Iteration, ...], builder: Builder) -> tuple[tuple[Source, ...], Builder]:
    """What the rounds go over, and the builder that knows their names."""
    sources = []
    for iteration in iterations:
        end = None if iteration.end is None else builder.build(iteration.end)
        sources.append((iteration.name, builder.build(iteration.source), end))
        builder = builder.binding(iteration.name)
    return tuple(sources), builder


def rounds_of(sources: tuple[Source, ...], scope: Scope) -> Iterator[Scope] | None:
    """The scope of each round, later sources inside earlier ones; None when one is no list."""
    name, source, end = sources[0]
    items = span(source(scope), end(scope)) if end else items_of(source(scope))
    if items is None:
        return None
    return rounds_over(name, items, sources[1:], scope)


def rounds_over(name: str, items: Iterator[Any], rest: tuple[Source, ...], scope: Scope) -> Iterator[Scope]:
    """The rounds of one source with all that lies inside it."""
    for item in items:
        spend(VALUE_COST)
        inner = Scope(scope)
        inner[name] = item
        if rest:
            yield from rounds_of(rest, inner) or ()
        else:
            yield inner


def items_of(source: Any) -> Iterator[Any] | None:
    """The items of a list or range; a single value is a list of itself."""
    if source is None:
        return None
    if isinstance(source, Range):
        return range_items(source)
    return iter(source) if isinstance(source, (list, tuple)) else iter((source,))


def range_items(source: Range) -> Iterator[Any] | None:
    """The whole numbers or days of a range with two ends."""
    items = span(source.start, source.end)
    if items is None:
        return None
    excluded = [source.start] if not source.start_included else []
    excluded += [source.end] if not source.end_included else []
    return (item for item in items if item not in excluded)


def span(start: Any, end: Any) -> Iterator[Any] | None:
    """start..end, upwards or downwards, both included."""
    first, last = whole(start), whole(end)
    if first is not None and last is not None:
        step = 1 if first <= last else -1
        return iter(range(first, last + step, step))
    if kind(start) == kind(end) == "date" and isinstance(start, date) and isinstance(end, date):
        return days(start, end)
    return None


def days(start: date, end: date) -> Iterator[date]:
    """Each day from start to end."""
    count = (end - start).days
    step = 1 if count >= 0 else -1
    return (start + timedelta(days=step * number) for number in range(abs(count) + 1))


RULES: dict[type[Node], Rule] = {For: loop, Quantified: quantified}
