"""Suspend, resume, cancel and start a case anew, on its page."""

import pytest

from engine import queries
from engine.values import SYSTEM


@pytest.fixture
def case(file_case):
    return file_case()


def do(client, case, action: str, reason: str = "переехали", **how):
    return client.post(
        f"/cases/{case.business_key}/operations", data={"action": action, "reason": reason}, **how
    )


def state(engine, case) -> str:
    return engine.read(queries.instance, SYSTEM, case.id).state


@pytest.mark.parametrize("login", ["admin", "supervisor"])
def test_a_case_is_halted_and_goes_on(signed_in, engine, case, login: str) -> None:
    client = signed_in(login)
    assert "Приостановить дело" in client.get(f"/cases/{case.business_key}").text

    do(client, case, "suspend")
    assert state(engine, case) == "suspended"
    assert "Возобновить дело" in client.get(f"/cases/{case.business_key}").text
    do(client, case, "resume")
    assert state(engine, case) == "active"


def test_an_ended_case_is_started_anew_under_a_new_number(signed_in, engine, case) -> None:
    client = signed_in("admin")
    do(client, case, "cancel")
    assert "Начать дело заново" in client.get(f"/cases/{case.business_key}").text

    answer = do(client, case, "restart", follow_redirects=True)

    assert "Начато новое дело" in answer.text
    (number,) = (each.business_key for each in engine.read(queries.instances, SYSTEM).items if each.id != case.id)
    assert f"Дело № {number}" in answer.text
    assert state(engine, case) == "terminated"


def test_nothing_is_done_without_a_reason(signed_in, engine, case) -> None:
    answer = do(signed_in("admin"), case, "cancel", reason=" ", follow_redirects=True)
    assert "Напишите причину" in answer.text
    assert state(engine, case) == "active"


@pytest.mark.parametrize("action", ["restart", "resume", "explode", ""])
def test_what_the_state_does_not_allow_is_refused(signed_in, engine, case, action: str) -> None:
    assert do(signed_in("admin"), case, action).status_code == 422
    assert state(engine, case) == "active"


@pytest.mark.parametrize("login", ["centre", "auditor", "applicant"])
def test_others_do_not_see_or_do_it(signed_in, engine, case, login: str) -> None:
    client = signed_in(login)
    assert "Приостановить дело" not in client.get(f"/cases/{case.business_key}").text
    assert do(client, case, "cancel").status_code == 403
    assert state(engine, case) == "active"
