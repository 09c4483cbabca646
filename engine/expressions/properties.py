"""What `value.name` means: entries of contexts, parts of dates, times, durations and ranges."""

from collections.abc import Callable, Mapping, Sequence
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.expressions.far import Moment
from engine.expressions.limits import spend
from engine.expressions.temporal import offset_of
from engine.expressions.values import kind

Property = Callable[[Any], Any]


def zone_name(value: time | Moment) -> str | None:
    """The name of the zone, where the value names one."""
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def parts(duration: timedelta) -> tuple[int, int, int, int]:
    """Sign, whole days, whole seconds within the day, microseconds."""
    sign = -1 if duration < timedelta(0) else 1
    positive = abs(duration)
    return sign, positive.days, positive.seconds, positive.microseconds


def years(months: int) -> int:
    """Whole years, counted from zero on both sides."""
    return abs(months) // 12 * (-1 if months < 0 else 1)


def months_left(months: int) -> int:
    """What whole years leave."""
    return abs(months) % 12 * (-1 if months < 0 else 1)


DAY: dict[str, Property] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: value.isoweekday(),
}
CLOCK: dict[str, Property] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: value.second,
    "time offset": offset_of,
    "timezone": zone_name,
}
MIDNIGHT: dict[str, Property] = {
    "hour": lambda value: 0,
    "minute": lambda value: 0,
    "second": lambda value: 0,
    "time offset": lambda value: timedelta(0),
}
PROPERTIES: dict[str, dict[str, Property]] = {
    "date": DAY | MIDNIGHT,
    "time": CLOCK,
    "date and time": DAY | CLOCK,
    "days and time duration": {
        "days": lambda value: parts(value)[0] * parts(value)[1],
        "hours": lambda value: parts(value)[0] * (parts(value)[2] // 3600),
        "minutes": lambda value: parts(value)[0] * (parts(value)[2] // 60 % 60),
        "seconds": lambda value: parts(value)[0] * (parts(value)[2] % 60),
    },
    "years and months duration": {
        "years": lambda value: years(value.months),
        "months": lambda value: months_left(value.months),
    },
    "range": {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}


def property_of(value: Any, name: str) -> Any:
    """value.name; of a list, that of each item; null when there is no such thing."""
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, (list, tuple)):
        return properties_of(value, name)
    reader = PROPERTIES.get(kind(value), {}).get(name)
    return None if reader is None else reader(value)


def properties_of(values: Sequence[Any], name: str) -> list[Any]:
    """value.name of each value."""
    spend(len(values))
    return [property_of(value, name) for value in values]
