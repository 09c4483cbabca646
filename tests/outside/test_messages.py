"""SMS and e-mail reach the inbox of the simulator once, and never hold a case up."""

import pytest

from engine.handling import Outcome
from handlers.faults import HandlerFault
from handlers.notify_applicant import notify_applicant
from tests.outside.conftest import TIMEOUT, Outside
from tests.unit.handlers.conftest import Desk, make_job

APPLICANT = {"name": "Жақсылық Динара", "email": "dinara@example.kz", "phone": "8 700 123 45 67"}


@pytest.fixture
def desk(outside: Outside) -> Desk:
    return Desk(systems={"sms": f"{outside.url}/sms"}, smtp_url=outside.smtp_url, system_timeout=TIMEOUT)


def notify(desk: Desk, job: str = "case1:notify:1", retries: int = 3, **applicant: str | None) -> Outcome:
    inputs = {"subject": "Справка готова", "text": "Получите справку до 27 марта."}
    variables = {"applicant": APPLICANT | applicant}
    return notify_applicant(make_job("notify_applicant", inputs, variables, id=job, retries=retries), desk)


def test_an_sms_and_a_letter_arrive(desk: Desk, outside: Outside) -> None:
    told = notify(desk, "case-a:notify:1").variables["notified"]
    inbox = outside.page("/inbox")
    assert (told["sms"], told["email"]) == ("sent", "sent")
    assert "+77001234567" in inbox
    assert "Справка готова. Дело № 27-2026-000417" in inbox
    assert "Справка готова.pdf" in inbox


def test_the_same_job_again_sends_nothing_twice(desk: Desk, outside: Outside) -> None:
    notify(desk, "case-b:notify:1", phone="+77000000002", email="twice@example.kz")
    notify(desk, "case-b:notify:1", phone="+77000000002", email="twice@example.kz")
    inbox = outside.page("/inbox")
    assert (inbox.count("+77000000002"), inbox.count("twice@example.kz")) == (1, 1)


def test_a_gateway_that_is_away_costs_a_try_and_the_last_one_lets_the_case_go_on(
    desk: Desk, outside: Outside
) -> None:
    outside.fail(sms="slow")
    with pytest.raises(HandlerFault, match=r"Служба СМС: нет ответа за 2 с\."):
        notify(desk, "case-c:notify:1", phone="+77000000003")
    told = notify(desk, "case-c:notify:1", retries=1, phone="+77000000003").variables["notified"]
    assert told["sms"].startswith("not sent: Служба СМС")
    assert told["email"] == "sent"
    outside.fail(sms=None)
    assert outside.page("/inbox").count("+77000000003") == 1


def test_without_a_phone_or_a_gateway_it_says_so(desk: Desk) -> None:
    assert notify(desk, phone=None).variables["notified"]["sms"] == "no phone"
    desk.systems = {}
    assert notify(desk).variables["notified"]["sms"] == "no gateway"
