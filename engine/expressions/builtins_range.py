"""Functions on ranges: how two intervals, or a point and an interval, lie to each other."""

from typing import Any

from engine.expressions.comparison import Truth, both, equal, order, within
from engine.expressions.range_text import read_range
from engine.expressions.signatures import FunctionTable
from engine.expressions.values import Range

FUNCTIONS = FunctionTable()
COMPARABLE = (
    "number | string | date | time | date and time | days and time duration | years and months duration"
)


def ends_before(left: Range, right: Range) -> Truth:
    """Whether left is over before right begins."""
    found = order(left.end, right.start)
    if found is None:
        return None
    return found < 0 or (found == 0 and not (left.end_included and right.start_included))


@FUNCTIONS.define(f"before(point1: {COMPARABLE}, point2: {COMPARABLE}) -> boolean")
def point_before_point(left: Any, right: Any) -> Truth:
    """Whether the first comes before the second."""
    found = order(left, right)
    return None if found is None else found < 0


@FUNCTIONS.define(f"before(point: {COMPARABLE}, range: range) -> boolean")
def point_before_range(point: Any, interval: Range) -> Truth:
    """Whether the first comes before the second."""
    return ends_before(single(point), interval)


@FUNCTIONS.define(f"before(range: range, point: {COMPARABLE}) -> boolean")
def range_before_point(interval: Range, point: Any) -> Truth:
    """Whether the first comes before the second."""
    return ends_before(interval, single(point))


@FUNCTIONS.define("before(range1: range, range2: range) -> boolean")
def range_before_range(left: Range, right: Range) -> Truth:
    """Whether the first comes before the second."""
    return ends_before(left, right)


@FUNCTIONS.define(f"after(point1: {COMPARABLE}, point2: {COMPARABLE}) -> boolean")
def point_after_point(left: Any, right: Any) -> Truth:
    """Whether the first comes after the second."""
    return point_before_point(right, left)


@FUNCTIONS.define(f"after(point: {COMPARABLE}, range: range) -> boolean")
def point_after_range(point: Any, interval: Range) -> Truth:
    """Whether the first comes after the second."""
    return ends_before(interval, single(point))


@FUNCTIONS.define(f"after(range: range, point: {COMPARABLE}) -> boolean")
def range_after_point(interval: Range, point: Any) -> Truth:
    """Whether the first comes after the second."""
    return ends_before(single(point), interval)


@FUNCTIONS.define("after(range1: range, range2: range) -> boolean")
def range_after_range(left: Range, right: Range) -> Truth:
    """Whether the first comes after the second."""
    return ends_before(right, left)


def single(point: Any) -> Range:
    """A point as the range that holds it alone."""
    return Range(start=point, end=point, start_included=True, end_included=True)


@FUNCTIONS.define("meets(range1: range, range2: range) -> boolean")
def meets(left: Range, right: Range) -> Truth:
    """Whether the first ends where the second begins, both including that place."""
    return both(left.end_included and right.start_included, equal(left.end, right.start))


@FUNCTIONS.define("met by(range1: range, range2: range) -> boolean")
def met_by(left: Range, right: Range) -> Truth:
    """Whether the second ends where the first begins, both including that place."""
    return meets(right, left)


@FUNCTIONS.define("overlaps(range1: range, range2: range) -> boolean")
def overlaps(left: Range, right: Range) -> Truth:
    """Whether the two share a place."""
    first, second = ends_before(left, right), ends_before(right, left)
    return None if first is None or second is None else not (first or second)


def starts_earlier(left: Range, right: Range) -> Truth:
    """Whether left begins before right does."""
    found = order(left.start, right.start)
    if found is None:
        return None
    return found < 0 or (found == 0 and left.start_included and not right.start_included)


def stops_earlier(left: Range, right: Range) -> Truth:
    """Whether left is over before right is."""
    found = order(left.end, right.end)
    if found is None:
        return None
    return found < 0 or (found == 0 and right.end_included and not left.end_included)


