"""Timers: what text, dates, durations and cycles mean, counted from the time of the command."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.bpmn.cron import following
from engine.bpmn.faults import Fault
from engine.bpmn.retries import read_retries
from engine.bpmn.timers import check, cycle, moment, schedule
from engine.expressions import YearsMonths

NOW = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
MOMENTS = {
    "PT2H": datetime(2026, 1, 31, 11, 30, tzinfo=UTC),
    "P3DT4H": datetime(2026, 2, 3, 13, 30, tzinfo=UTC),
    "P2W": datetime(2026, 2, 14, 9, 30, tzinfo=UTC),
    "P1M": datetime(2026, 2, 28, 9, 30, tzinfo=UTC),
    "P1Y": datetime(2027, 1, 31, 9, 30, tzinfo=UTC),
    "-PT1H": datetime(2026, 1, 31, 8, 30, tzinfo=UTC),
    "2026-05-01": datetime(2026, 5, 1, tzinfo=UTC),
    "2026-05-01T10:00:00": datetime(2026, 5, 1, 10, tzinfo=UTC),
    "2026-05-01T10:00:00Z": datetime(2026, 5, 1, 10, tzinfo=UTC),
    "2026-05-01T10:00:00+05:00": datetime(2026, 5, 1, 5, tzinfo=UTC),
}


@pytest.mark.parametrize("text", MOMENTS)
def test_a_text_names_a_moment(text: str) -> None:
    assert moment(text, NOW) == MOMENTS[text]


def test_values_of_expressions_name_a_moment() -> None:
    assert moment(date(2026, 5, 1), NOW) == datetime(2026, 5, 1, tzinfo=UTC)
    assert moment(timedelta(minutes=1), NOW) == NOW + timedelta(minutes=1)
    assert moment(YearsMonths(months=13), NOW) == datetime(2027, 2, 28, 9, 30, tzinfo=UTC)
    assert moment(datetime(2026, 5, 1, 10), NOW) == datetime(2026, 5, 1, 10, tzinfo=UTC)  # noqa: DTZ001 - on purpose


@pytest.mark.parametrize(
    "value", ["", "soon", "P", "PT", "P1M2D3", "2026-13-01", "P9999999Y", 5, None, True, [1]]
)
def test_what_names_no_moment_is_a_fault(value: object) -> None:
    with pytest.raises(Fault):
        moment(value, NOW)


def test_a_cycle_counts_down_and_does_not_drift() -> None:
    first = schedule("timeCycle", "R3/PT10M", NOW)
    assert (first.due_at, first.rest, first.cycle) == (NOW + timedelta(minutes=10), "R2/PT10M", "R3/PT10M")
    second = cycle(first.rest or "", first.due_at)
    third = cycle(second.rest or "", second.due_at)
    assert (third.due_at, third.rest) == (NOW + timedelta(minutes=30), None)


def test_a_cycle_without_a_number_has_no_end() -> None:
    assert schedule("timeCycle", "R/PT1H", NOW).rest == "R/PT1H"


def test_a_cycle_may_begin_and_end_at_a_date() -> None:
    first = schedule("timeCycle", "R/2026-02-01T00:00:00Z/P1D", NOW)
    assert (first.due_at, first.rest) == (datetime(2026, 2, 1, tzinfo=UTC), "R/P1D")
    last = schedule("timeCycle", "R/PT1H/2026-01-31T11:00:00Z", NOW)
    assert (last.due_at, last.rest) == (NOW + timedelta(hours=1), None)


@pytest.mark.parametrize(
    "text", ["R0/PT1H", "R3", "R3/", "R3/PT0S", "R3/1H", "R3/PT1H/PT2H", "Rx/PT1H", "R-1/PT1H", "R3/PT1Hx"]
)
def test_a_wrong_cycle_is_a_fault(text: str) -> None:
    with pytest.raises(Fault):
        check("timeCycle", text)


CRON = {
    "0 0 * * * ?": datetime(2026, 1, 31, 10, tzinfo=UTC),
    "0 0/15 * * * ?": datetime(2026, 1, 31, 9, 45, tzinfo=UTC),
    "30 */5 * * * *": datetime(2026, 1, 31, 9, 30, 30, tzinfo=UTC),
    "0 0 9 ? * MON-FRI": datetime(2026, 2, 2, 9, tzinfo=UTC),
    "0 0 9 ? * 2": datetime(2026, 2, 2, 9, tzinfo=UTC),
    "0 9 * * 1": datetime(2026, 2, 2, 9, tzinfo=UTC),
    "0 0 0 29 2 ?": datetime(2028, 2, 29, tzinfo=UTC),
    "0 0 12 1 JAN,JUL ? 2027": datetime(2027, 1, 1, 12, tzinfo=UTC),
}


@pytest.mark.parametrize("text", CRON)
def test_cron_names_the_next_time(text: str) -> None:
    assert following(text, NOW) == CRON[text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "0 0 L * * ?",
        "0 0 0 31 2 ?",
        "61 * * * * *",
        "0 0 5-1 * * ?",
        "0/0 * * * * *",
        "0 0 0 ? * 9",
        "a b c d e f",
    ],
)
def test_wrong_cron_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        following(text, NOW)


def test_retries() -> None:
    assert read_retries("R3/PT10M") == (3, (600,))
    assert read_retries("PT1M, PT2M") == (3, (60, 120))
    for wrong in ("", "R/PT1M", "R0/PT1M", "R3", "often", "PT-1M", "R99999/PT1M", "P1M"):
        with pytest.raises(Fault):
            read_retries(wrong)
