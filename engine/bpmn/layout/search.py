"""The cheapest way of a flow over the lattice (A*): short, few corners, few crossings, never over another flow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from heapq import heappop, heappush
from itertools import pairwise

from engine.bpmn.layout.lattice import DIRECTIONS, Area, Lattice, Spot, Traffic
from engine.bpmn.layout.sizes import STEP

CORNER, CROSSING, TOUCH, SOFT, LEFT = 5.0, 6.0, 5.0, 1.5, 0.3
#: two flows from one element on one line are hard to tell apart
TOGETHER = 2.0
#: more points than this are not looked at for one flow
MOST = 30_000
#: a little more than is left at least: much faster, and rarely a longer way
HURRY = 1.15

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
    #: those among them that come from the same element
    siblings: frozenset[str] = frozenset()
    #: what a point costs where a name stands
    over_name: float = SOFT


@dataclass(kw_only=True, slots=True)
class Ground:
    """What all flows of a sheet meet."""

    grid: Lattice
    traffic: Traffic = field(default_factory=Traffic)
    #: where names will stand
    soft: frozenset[Spot] = frozenset()


def find_way(quest: Quest, ground: Ground) -> list[Spot] | None:
    """All points from border to border; None when there is no way."""
    ends: dict[State, Tip] = {}
    for tip in quest.ends:
        state = (tip.spot, (tip.direction + 2) % 4)
        if _is_passable(quest, ground, tip) and (state not in ends or tip.price < ends[state].price):
            ends[state] = tip
    if not ends:
        return None
    guess = _guess(ground.grid, list(ends.items()))
    waiting: list[tuple[float, float, int, State]] = []
    came: dict[State, State | None] = {}
    costs: dict[State, float] = {}
    first: dict[State, Tip] = {}
    for tip in quest.starts:
        state = (tip.spot, tip.direction)
        if _is_passable(quest, ground, tip) and tip.price < costs.get(state, 1e9):
            costs[state], first[state], came[state] = tip.price, tip, None
            heappush(waiting, (tip.price + guess(state), -tip.price, len(waiting), state))
    found = _explore(quest, ground, _Search(ends=ends, guess=guess, waiting=waiting, came=came, costs=costs))
    return _path(found, came, first, ends) if found else None


@dataclass(kw_only=True, slots=True)
class _Search:
    ends: Mapping[State, Tip]
    guess: Callable[[State], float]
    waiting: list[tuple[float, float, int, State]]
    came: dict[State, State | None]
    costs: dict[State, float]


#: reached: an end with its price is paid
_DONE = -1


def _explore(quest: Quest, ground: Ground, search: _Search) -> State | None:
    count = len(search.waiting)
    while search.waiting and count < MOST:
        _, paid, _, state = heappop(search.waiting)
        cost = -paid
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
                heappush(search.waiting, (price, -price, count, done))
        for after, added in _steps(quest, ground, state):
            price = cost + added
            if price < search.costs.get(after, 1e9) - 1e-9:
                count += 1
                search.costs[after], search.came[after] = price, state
                heappush(search.waiting, (price + search.guess(after), -price, count, after))
    return None


def _steps(quest: Quest, ground: Ground, state: State) -> list[tuple[State, float]]:
    start, heading = state
    column, row = start
    found = []
    for direction, (across, down) in enumerate(DIRECTIONS):
        if (direction + 2) % 4 == heading or (direction == 2 and not quest.may_go_left):
            continue
        spot = (column + across, row + down)
        if not quest.area.is_open(spot):
            continue
        on_it = ground.traffic.pieces.get((min(start, spot), direction % 2 == 0))
        if on_it and not on_it <= quest.friends:
            continue
        price = _price(quest, ground, start, spot)
        if on_it and not on_it.isdisjoint(quest.siblings):
            price *= TOGETHER
        if heading != direction:
            price += _corner(quest, ground, start)
        found.append(((spot, direction), price + (LEFT if direction == 2 else 0)))
    return found


def _price(quest: Quest, ground: Ground, start: Spot, end: Spot) -> float:
    grid, traffic = ground.grid, ground.traffic
    if start[1] == end[1]:
        price = abs(grid.xs[start[0]] - grid.xs[end[0]]) / STEP
        across = traffic.upright.get(end)
    else:
        price = abs(grid.ys[start[1]] - grid.ys[end[1]]) / STEP
        across = traffic.level.get(end)
    if across and not across <= quest.friends:
        price += CROSSING
    corners = traffic.corners.get(end)
    if corners and not corners <= quest.friends:
        price += TOUCH
    return price + quest.over_name if end in ground.soft else price


def _corner(quest: Quest, ground: Ground, spot: Spot) -> float:
    level, upright = ground.traffic.level.get(spot), ground.traffic.upright.get(spot)
    is_used = (level and not level <= quest.friends) or (upright and not upright <= quest.friends)
    return CORNER + TOUCH if is_used else CORNER


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


def _guess(grid: Lattice, ends: list[tuple[State, Tip]]) -> Callable[[State], float]:
    """What is left at least: the way to the nearest end of each side, and a corner when it lies aside."""
    sides = []
    for arriving in range(4):
        group = [(grid.point(spot), tip.price) for (spot, direction), tip in ends if direction == arriving]
        if group:
            xs, ys = [point[0] for point, _ in group], [point[1] for point, _ in group]
            cheapest = min(price for _, price in group)
            sides.append((arriving, min(xs), max(xs), min(ys), max(ys), cheapest))

    @cache
    def guess(state: State) -> float:
        (x, y), heading = grid.point(state[0]), state[1]
        best = 1e9
        for arriving, left, right, top, bottom, price in sides:
            across = left - x if x < left else max(x - right, 0)
            down = top - y if y < top else max(y - bottom, 0)
            aside = down if arriving % 2 == 0 else across
            corners = 1 if (heading - arriving) % 2 else 2 if heading != arriving or aside else 0
            best = min(best, (across + down) / STEP + price + CORNER * corners)
        return best * HURRY

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
