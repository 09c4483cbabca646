"""Rows: each strip gets one, inside its band, so that flows are short and cross little.

First where the neighbours pull it (the main road comes first), then moved one by one as long as it gets better.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.bpmn.layout.strips import DOWN, UPRIGHT, Link, Strip

CROSSING = 3.0
#: a flow straight up or down over a node that stands there
OVER = 4.0
#: a fork, a join or a boundary event that cannot lead straight up or down
BLOCKED = 2.5
#: two flows of a fork to the same side, when the other is free
SAME_SIDE = 1.5
NEW_ROW, NEW_ROOM = 2.0, 0.8
#: what leaves a boundary event leads down
WRONG_WAY = 4.0
#: nodes rather than free runs stand beside the main road
PULL = 0.4
ROUNDS = 6
#: from here on only one round: it takes long, and gains little
MANY = 150


@dataclass(kw_only=True, slots=True)
class Board:
    strips: Sequence[Strip]
    links: Sequence[Link]
    #: strip -> its links
    of_strip: dict[int, list[Link]] = field(default_factory=dict)
    #: column -> links in the gutter right of it
    gutters: dict[int, list[Link]] = field(default_factory=dict)
    placed: set[int] = field(default_factory=set)
    #: band -> strips in it
    bands: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    #: band -> rows above it, two more for each border of a lane
    base: dict[int, float] = field(default_factory=dict)

    def level(self, strip: int) -> float:
        """Height over all bands: rows of one band lie closer together than bands do."""
        each = self.strips[strip]
        return self.base.get(each.band, 0) + each.row


def set_rows(strips: Sequence[Strip], links: Sequence[Link]) -> None:
    board = _board(strips, links)
    order = sorted(range(len(strips)), key=lambda index: (strips[index].is_apart, -strips[index].weight))
    for index in order:
        board.placed.add(index)
        if strips[index].is_apart:
            others = [strips[other].row for other in board.bands[strips[index].band]]
            strips[index].row = max(others, default=-1.0) + 1
        board.bands[strips[index].band].add(index)
        _set_bases(board)
        _settle(board, index)
    for _ in range(ROUNDS if len(strips) < MANY else 1):
        moves = [_settle(board, index) for index in order]
        if not any(moves):
            break


def _board(strips: Sequence[Strip], links: Sequence[Link]) -> Board:
    board = Board(strips=strips, links=links)
    board.of_strip = {index: [] for index in range(len(strips))}
    for link in links:
        board.of_strip[link.left].append(link)
        if link.right != link.left:
            board.of_strip[link.right].append(link)
        if link.kind != UPRIGHT:
            board.gutters.setdefault(link.column, []).append(link)
    return board


def _settle(board: Board, index: int) -> bool:
    """Move the strip to the cheapest free row; True when it moved."""
    strip = board.strips[index]
    old = (strip.band, strip.row)
    best, least = old, _cost(board, index) if _is_free(board, index) else float("inf")
    for band, row in list(_places(board, index)):
        strip.band, strip.row = band, row
        if _is_free(board, index):
            cost = _cost(board, index)
            if cost < least - 1e-6:
                best, least = (band, row), cost
    strip.band, strip.row = best
    if best == old:
        return False
    board.bands[old[0]].discard(index)
    board.bands[best[0]].add(index)
    for band in {old[0], best[0]}:
        _close_up(board, band)
    _set_bases(board)
    return True


def _places(board: Board, index: int) -> Iterator[tuple[int, float]]:
    strip = board.strips[index]
    for band in strip.bands:
        rows = sorted({board.strips[other].row for other in board.bands[band] if other != index})
        if strip.is_apart:
            rows = rows[-1:] if rows and _is_apart(board, band, rows[-1], index) else []
            yield from ((band, row) for row in rows)
            yield (
                band,
                max((board.strips[each].row for each in board.bands[band] if each != index), default=-1) + 1,
            )
            continue
        apart = [board.strips[other].row for other in board.bands[band] if board.strips[other].is_apart]
        near, last = strip.row, min(apart, default=float("inf"))
        steps = [row + half for row in [-1.0, *rows] for half in (0.0, 0.5)][1:] or [0.0]
        steps = [row for row in steps if row < last]
        yield from ((band, row) for row in sorted(steps, key=lambda row: (abs(row - near), -row)))


def _is_apart(board: Board, band: int, row: float, index: int) -> bool:
    return all(
        board.strips[other].is_apart
        for other in board.bands[band]
        if other != index and board.strips[other].row == row
    )


def _is_free(board: Board, index: int) -> bool:
    strip = board.strips[index]
    return not any(
        other != index and each.row == strip.row and each.first <= strip.last and strip.first <= each.last
        for other, each in ((other, board.strips[other]) for other in board.bands[strip.band])
    )


def _cost(board: Board, index: int) -> float:
    strip = board.strips[index]
    total = 0.0
    if not any(other != index and board.strips[other].row == strip.row for other in board.bands[strip.band]):
        total += NEW_ROW if strip.nodes else NEW_ROOM
    if strip.nodes and not strip.is_apart:
        total += PULL * abs(strip.row - board.strips[_main(board, strip.band)].row)
    for link in board.of_strip[index]:
        if link.left not in board.placed or link.right not in board.placed:
            continue
        start, end = board.level(link.left), board.level(link.right)
        total += abs(start - end)
        if link.kind == UPRIGHT:
            total += OVER * _between(board, link, start, end)
            total += SAME_SIDE * _above_each_other(board, link, start, end)
            continue
        if link.kind == DOWN and end <= start:
            total += WRONG_WAY
        if link.upright >= 0 and start != end:
            total += BLOCKED * _standing(board, link, start, end)
            total += SAME_SIDE * _beside(board, link, start, end)
        total += CROSSING * _crossings(board, link, start, end)
    return total


def _main(board: Board, band: int) -> int:
    """The strip of the band that holds most of the main road."""
    return max(board.bands[band], key=lambda index: (board.strips[index].weight, -index))


def _crossings(board: Board, link: Link, start: float, end: float) -> int:
    found = 0
    for other in board.gutters[link.column]:
        if other is link or other.left not in board.placed or other.right not in board.placed:
            continue
        if (start - board.level(other.left)) * (end - board.level(other.right)) < 0:
            found += 1
    return found


def _beside(board: Board, link: Link, start: float, end: float) -> int:
    """Other flows of the same fork to the same side."""
    if link.upright != link.column or link.kind == DOWN:
        return 0
    return sum(
        1
        for other in board.of_strip[link.left]
        if other is not link
        and (other.left, other.upright, other.kind) == (link.left, link.upright, link.kind)
        and other.right in board.placed
        and (board.level(other.right) - start) * (end - start) > 0
    )


def _above_each_other(board: Board, link: Link, start: float, end: float) -> int:
    """Other nodes straight over, or straight under, the same node."""
    if not board.strips[link.right].nodes:
        return 0
    return sum(
        1
        for other in board.of_strip[link.left]
        if other is not link
        and (other.left, other.column, other.kind) == (link.left, link.column, link.kind)
        and other.right in board.placed
        and board.strips[other.right].nodes
        and (board.level(other.right) - start) * (end - start) > 0
    )


def _standing(board: Board, link: Link, start: float, end: float) -> int:
    """Strips in the column where the link would run up or down, its far end included."""
    near, far = (start, end) if link.upright == link.column else (end, start)
    low, high = min(near, far), max(near, far)
    return sum(
        1
        for index in board.placed
        if board.strips[index].first <= link.upright <= board.strips[index].last
        and low <= board.level(index) <= high
        and board.level(index) != near
    )


def _between(board: Board, link: Link, start: float, end: float) -> int:
    low, high = min(start, end), max(start, end)
    return sum(
        1
        for index in board.placed
        if index not in (link.left, link.right)
        and board.strips[index].first <= link.column <= board.strips[index].last
        and low < board.level(index) < high
    )


def _close_up(board: Board, band: int) -> None:
    """Rows are numbered from 0 without gaps."""
    rows = sorted({board.strips[index].row for index in board.bands[band]})
    numbers = {row: float(number) for number, row in enumerate(rows)}
    for index in board.bands[band]:
        board.strips[index].row = numbers[board.strips[index].row]


def _set_bases(board: Board) -> None:
    base = 0.0
    for band in sorted(board.bands):
        board.base[band] = base
        base += max((board.strips[index].row for index in board.bands[band]), default=0) + 3
