"""Supervisors: who holds what, and handing a task to another person with the reason."""

from datetime import timedelta

import pytest

from engine import accounts, queries
from engine.commands import ClaimUserTask
from engine.values import SYSTEM
from tests.web.conftest import settle


@pytest.fixture
def supervisor(signed_in):
    return signed_in("supervisor")


@pytest.fixture
def task(file_case, open_task):
    return open_task(file_case())


def claim(engine, task, login: str) -> None:
    person = engine.read(accounts.user, login)
    engine.execute(ClaimUserTask(task_id=task.id), person.actor)


def test_the_load_says_in_numbers_what_the_bars_show(engine, supervisor, task) -> None:
    page = supervisor.get("/supervise").text

    assert "Не взято никем" in page
    assert '<rect class="b-today" x="0.0"' in page
    assert "Проверить полноту" in page


def test_an_overdue_task_is_named_with_its_case(clock, engine, supervisor, task) -> None:
    clock.advance(timedelta(days=20))
    settle(engine)

    page = supervisor.get("/supervise").text

    assert "просрочено на" in page
    assert task.business_key in page
    assert "b-late" in page


def test_a_supervisor_sees_only_bodies_of_her_own(signed_in, supervisor, task) -> None:
    assert task.business_key not in supervisor.get("/supervise?body=education-akmolinskaya").text


def test_what_one_person_holds_is_listed(engine, supervisor, task) -> None:
    claim(engine, task, "centre")

    assert task.business_key in supervisor.get("/supervise/people/centre").text
    assert "Здесь пусто" in supervisor.get("/supervise/people/-").text


def test_a_task_goes_back_to_the_group_with_a_reason_that_stays_in_the_case(engine, supervisor, task) -> None:
    claim(engine, task, "centre")

    answer = supervisor.post(f"/supervise/tasks/{task.id}", data={"assignee": "-", "reason": "Болеет"})

    assert answer.status_code == 302
    assert engine.read(queries.task, SYSTEM, task.id).assignee is None
    last = engine.read(queries.history, SYSTEM, task.instance_id)[-1]
    assert last.actor == "supervisor"
    assert last.events[0]["reason"] == "Болеет"


def test_a_task_is_given_to_a_colleague(engine, supervisor, task) -> None:
    answer = supervisor.post(
        f"/supervise/tasks/{task.id}", data={"assignee": "centre", "reason": "Срок сегодня"}
    )

    assert answer.status_code == 302
    assert engine.read(queries.task, SYSTEM, task.id).assignee == "centre"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"assignee": "centre", "reason": " "}, "напишите, почему передаёте"),
        ({"assignee": "head", "reason": "Некому"}, "выберите, кому передать"),
        ({"assignee": "nobody", "reason": "Некому"}, "выберите, кому передать"),
    ],
)
def test_without_reason_or_right_person_nothing_happens(engine, supervisor, task, given, words) -> None:
    answer = supervisor.post(f"/supervise/tasks/{task.id}", data=given)

    assert answer.status_code == 422
    assert words in answer.text
    assert engine.read(queries.task, SYSTEM, task.id).assignee is None


@pytest.mark.parametrize("login", ["centre", "auditor", "applicant", "admin", "analyst"])
def test_others_stay_outside(signed_in, login: str) -> None:
    assert signed_in(login).get("/supervise").status_code == 403
