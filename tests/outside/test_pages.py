"""What a clerk reads while a system outside does not answer: on the page of the case and of the task."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from engine import due, queries
from engine.commands import CreateUser, Deploy, GrantRole, Resource, StartProcessInstance
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM, ProcessInstance
from handlers import HANDLERS
from tests.conftest import MODELS
from tests.outside.conftest import PAYER, Outside, settings_for
from web.app import create_app
from web.auth import hasher

PASSWORD = "correct horse battery"
WHY = "Платёжный шлюз: временно не работает (ответ 503)."


@pytest.fixture
def clerk(office: ProcessEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    model = MODELS / "fee.bpmn"
    office.execute(Deploy(resources=(Resource(name=model.name, content=model.read_bytes()),)), SYSTEM)
    person = CreateUser(user_id="madina", name="Оспанова Мадина", password_hash=hasher.hash(PASSWORD))
    office.execute(person, SYSTEM)
    for role in ("clerk", "executor"):
        office.execute(GrantRole(user_id="madina", role=role, body="edu"), SYSTEM)
    monkeypatch.setattr("web.app.UPLOADS", tmp_path / "uploads")
    app = create_app(office.settings, office)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = app.test_client()
    client.set_cookie("q_lang", "ru")
    client.post("/sign-in", data={"username": "madina", "password": PASSWORD})
    return client


def file(office: ProcessEngine, reference: str) -> ProcessInstance:
    variables = {"reference": reference, "amount": 8650, "authority": "edu", "applicant": {"iin": PAYER}}
    case: ProcessInstance = office.execute(StartProcessInstance(key="fee", variables=variables), SYSTEM)
    due.run_due(office)
    return case


def page_of(clerk: FlaskClient, case: ProcessInstance) -> str:
    answer = clerk.get(f"/cases/{case.business_key}")
    assert answer.status_code == 200
    return answer.text


def task_page(clerk: FlaskClient, office: ProcessEngine, case: ProcessInstance) -> str:
    task = next(each for each in office.read(queries.tasks, SYSTEM, case.id) if each.state == "open")
    return clerk.get(f"/tasks/{task.id}").text


def test_the_pages_say_which_system_since_when_and_what_next(
    clerk: FlaskClient, office: ProcessEngine, outside: Outside, clock
) -> None:
    outside.fail(payment="unavailable")
    case = file(office, outside.pay(PAYER, 8650))
    clock.advance(timedelta(hours=3))
    due.run_due(office)
    for page in (page_of(clerk, case), task_page(clerk, office, case)):
        assert "Шаг «Подтвердить оплату» ждёт ответа." in page
        assert WHY in page
        assert "Ждёт с 16 марта, 09:00." in page
        assert "Следующая попытка: 16 марта, 12:10." in page


def test_after_recovery_the_pages_are_quiet(
    clerk: FlaskClient, office: ProcessEngine, outside: Outside, clock
) -> None:
    outside.fail(payment="unavailable")
    case = file(office, outside.pay(PAYER, 8650))
    outside.fail(payment=None)
    clock.advance(timedelta(minutes=1))
    due.run_due(office)
    assert "ждёт ответа" not in page_of(clerk, case)
    assert "ждёт ответа" not in task_page(clerk, office, case)


def test_an_office_without_a_gateway_gets_the_task_to_check_by_hand(
    clerk: FlaskClient, office: ProcessEngine, outside: Outside, clock
) -> None:
    alone = ProcessEngine(
        settings_for(office.settings.database_url, outside, simulator_url=""), HANDLERS, clock
    )
    case = file(alone, "DEMO-1")
    alone.close()
    open_now = {each.name for each in office.read(queries.tasks, SYSTEM, case.id) if each.state == "open"}
    assert open_now == {"Рассмотреть заявление", "Проверить оплату вручную"}
    assert "ждёт ответа" not in page_of(clerk, case)
