"""Columns: loops are opened, then each node goes as far left as the flows into it let it."""

from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]


def loops(nodes: Sequence[str], edges: Sequence[Pair]) -> frozenset[Pair]:
    """The edges that lead back: to a node that is still being followed, starts first (depth first)."""
    following = _following(nodes, edges)
    entered = {target for _, target in edges}
    starts = [name for name in nodes if name not in entered]
    seen: set[str] = set()
    back: set[Pair] = set()
    for start in (*starts, *nodes):
        if start not in seen:
            _follow(start, following, seen, back)
    return frozenset(back)


def _following(nodes: Iterable[str], edges: Iterable[Pair]) -> dict[str, list[str]]:
    following: dict[str, list[str]] = {name: [] for name in nodes}
    for source, target in edges:
        following[source].append(target)
    return following


def _follow(start: str, following: Mapping[str, list[str]], seen: set[str], back: set[Pair]) -> None:
    path = {start: iter(following[start])}
    seen.add(start)
    while path:
        name = next(reversed(path))
        target = next(path[name], None)
        if target is None:
            del path[name]
        elif target in path:
            back.add((name, target))
        elif target not in seen:
            seen.add(target)
            path[target] = iter(following[target])


def in_order(nodes: Sequence[str], edges: Iterable[Pair]) -> list[str]:
    """Sources before targets; no loops among the edges."""
    edges = list(edges)
    following = _following(nodes, edges)
    waits = dict.fromkeys(nodes, 0)
    for _, target in edges:
        waits[target] += 1
    ready = [name for name in nodes if not waits[name]]
    for name in ready:
        for target in following[name]:
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    return ready


def columns(
    nodes: Sequence[str], steps: Mapping[Pair, int], spans: Mapping[str, int], starts: frozenset[str]
) -> dict[str, int]:
    """Node -> first column. A step says how far right of the end of its source a target stands, at least."""
    found = dict.fromkeys(nodes, 0)
    order = in_order(nodes, steps)
    leaving: dict[str, list[Pair]] = {name: [] for name in nodes}
    entered = set()
    for pair in steps:
        leaving[pair[0]].append(pair)
        entered.add(pair[1])
    for name in order:
        for pair in leaving[name]:
            found[pair[1]] = max(found[pair[1]], found[name] + spans[name] - 1 + steps[pair])
    for name in reversed(order):
        # what starts nothing and waits for nothing stands next to what it leads to
        if leaving[name] and name not in entered and name not in starts:
            nearest = min(found[pair[1]] - steps[pair] for pair in leaving[name])
            found[name] = max(found[name], nearest - spans[name] + 1)
    return found


def reach(nodes: Sequence[str], edges: Sequence[Pair]) -> dict[Pair, int]:
    """How long the longest way is that an edge lies on: the main road has the longest."""
    order = in_order(nodes, edges)
    before, after = dict.fromkeys(nodes, 0), dict.fromkeys(nodes, 0)
    following = _following(nodes, edges)
    for name in order:
        for target in following[name]:
            before[target] = max(before[target], before[name] + 1)
    for name in reversed(order):
        after[name] = max((after[target] + 1 for target in following[name]), default=0)
    return {(source, target): before[source] + after[target] for source, target in edges}
