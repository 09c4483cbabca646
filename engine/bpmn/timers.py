"""When a timer is due: ISO 8601 dates, durations and cycles, cron, and what expressions give instead.

Pure: the time of the command comes in, an aware time in UTC goes out. Text without a zone is UTC.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engine.bpmn import cron
from engine.bpmn.faults import Fault
from engine.expressions import ExpressionFault, YearsMonths, parse_duration

#: a cycle shorter than this would keep the engine busy with nothing else
SHORTEST_CYCLE = timedelta(seconds=1)
REPETITION = re.compile(r"R(\d{0,9})/(.+)", re.DOTALL)
Span = timedelta | YearsMonths


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """The next time a timer fires."""

    due_at: datetime
    #: text of the rounds after this one; None: this is the last
    rest: str | None = None
    #: text of this and the following rounds
    cycle: str | None = None
    #: the reckoning of a legal term
    term: Mapping[str, Any] | None = None


def schedule(form: str | None, value: Any, now: datetime) -> Schedule:
    """The first time a timer fires; `form` is timeDate, timeDuration or timeCycle."""
    if isinstance(value, Mapping):
        return _from_term(value, now)
    if form == "timeCycle" and isinstance(value, str):
        return cycle(value.strip(), now)
    return Schedule(due_at=moment(value, now))


def moment(value: Any, now: datetime) -> datetime:
    """An aware time: of a date, a time, or counted from now."""
    try:
        return _moment(value, now)
    except (ValueError, OverflowError) as error:
        raise Fault(f"expected a date or a duration of ISO 8601, but got {value!r:.100}", "timer") from error


def due_of(value: Any, now: datetime) -> datetime:
    """The date of a user task: as a timer, or the reckoning of a term."""
    return schedule(None, value, now).due_at


def span(text: str) -> Span | None:
    """A duration of ISO 8601; None when the text is none."""
    try:
        return _duration(text)
    except (ValueError, Fault):
        return None


def cycle(text: str, base: datetime) -> Schedule:
    """The next round of a repetition (R3/PT10M, R/2026-01-01T00:00Z/P1D) or of a cron text after `base`."""
    if not text.startswith("R"):
        try:
            return Schedule(due_at=cron.following(text, base), rest=text, cycle=text)
        except ValueError as error:
            raise Fault(
                f"expected a cycle as R3/PT10M or a cron text, but got {text!r:.100}: {error}", "timer"
            ) from error
    count, parts = _repetition(text)
    start, every, end = _parts(parts, text)
    due = moment(start, base) if start else moment(every, base)
    if end and due > moment(end, base):
        raise Fault(f"expected a cycle that has not ended, but {text!r:.100} has", "timer")
    return Schedule(due_at=due, rest=_rest(count, every, end, due), cycle=text)


def check(form: str | None, text: str) -> None:
    """Fault, when a literal text can never be a timer."""
    base = datetime(2020, 1, 1, tzinfo=UTC)
    if form == "timeCycle" and text.startswith("R"):
        _parts(_repetition(text)[1], text)
    else:
        schedule(form, text, base)
    if form == "timeDuration" and not isinstance(_parsed(text), timedelta | YearsMonths):
        raise Fault(f"expected a duration of ISO 8601 like PT2H or P3D, but got {text!r:.100}", "timer")
    if form == "timeDate" and text.lstrip("-").startswith("P"):
        raise Fault(f"expected a date like 2026-01-31T10:00:00Z, but got {text!r:.100}", "timer")


def _from_term(value: Mapping[str, Any], now: datetime) -> Schedule:
    if "due" not in value:
        raise Fault("expected a reckoning with `due`, but got a mapping without it", "timer")
    return Schedule(due_at=moment(value["due"], now), term=dict(value))


def _repetition(text: str) -> tuple[int | None, list[str]]:
    found = REPETITION.fullmatch(text)
    if not found:
        raise Fault(f"expected a cycle like R3/PT10M, but got {text!r:.100}", "timer")
    count = int(found[1]) if found[1] else None
    if count == 0:
        raise Fault(f"expected a cycle of at least one round, but got {text!r:.100}", "timer")
    return count, found[2].split("/")


def _parts(parts: list[str], text: str) -> tuple[str | None, str, str | None]:
    """Start, span and end of a repetition."""
    spans = [place for place, part in enumerate(parts) if part.startswith("P")]
    if len(spans) != 1 or len(parts) > 3 or spans[0] > 1 or len(parts) - spans[0] > 2:
        raise Fault(f"expected a cycle like R3/PT10M, but got {text!r:.100}", "timer")
    place = spans[0]
    every = span(parts[place])
    base = datetime(2020, 1, 1, tzinfo=UTC)
    if every is None or moment(every, base) - base < SHORTEST_CYCLE:
        raise Fault(f"expected a cycle of at least a second, but got {text!r:.100}", "timer")
    return (parts[0] if place else None), parts[place], (parts[place + 1] if place + 1 < len(parts) else None)


def _rest(count: int | None, every: str, end: str | None, due: datetime) -> str | None:
    if count == 1:
        return None
    left = "" if count is None else str(count - 1)
    if end is None:
        return f"R{left}/{every}"
    is_over = moment(every, due) > moment(end, due)
    return None if is_over else f"R{left}/{every}/{end}"


def _moment(value: Any, now: datetime) -> datetime:
    if isinstance(value, str):
        value = _parsed(value.strip())
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if isinstance(value, timedelta):
        return now + value
    if isinstance(value, YearsMonths):
        return _add_months(now, value.months)
    raise ValueError(value)


def _parsed(text: str) -> Span | datetime:
    if text.lstrip("-").startswith("P"):
        return _duration(text)
    if text[-1:] not in "Zz" and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    return datetime.fromisoformat(text)


def _duration(text: str) -> Span:
    if weeks := re.fullmatch(r"(-?)P(\d{1,6})W", text):
        return timedelta(weeks=int(weeks[1] + weeks[2]))
    mixed = re.fullmatch(r"P(\d{1,6}Y)?(\d{1,6}M)?((?:\d+D)?(?:T.+)?)", text)
    if mixed and (mixed[1] or mixed[2]) and mixed[3]:
        raise Fault(f"expected years and months, or days and times, but {text!r:.100} has both", "timer")
    try:
        return parse_duration(text)
    except ExpressionFault as error:
        raise ValueError(text) from error


def _add_months(start: datetime, months: int) -> datetime:
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    for day in (start.day, 30, 29, 28):
        try:
            return start.replace(year=year, month=month + 1, day=day)
        except ValueError:
            if day == 28:
                raise
    raise ValueError(months)
