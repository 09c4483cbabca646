"""What an operator does with cases, from the command line."""

import pytest

from cli.connection import engine
from engine import queries
from engine.commands import Deploy, Resource, StartProcessInstance
from engine.values import SYSTEM, UserTask
from tests.cli.conftest import MODELS, Qyzmet

WHY = ("--reason", "the parents have moved")


@pytest.fixture
def case(qyzmet: Qyzmet) -> str:
    qyzmet("migrate")
    with engine() as opened:
        source = (MODELS / "review.bpmn").read_bytes().replace(b'topic="issue"', b'topic="issue_document"')
        opened.execute(Deploy(resources=(Resource(name="review.bpmn", content=source),)), SYSTEM)
        given = {"applicant": "Асель", "iin": "1", "authority": "talgar"}
        return opened.execute(StartProcessInstance(key="review", variables=given), SYSTEM).business_key


def state(as_json, case: str) -> str:
    (found,) = as_json("instances", "list", "--text", case)["items"]
    return found["state"]


def test_a_case_is_halted_and_goes_on(qyzmet: Qyzmet, as_json, case: str) -> None:
    assert "suspended" in qyzmet("instances", "suspend", case, *WHY).stdout
    assert state(as_json, case) == "suspended"
    assert "active" in qyzmet("instances", "resume", case).stdout
    assert "is active" in qyzmet("instances", "resume", case, code=2).stderr


def test_an_ended_case_is_restarted_under_a_new_number(qyzmet: Qyzmet, as_json, case: str) -> None:
    assert "to have ended" in qyzmet("instances", "restart", case, *WHY, code=2).stderr
    qyzmet("instances", "cancel", case, *WHY)

    again = as_json("instances", "restart", case, *WHY)

    assert again["state"] == "active"
    assert again["business_key"] == f"{case[:-1]}2"
    with engine() as opened:
        variables = opened.read(queries.variables, SYSTEM, again["id"])
    assert variables["applicant"] == "Асель"
    assert qyzmet("replay", again["business_key"]).stdout.startswith("identical")


def test_a_token_is_moved(qyzmet: Qyzmet, case: str) -> None:
    (check,) = open_tasks(case)
    qyzmet("instances", "modify", case, "--cancel", check.activity, "--start", "explain", *WHY)
    assert [each.element for each in open_tasks(case)] == ["explain"]


def open_tasks(case: str) -> list[UserTask]:
    with engine() as opened:
        found = opened.read(queries.find, SYSTEM, case)
        return [each for each in opened.read(queries.tasks, SYSTEM, found.id) if each.state == "open"]


def test_cases_are_listed(qyzmet: Qyzmet, case: str) -> None:
    assert "1 of 1" in qyzmet("instances", "list", "--process", "review", "--state", "active").stdout
    assert "0 of 0" in qyzmet("instances", "list", "--overdue").stdout


@pytest.mark.parametrize("verb", ["suspend", "cancel", "restart", "modify"])
def test_an_operation_needs_a_reason(qyzmet: Qyzmet, verb: str) -> None:
    assert "--reason" in qyzmet("instances", verb, "R-1", code=2).stderr


def test_an_unknown_case_is_bad_input(qyzmet: Qyzmet, case: str) -> None:
    assert "R-0" in qyzmet("instances", "cancel", "R-0", *WHY, code=2).stderr
