"""One value, one text; and back again."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine import encoding
from engine.expressions import YearsMonths

AT = datetime(2026, 3, 16, 4, 0, 0, 5, tzinfo=UTC)
VALUES = (
    AT,
    date(2026, 3, 16),
    time(9, 30),
    timedelta(days=3, microseconds=7),
    Decimal("1.10"),
    YearsMonths(months=14),
    {"a": [1, {"b": AT}], "c": None, "d": '{"$', "e": {"$date": "soon"}, "f": [], "g": {}},
    [[Decimal("0.5")], "текст"],
    "text",
    5,
    True,
    None,
)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_comes_back(value) -> None:
    text = encoding.dumps(value)
    assert encoding.loads(text) == value
    assert encoding.loads(text.decode()) == value


def test_the_order_of_names_does_not_matter() -> None:
    assert encoding.dumps({"b": 1, "a": 2}) == encoding.dumps({"a": 2, "b": 1}) == b'{"a":2,"b":1}'


@pytest.mark.parametrize("tag", encoding.TAGS)
def test_somebodys_own_words_do_no_harm(tag) -> None:
    value = {"form": {tag: "nonsense"}, "list": [{tag: None}]}
    assert encoding.loads(encoding.dumps(value)) == value


def test_what_is_no_plain_data_is_refused() -> None:
    with pytest.raises(TypeError):
        encoding.dumps(object())
