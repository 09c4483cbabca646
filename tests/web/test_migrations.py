"""Administrators move cases to another version of their model, and back."""

import pytest

from engine import queries
from engine.commands import Deploy, Resource, StartProcessInstance
from engine.values import SYSTEM
from tests.conftest import MODELS

SOURCE = (MODELS / "hearing.bpmn").read_bytes()
RENAMED = SOURCE.replace(b'"listen"', b'"hear_all"')
OTHER = SOURCE.replace(b'"listen" name="Listen"', b'"attend" name="Attend"').replace(
    b'Ref="listen"', b'Ref="attend"'
)
PAGE = "/cockpit/migrations?key=hearing&old=1&new="


@pytest.fixture
def cases(engine):
    for content in (SOURCE, RENAMED, OTHER):
        engine.execute(Deploy(resources=(Resource(name="hearing.bpmn", content=content),)), SYSTEM)
    return [
        engine.execute(StartProcessInstance(key="hearing", version=1, business_key=number), SYSTEM)
        for number in ("H-1", "H-2")
    ]


@pytest.fixture
def admin(signed_in):
    return signed_in("admin")


def form(case, new: int, **more: str) -> dict[str, object]:
    return {"key": "hearing", "old": 1, "new": new, "case": [case.id], **more}


def version(engine, case) -> str:
    return engine.read(queries.instance, SYSTEM, case.id).definition_id


def test_models_with_one_version_have_nowhere_to_go(admin) -> None:
    assert "Переводить некуда" in admin.get("/cockpit/migrations").text


def test_a_model_and_its_versions_are_offered(admin, cases) -> None:
    page = admin.get("/cockpit/migrations").text
    assert "Hearing" in page
    assert 'name="old"' in page


def test_the_page_shows_the_mapping_and_a_verdict_on_each_case(admin, cases) -> None:
    page = admin.get(PAGE + "2").text
    assert '<option value="hear_all" selected>' in page
    assert page.count("может перейти") == 2
    assert "H-1" in page


def test_who_cannot_go_is_shown_with_the_reason(admin, cases) -> None:
    page = admin.get(PAGE + "3").text
    assert page.count("остаётся</span>") == 2
    assert "Listen: в новой версии такого шага нет" in page
    assert page.count("может перейти") == 0
    assert admin.get(PAGE + "3&map.listen=attend").text.count("может перейти") == 2


def test_ticked_cases_move_and_come_back(engine, admin, cases) -> None:
    first, second = cases
    answer = admin.post("/cockpit/migrations/run", data=form(first, 2, reason="new rules"))
    assert answer.status_code == 302
    assert (version(engine, first), version(engine, second)) == ("hearing:2", "hearing:1")
    page = admin.get(answer.location).text
    assert "Переведено 1 дело." in page
    assert "Уже переведены" in page
    assert "Дело переведено на версию 2" in admin.get("/cases/H-1").text
    admin.post("/cockpit/migrations/undo", data=form(first, 2))
    assert version(engine, first) == "hearing:1"


def test_a_case_that_cannot_go_is_counted_as_left(engine, admin, cases) -> None:
    answer = admin.post("/cockpit/migrations/run", data=form(cases[0], 3, reason="new rules"))
    assert "Осталось 1 дело." in admin.get(answer.location).text
    assert version(engine, cases[0]) == "hearing:1"


def test_nothing_moves_without_a_reason(engine, admin, cases) -> None:
    admin.post("/cockpit/migrations/run", data=form(cases[0], 2, reason=" "))
    assert version(engine, cases[0]) == "hearing:1"


@pytest.mark.parametrize("login", ["centre", "supervisor", "analyst"])
def test_nobody_else_may(engine, signed_in, cases, login: str) -> None:
    browser = signed_in(login)
    assert browser.get("/cockpit/migrations").status_code == 403
    assert browser.post("/cockpit/migrations/run", data=form(cases[0], 2, reason="x")).status_code == 403
    assert version(engine, cases[0]) == "hearing:1"


def test_an_auditor_sees_each_entry_on_the_version_that_ran_then(engine, admin, signed_in, cases) -> None:
    admin.post("/cockpit/migrations/run", data=form(cases[0], 2, reason="new rules"))
    browser = signed_in("auditor")
    before, after = (browser.get(f"/audit/H-1?seq={seq}").text for seq in (1, 2))
    assert "hearing:1.bpmn" in before
    assert "hearing:2.bpmn" in after
    assert '"elsewhere": true' in before
    assert "Дело переведено на версию 2" in after
