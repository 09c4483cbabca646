"""Step `job` of a scenario: the analyst says what an outside system answered."""

from pathlib import Path
from typing import Any

import pytest

from engine.commands import Resource
from engine.handling import Job, Outcome, Tools
from engine.scenario import Verdict, begin_at, play
from engine.stage import Stage

MODEL = Path(__file__).parents[1] / "models" / "payment.bpmn"
GIVEN = {
    "filed_at": "2012-12-20T10:00+06:00",
    "reference": "KZ-1",
    "amount": 1618,
    "applicant": {"iin": "850101400016"},
}


def confirm_payment(job: Job, tools: Tools) -> Outcome:
    """The system itself: a scenario does not ask it."""
    return Outcome(variables={"fee": {"status": "paid"}})


def played(*steps: dict[str, Any], outside: tuple[str, ...] = ("confirm_payment",), **then: Any) -> Verdict:
    scenario = {"name": "test", "process": "payment", "given": GIVEN, "when": steps, "then": then}
    model = Resource(name=MODEL.name, content=MODEL.read_bytes())
    handlers = {"confirm_payment": confirm_payment}
    return play(scenario, Stage.of([model], handlers, "processes", begin_at(scenario), outside))


def paid(status: str) -> dict[str, Any]:
    return {"job": {"task": "confirm_payment", "with": {"fee": {"status": status}}}}


@pytest.mark.parametrize(("status", "end"), [("paid", "confirmed"), ("unpaid", "unpaid")])
def test_the_scenario_says_what_was_answered(status: str, end: str) -> None:
    verdict = played(paid(status), ended=end, variables={"fee": {"status": status}})
    assert not verdict.failures


def test_without_the_step_the_job_waits() -> None:
    assert played({"wait": "P2D"}, ended="confirmed").failures == (
        "ended: expected ['confirmed'], but got []; open is nothing",
    )


def test_a_drawn_error_goes_the_drawn_way() -> None:
    verdict = played({"job": {"task": "confirm_payment", "bpmn_error": "UNKNOWN_REFERENCE"}}, ended="refused")
    assert not verdict.failures


def test_a_system_that_was_away_answers_later() -> None:
    away = {"job": {"task": "confirm_payment", "fail": "payment gateway: 503"}}
    assert not played(away, {"wait": "PT1M"}, paid("paid"), ended="confirmed").failures
    (too_early,) = played(away, paid("paid")).failures
    assert "it is tried again at" in too_early


def test_after_the_last_try_there_is_an_incident() -> None:
    away = {"job": {"task": "confirm_payment", "fail": "payment gateway: 503"}}
    minute = {"wait": "PT1M"}
    (failure,) = played(away, minute, away, minute, away, ended="confirmed").failures
    assert "incident at confirm_payment: payment gateway: 503" in failure


def test_a_task_that_does_not_wait_is_named() -> None:
    (failure,) = played({"job": {"task": "check_signature", "with": {}}}).failures
    assert (
        'expected the job of "check_signature" to wait for its answer, but waiting are: confirm_payment'
        in failure
    )


def test_a_topic_that_is_ours_is_carried_out() -> None:
    assert not played(outside=(), ended="confirmed").failures
