"""The page of queues: who stands where, and what became free goes to the first."""

import re
from datetime import datetime

import pytest

from engine import queries
from engine.commands import CompleteUserTask, Deploy, Resource, StartProcessInstance
from engine.values import SYSTEM
from tests.web.conftest import CONTENT, settle

EDUCATION = "education-karagandinskaya-gorod-karaganda"
LINE = f"/queues/preschool-place {EDUCATION} 5"


@pytest.fixture
def wait(engine):
    """Puts a child in the queue."""
    files = [
        file
        for file in sorted(CONTENT.rglob("*"))
        if file.suffix in (".bpmn", ".dmn", ".form")
        and file.name.startswith(("preschool-queue", "shared-preschool"))
    ]
    engine.execute(
        Deploy(resources=tuple(Resource(name=f.name, content=f.read_bytes()) for f in files)), SYSTEM
    )

    def make(name: str, minute: int, category: str = "general"):
        given = {
            "channel": "portal",
            "category": category,
            "filed_at": datetime.fromisoformat(f"2026-03-16T09:{minute:02d}+05:00"),
            "region": "Карагандинская область",
            "district": "город Караганда",
            "applicant": {"kind": "natural", "iin": "850412400260", "name": name, "language": "ru"},
            "submitted": [],
            "form": {
                "preschool": 5,
                "child_name": "Дитя",
                "birth_date": "2023-05-04",
                "child_iin": "230504500004",
            },
        }
        case = engine.execute(StartProcessInstance(key="preschool-queue", variables=given), SYSTEM)
        settle(engine)
        for step in (
            {"outcome": "queue", "priority_confirmed": True},
            {"signature": "signed", "signed_by": "Т. Е."},
        ):
            (task,) = [each for each in engine.read(queries.tasks, SYSTEM, case.id) if each.state == "open"]
            engine.execute(CompleteUserTask(task_id=task.id, variables=step), SYSTEM)
            settle(engine)
        return case

    return make


def page_of(client, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def places(page: str) -> list[str]:
    return re.findall(r"PQ-2026-\d{6}(?=</a>)", page)


def test_the_queue_shows_whose_place_it_is(signed_in, wait) -> None:
    early, orphan = wait("Первая", 1), wait("Сирота", 2, "orphan")
    clerk = signed_in("executor")
    assert "Дошкольная организация № 5" in page_of(clerk, "/queues")
    page = page_of(clerk, LINE)
    assert places(page) == [orphan.business_key, early.business_key]
    assert "Дети-сироты" in page


def test_what_became_free_goes_to_the_first_once(signed_in, engine, wait) -> None:
    first, second = wait("Первая", 1), wait("Вторая", 2)
    clerk = signed_in("executor")
    key = re.search(r'name="key" value="([^"]+)"', page_of(clerk, LINE))[1]
    for _ in range(2):
        answer = clerk.post(LINE, data={"key": key, "note": "Средняя группа"}, follow_redirects=True)
        assert first.business_key in answer.get_data(as_text=True)
    settle(engine)
    assert places(page_of(clerk, LINE)) == [second.business_key]
    place = engine.read(queries.variables, SYSTEM, first.id)["place"]
    assert place == {"note": "Средняя группа", "given_by": "Оспанова Мадина Талгатовна"}


def test_a_second_click_for_the_last_one_says_the_same(signed_in, engine, wait) -> None:
    last = wait("Последняя", 1)
    clerk = signed_in("executor")
    key = re.search(r'name="key" value="([^"]+)"', page_of(clerk, LINE))[1]
    for _ in range(2):
        answer = clerk.post(LINE, data={"key": key}, follow_redirects=True)
        assert answer.status_code == 200
        assert f"Место передано первому в очереди: дело № {last.business_key}" in answer.text


def test_when_others_gave_to_the_last_one_it_is_said_plainly(signed_in, wait) -> None:
    wait("Последняя", 1)
    clerk = signed_in("executor")
    clerk.post(LINE, data={"key": "of one page"})
    late = clerk.post(LINE, data={"key": "of another page"}, follow_redirects=True)
    assert late.status_code == 200
    assert "В очереди никто не ждёт: место свободно." in late.text
    again = clerk.get(LINE, follow_redirects=True)
    assert (again.status_code, "В этой очереди никто не ждёт." in again.text) == (200, True)


def test_the_applicant_and_the_clerk_see_the_place(signed_in, wait) -> None:
    wait("Первая", 1)
    second = wait("Вторая", 2)
    assert "Всего ждут 2" in page_of(signed_in("applicant"), f"/track/{second.business_key}")
    assert "Место 2 из 2" in page_of(signed_in("executor"), f"/cases/{second.business_key}")


@pytest.mark.parametrize(("who", "status"), [("centre", 404), ("applicant", 403), ("auditor", 403)])
def test_others_do_not_see_the_queue(signed_in, wait, who: str, status: int) -> None:
    wait("Первая", 1)
    assert signed_in(who).get(LINE).status_code == status
    assert signed_in(who).post(LINE, data={"key": "x"}).status_code == status


def test_an_empty_office_says_so(signed_in) -> None:
    assert "никто не ждёт" in page_of(signed_in("executor"), "/queues")
