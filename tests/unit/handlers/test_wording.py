from datetime import UTC, date, datetime

import pytest

from handlers.wording import say_date, say_datetime


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "1 марта 2026 года"),
        ("kk", "2026 жылғы 1 наурыз"),
        ("en", "1 March 2026"),
        ("de", "1 марта 2026 года"),
    ],
)
def test_a_date_is_said_in_each_language(language: str, said: str) -> None:
    assert say_date(date(2026, 3, 1), language) == said


def test_a_moment_is_said_in_the_time_of_the_public() -> None:
    assert say_datetime(datetime(2026, 3, 1, 20, 5, tzinfo=UTC)) == "2 марта 2026 года, 01:05"


def test_astana_was_six_hours_ahead_before_march_2024() -> None:
    assert say_datetime("2012-12-20T04:00:00+00:00") == "20 декабря 2012 года, 10:00"


def test_a_reckoned_term_is_said_by_its_due_moment() -> None:
    assert say_date({"due": datetime(2012, 12, 29, 12, 0, tzinfo=UTC)}) == "29 декабря 2012 года"


@pytest.mark.parametrize("nothing", [None, "", {}, "not a date", 17])
def test_nothing_is_said_of_what_is_no_date(nothing: object) -> None:
    assert say_date(nothing) == ""


def test_a_date_without_time_of_day_is_said_without_it() -> None:
    assert say_datetime("2012-12-20") == "20 декабря 2012 года"
