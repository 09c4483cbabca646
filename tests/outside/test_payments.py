"""A payment is confirmed once, whatever happens to the gateway or to the worker."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from engine import due, queries
from engine.commands import ResolveIncident
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from handlers import HANDLERS
from tests.conftest import START
from tests.outside.conftest import PAYER, Outside, begin, settings_for

KILLED = Path(__file__).with_name("killed_worker.py")


def fee(office: ProcessEngine, case: str) -> dict:
    return office.read(queries.variables, SYSTEM, case).get("fee")


def waiting(office: ProcessEngine, case: str):
    (job,) = office.read(queries.jobs, SYSTEM, case)
    return job


def test_a_payment_is_taken_for_the_case(office: ProcessEngine, outside: Outside) -> None:
    reference = outside.pay(PAYER, 8650)
    case = begin(office, reference)
    due.run_due(office)
    held = fee(office, case)
    assert (held["status"], held["reference"], held["amount"], held["reason"]) == (
        "paid",
        reference,
        8650,
        None,
    )
    assert office.read(queries.instance, SYSTEM, case).state == "completed"


@pytest.mark.parametrize(
    ("amount", "payer", "state", "reason"),
    [
        (8649, PAYER, "paid", "Оплачено 8649 тенге вместо 8650."),
        (8650, "010640000815", "paid", "Платёж внесён другим плательщиком."),
        (8650, PAYER, "pending", "Платёж ещё не зачислен."),
        (8650, PAYER, "refunded", "Платёж возвращён плательщику."),
    ],
)
def test_what_does_not_count_as_paid_says_why(
    office: ProcessEngine, outside: Outside, amount: int, payer: str, state: str, reason: str
) -> None:
    case = begin(office, outside.pay(payer, amount, state))
    due.run_due(office)
    assert (fee(office, case)["status"], fee(office, case)["reason"]) == ("unpaid", reason)


@pytest.mark.parametrize("reference", ["NO-SUCH", "  ", "../admin"])
def test_an_unknown_reference_is_unpaid(office: ProcessEngine, reference: str) -> None:
    case = begin(office, reference)
    due.run_due(office)
    assert fee(office, case)["status"] == "unpaid"


def test_one_payment_cannot_pay_twice(office: ProcessEngine, outside: Outside) -> None:
    reference = outside.pay(PAYER, 8650)
    first, second = begin(office, reference), begin(office, reference)
    due.run_due(office)
    assert sorted([fee(office, first)["status"], fee(office, second)["status"]]) == ["paid", "unpaid"]
    assert "Платёж уже учтён по другому делу." in (
        fee(office, first)["reason"],
        fee(office, second)["reason"],
    )


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("unavailable", "Платёжный шлюз: временно не работает (ответ 503)."),
        ("error", "Платёжный шлюз: временно не работает (ответ 500)."),
        ("slow", "Платёжный шлюз: нет ответа за 2 с."),
    ],
)
def test_a_gateway_that_is_away_makes_the_job_wait_without_losing_a_try(
    office: ProcessEngine, outside: Outside, fault: str, words: str
) -> None:
    case = begin(office, outside.pay(PAYER, 8650))
    outside.fail(payment=fault)
    due.run_due(office)
    job = waiting(office, case)
    assert (job.state, job.retries, job.error) == ("available", 3, words)
    assert job.due_at == START + timedelta(seconds=10)
    assert office.read(queries.incidents, SYSTEM, case) == ()


def test_the_pauses_double_up_to_ten_minutes(office: ProcessEngine, outside: Outside, clock) -> None:
    case = begin(office, outside.pay(PAYER, 8650))
    outside.fail(payment="unavailable")
    pauses = []
    for _ in range(9):
        due.run_due(office)
        next_try = waiting(office, case).due_at
        pauses.append((next_try - clock.now()).total_seconds())
        clock.set(next_try)
    assert pauses == [10, 10, 20, 40, 80, 160, 320, 600, 600]


def test_after_recovery_the_case_goes_on_by_itself(office: ProcessEngine, outside: Outside, clock) -> None:
    case = begin(office, outside.pay(PAYER, 8650))
    outside.fail(payment="unavailable")
    for _ in range(5):
        due.run_due(office)
        clock.advance(timedelta(hours=1))
    assert waiting(office, case).state == "available"
    outside.fail(payment=None)
    due.run_due(office)
    assert fee(office, case)["status"] == "paid"


def test_an_answer_that_came_too_late_is_not_a_second_payment(
    office: ProcessEngine, outside: Outside, clock
) -> None:
    case = begin(office, outside.pay(PAYER, 8650))
    outside.fail(payment="slow")
    due.run_due(office)
    assert waiting(office, case).error == "Платёжный шлюз: нет ответа за 2 с."
    outside.fail(payment=None)
    clock.advance(timedelta(seconds=10))
    due.run_due(office)
    assert fee(office, case)["status"] == "paid"


def test_a_worker_killed_between_answer_and_commit_has_no_second_effect(
    office: ProcessEngine, outside: Outside, clock
) -> None:
    reference = outside.pay(PAYER, 8650)
    case = begin(office, reference)
    url = office.settings.database_url
    done = subprocess.run(
        [sys.executable, str(KILLED), url, outside.url],
        cwd=KILLED.parents[2],
        env={**os.environ, "PYTHONPATH": str(KILLED.parents[2])},
        timeout=60,
        check=False,
    )
    assert done.returncode == -9
    assert waiting(office, case).state == "locked"
    assert f"<code>{reference}</code>" in outside.page("/payments")
    clock.advance(timedelta(minutes=6))
    due.run_due(office)
    assert fee(office, case)["status"] == "paid"
    assert outside.page("/journal").count(f"<code>{case}:confirm_payment") == 2


def test_a_gateway_that_is_not_connected_is_said_to_people(
    office: ProcessEngine, outside: Outside, clock
) -> None:
    alone = ProcessEngine(
        settings_for(office.settings.database_url, outside, simulator_url=""), HANDLERS, clock
    )
    case = begin(alone, outside.pay(PAYER, 8650))
    due.run_due(alone)
    alone.close()
    (incident,) = office.read(queries.incidents, SYSTEM, case)
    assert "Платёжный шлюз: система не подключена." in incident.message
    assert "QYZMET_PAYMENT_URL" in incident.message
    office.execute(ResolveIncident(incident_id=incident.id), SYSTEM)
    due.run_due(office)
    assert fee(office, case)["status"] == "paid"
