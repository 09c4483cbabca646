"""Plain data <-> canonical JSON: sorted keys, no spaces, UTF-8. One value, one text, on every machine.

Beyond JSON: Decimal, dates, times and durations, each as {"$type": text}. Integral decimals become int.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import orjson

from engine.expressions import YearsMonths

OPTIONS = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
TAGS = ("$decimal", "$datetime", "$date", "$time", "$duration", "$months")


def dumps(value: Any) -> bytes:
    """Canonical JSON."""
    return orjson.dumps(value, default=_encode, option=OPTIONS)


def loads(text: bytes | str) -> Any:
    """What `dumps` wrote."""
    value = orjson.loads(text)
    has_mark = MARK_BYTES in text if isinstance(text, bytes) else MARK in text
    return _revive(value) if has_mark and isinstance(value, NESTED) else value


def digest(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return sha256(content).hexdigest()


def sort_key(values: Iterable[Any]) -> str:
    """Text that sorts as the values do: whole numbers from 0, aware times, dates, texts; the first counts most."""
    return " ".join(_sortable(each) for each in values)


def _sortable(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**10:
        return f"{value:010d}"
    if isinstance(value, str) or type(value) is date:
        return str(value)
    raise TypeError(f"expected a whole number, a time, a date or text, but got {value!r:.60}")


def _encode(value: Any) -> Any:
    for kind, encode in ENCODERS.items():
        if isinstance(value, kind):
            return encode(value)
    raise TypeError(f"expected plain data, but got {type(value).__name__}: {value!r}")


def _decimal(value: Decimal) -> Any:
    if value == value.to_integral_value() and abs(value) < 2**53:
        return int(value)
    return {"$decimal": str(value)}


# datetime before date: a datetime is a date
ENCODERS: dict[type, Any] = {
    Decimal: _decimal,
    datetime: lambda value: {"$datetime": value.isoformat()},
    date: lambda value: {"$date": value.isoformat()},
    time: lambda value: {"$time": value.isoformat()},
    timedelta: lambda value: {"$duration": (value.days * 86400 + value.seconds) * 10**6 + value.microseconds},
    YearsMonths: lambda value: {"$months": value.months},
    tuple: list,
    set: sorted,
    frozenset: sorted,
    dict: dict,
    str: str,
}

DECODERS: dict[str, Any] = {
    "$decimal": Decimal,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
    "$duration": lambda value: timedelta(microseconds=value),
    "$months": lambda value: YearsMonths(months=int(value)),
}


#: what every encoded value begins with; most texts have none, and need no second look
MARK = '{"$'
MARK_BYTES = MARK.encode()
NESTED = (dict, list)


def _revive(value: Any) -> Any:
    if isinstance(value, list):
        return [_revive(item) if isinstance(item, NESTED) else item for item in value]
    if len(value) == 1:
        ((tag, content),) = value.items()
        if tag in DECODERS:
            return _decoded(tag, content)
    return {name: _revive(item) if isinstance(item, NESTED) else item for name, item in value.items()}


def _decoded(tag: str, content: Any) -> Any:
    """The value; somebody's own {"$date": "soon"} stays as it is."""
    try:
        return DECODERS[tag](content)
    except (TypeError, ValueError, ArithmeticError):
        return {tag: content}