@FUNCTIONS.define("overlaps before(range1: range, range2: range) -> boolean")
def overlaps_before(left: Range, right: Range) -> Truth:
    """Whether the first begins before the second and ends inside it."""
    later_end = stops_earlier(right, left)
    not_later = None if later_end is None else not later_end
    return both(both(overlaps(left, right), starts_earlier(left, right)), not_later)


@FUNCTIONS.define("overlaps after(range1: range, range2: range) -> boolean")
def overlaps_after(left: Range, right: Range) -> Truth:
    """Whether the first begins inside the second and ends after it."""
    return overlaps_before(right, left)


@FUNCTIONS.define(f"finishes(point: {COMPARABLE}, range: range) -> boolean")
def point_finishes(point: Any, interval: Range) -> Truth:
    """Whether the point is the included end of the range."""
    return both(interval.end_included, equal(point, interval.end))


@FUNCTIONS.define("finishes(range1: range, range2: range) -> boolean")
def finishes(left: Range, right: Range) -> Truth:
    """Whether both end together and the first begins no earlier."""
    same = both(left.end_included == right.end_included, equal(left.end, right.end))
    earlier = starts_earlier(left, right)
    return both(same, None if earlier is None else not earlier)


@FUNCTIONS.define(f"finished by(range: range, point: {COMPARABLE}) -> boolean")
def finished_by_point(interval: Range, point: Any) -> Truth:
    """Whether the point is the included end of the range."""
    return point_finishes(point, interval)


@FUNCTIONS.define("finished by(range1: range, range2: range) -> boolean")
def finished_by(left: Range, right: Range) -> Truth:
    """Whether both end together and the second begins no earlier."""
    return finishes(right, left)


@FUNCTIONS.define(f"includes(range: range, point: {COMPARABLE}) -> boolean")
def includes_point(interval: Range, point: Any) -> Truth:
    """Whether the point lies in the range."""
    return within(point, interval)


@FUNCTIONS.define("includes(range1: range, range2: range) -> boolean")
def includes(left: Range, right: Range) -> Truth:
    """Whether the second lies in the first."""
    earlier, later = starts_earlier(right, left), stops_earlier(left, right)
    return None if earlier is None or later is None else not (earlier or later)


@FUNCTIONS.define(f"during(point: {COMPARABLE}, range: range) -> boolean")
def point_during(point: Any, interval: Range) -> Truth:
    """Whether the point lies in the range."""
    return within(point, interval)


@FUNCTIONS.define("during(range1: range, range2: range) -> boolean")
def during(left: Range, right: Range) -> Truth:
    """Whether the first lies in the second."""
    return includes(right, left)


@FUNCTIONS.define(f"starts(point: {COMPARABLE}, range: range) -> boolean")
def point_starts(point: Any, interval: Range) -> Truth:
    """Whether the point is the included start of the range."""
    return both(interval.start_included, equal(point, interval.start))


@FUNCTIONS.define("starts(range1: range, range2: range) -> boolean")
def starts(left: Range, right: Range) -> Truth:
    """Whether both begin together and the first ends no later."""
    same = both(left.start_included == right.start_included, equal(left.start, right.start))
    later = stops_earlier(right, left)
    return both(same, None if later is None else not later)


@FUNCTIONS.define(f"started by(range: range, point: {COMPARABLE}) -> boolean")
def started_by_point(interval: Range, point: Any) -> Truth:
    """Whether the point is the included start of the range."""
    return point_starts(point, interval)


@FUNCTIONS.define("started by(range1: range, range2: range) -> boolean")
def started_by(left: Range, right: Range) -> Truth:
    """Whether both begin together and the second ends no later."""
    return starts(right, left)


@FUNCTIONS.define(f"coincides(point1: {COMPARABLE}, point2: {COMPARABLE}) -> boolean")
def points_coincide(left: Any, right: Any) -> Truth:
    """Whether the two are the same."""
    return equal(left, right)


@FUNCTIONS.define("coincides(range1: range, range2: range) -> boolean")
def coincides(left: Range, right: Range) -> Truth:
    """Whether the two are the same."""
    return equal(left, right)


@FUNCTIONS.define("range(from: string) -> range")
def range_from_text(text: str) -> Range | None:
    """The range that a text such as "[1..3]" or "(..10)" names; its ends are literals."""
    return read_range(text)
