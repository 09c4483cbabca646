"""The cheapest way of a flow over the lattice (A*): short, few corners, few crossings, never over another flow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from heapq import heappop, heappush
from itertools import pairwise

from engine.bpmn.layout.lattice import DIRECTIONS, Area, Spot, Traffic

CORNER, CROSSING, TOUCH, SOFT, LEFT, ALONG = 5.0, 6.0, 5.0, 1.5, 0.3, 4.0
#: more points than this are not looked at for one flow
MOST = 60_000

State = tuple[Spot, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tip:
    """Where a flow leaves or enters a shape: first free point, direction away from the shape, price."""

    spot: Spot
    direction: int
    price: float = 0.0
    #: points between the border and the free point, nearest to the shape first
    stub: tuple[Spot, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Quest:
    name: str
    starts: Sequence[Tip]
    ends: Sequence[Tip]
    area: Area
    may_go_left: bool
    #: flows it may run together with
    friends: frozenset[str] = frozenset()


@dataclass(kw_only=True, slots=True)
class Ground:
    """What all flows of a sheet meet."""

    traffic: Traffic = field(default_factory=Traffic)
    #: where names will stand
    soft: frozenset[Spot] = frozenset()
    #: rows of points on the border of a lane
    borders: frozenset[int] = frozenset()


def find_way(quest: Quest, ground: Ground) -> list[Spot] | None:
    """All points from border to border; None when there is no way."""
    ends: dict[State, Tip] = {}
    for tip in quest.ends:
        state = (tip.spot, (tip.direction + 2) % 4)
        if _is_passable(quest, ground, tip) and (state not in ends or tip.price < ends[state].price):
            ends[state] = tip
    if not ends:
        return None
    guess = _guess(list(ends.items()))
    waiting: list[tuple[float, int, float, State]] = []
    came: dict[State, State | None] = {}
    costs: dict[State, float] = {}
    first: dict[State, Tip] = {}
    for tip in quest.starts:
        state = (tip.spot, tip.direction)
        if _is_passable(quest, ground, tip) and tip.price < costs.get(state, 1e9):
            costs[state], first[state], came[state] = tip.price, tip, None
            heappush(waiting, (tip.price + guess(state), len(waiting), tip.price, state))
    found = _explore(quest, ground, _Search(ends=ends, guess=guess, waiting=waiting, came=came, costs=costs))
    return _path(found, came, first, ends) if found else None


@dataclass(kw_only=True, slots=True)
class _Search:
    ends: Mapping[State, Tip]
    guess: Callable[[State], float]
    waiting: list[tuple[float, int, float, State]]
    came: dict[State, State | None]
    costs: dict[State, float]


#: reached: an end with its price is paid
_DONE = -1


def _explore(quest: Quest, ground: Ground, search: _Search) -> State | None:
    count = len(search.waiting)
    while search.waiting and count < MOST:
        _, _, cost, state = heappop(search.waiting)
        if state[1] == _DONE:
            return search.came[state]
        if cost > search.costs[state] + 1e-9:
            continue
        if state in search.ends:
            count += 1
            done = (state[0], _DONE)
            price = cost + search.ends[state].price
            if price < search.costs.get(done, 1e9):
                search.costs[done], search.came[done] = price, state
                heappush(search.waiting, (price, count, price, done))
        for after, added in _steps(quest, ground, state):
            price = cost + added
            if price < search.costs.get(after, 1e9) - 1e-9:
                count += 1
                search.costs[after], search.came[after] = price, state
                heappush(search.waiting, (price + search.guess(after), count, price, after))
    return None


def _steps(quest: Quest, ground: Ground, state: State) -> list[tuple[State, float]]:
    (column, row), heading = state
    found = []
    for direction, (across, down) in enumerate(DIRECTIONS):
        if (direction + 2) % 4 == heading or (direction == 2 and not quest.may_go_left):
            continue
        spot = (column + across, row + down)
        if not quest.area.is_open(spot):
            continue
        price = _price(quest, ground, (column, row), spot, heading != direction)
        if price is not None:
            found.append(((spot, direction), price + (LEFT if direction == 2 else 0)))
    return found


def _price(quest: Quest, ground: Ground, start: Spot, end: Spot, is_corner: bool) -> float | None:
    traffic, is_level = ground.traffic, start[1] == end[1]
    on_it = traffic.pieces.get((min(start, end), is_level))
    if on_it and not on_it <= quest.friends:
        return None
    price = 1.0
    if is_corner:
        price += CORNER
        if _strangers(quest, traffic.level.get(start)) or _strangers(quest, traffic.upright.get(start)):
            price += TOUCH
    across = traffic.upright if is_level else traffic.level
    if _strangers(quest, across.get(end)):
        price += CROSSING
    if _strangers(quest, traffic.corners.get(end)):
        price += TOUCH
    if end in ground.soft:
        price += SOFT
    if is_level and end[1] in ground.borders:
        price += ALONG
    return price


def _strangers(quest: Quest, flows: set[str] | None) -> bool:
    return bool(flows) and not flows <= quest.friends  # type: ignore[operator]  # bool() has seen to None


def _is_passable(quest: Quest, ground: Ground, tip: Tip) -> bool:
    """Nothing stands where the flow leaves the shape, and no stranger runs there."""
    if not quest.area.is_open(tip.spot):
        return False
    points = (*tip.stub, tip.spot)
    for start, end in pairwise(points):
        on_it = ground.traffic.pieces.get((min(start, end), start[1] == end[1]))
        if on_it and not on_it <= quest.friends:
            return False
    return True


def _guess(ends: list[tuple[State, Tip]]) -> Callable[[State], float]:
    """What is left at least: the way to the nearest end of each side, and a corner when it lies aside."""
    sides = []
    for arriving in range(4):
        group = [(spot, tip.price) for (spot, direction), tip in ends if direction == arriving]
        if group:
            columns, rows = [spot[0] for spot, _ in group], [spot[1] for spot, _ in group]
            cheapest = min(price for _, price in group)
            sides.append((arriving, min(columns), max(columns), min(rows), max(rows), cheapest))

    @cache
    def guess(state: State) -> float:
        (column, row), heading = state
        best = 1e9
        for arriving, left, right, top, bottom, price in sides:
            across = left - column if column < left else max(column - right, 0)
            down = top - row if row < top else max(row - bottom, 0)
            is_bent = heading != arriving or (down if arriving in (0, 2) else across)
            best = min(best, across + down + price + (CORNER if is_bent else 0.0))
        return best

    return guess


def _path(
    found: State, came: Mapping[State, State | None], first: Mapping[State, Tip], ends: Mapping[State, Tip]
) -> list[Spot]:
    spots = []
    state: State | None = found
    start = found
    while state is not None:
        spots.append(state[0])
        start, state = state, came[state]
    return [*first[start].stub, *reversed(spots), *reversed(ends[found].stub)]
