"""Terms of a case on the pages: paused, resumed, extended by a supervisor of the body; moved by a newer calendar."""

from datetime import date, timedelta
from html import unescape

import pytest

from engine import queries
from engine.calendars import Grounds, transfer
from engine.commands import CompleteUserTask
from engine.values import SYSTEM
from tests.web.conftest import settle

PAUSE = {"action": "pause", "reason": "ждём ответ суда", "norm": "п. 16, ч. 3"}
EXTEND = {
    "action": "extend",
    "amount": "3",
    "unit": "working_day",
    "grounds": "нужен запрос",
    "norm": "п. 16, ч. 3",
}


@pytest.fixture
def case(engine, file_case, open_task):
    """Accepted at the centre: the term of the service runs."""
    filed = file_case()
    given = {"complete": True, "accepted_by": "Ким Светлана Юрьевна", "queue_minutes": 11}
    engine.execute(CompleteUserTask(task_id=open_task(filed).id, variables=given), SYSTEM)
    settle(engine)
    return filed


@pytest.fixture
def term(engine, case):
    """The term of the service, which the task of handing over counts."""
    rows = engine.read(queries.deadlines, SYSTEM, case.id)
    return next(each for each in rows if each.name == "service")


@pytest.fixture
def supervisor(signed_in):
    return signed_in("supervisor")


def state(engine, term):
    rows = engine.read(queries.deadlines, SYSTEM, term.instance_id)
    return next(each for each in rows if each.id == term.id)


def page_of(client, case) -> str:
    return unescape(client.get(f"/cases/{case.business_key}").text)


def test_a_supervisor_finds_the_way_from_the_case_to_its_term(supervisor, case, term) -> None:
    assert f'href="/supervise/terms/{term.id}"' in page_of(supervisor, case)
    page = supervisor.get(f"/supervise/terms/{term.id}").text
    assert "Приостановить срок" in page
    assert "Продлить срок" in page
    assert "Возобновить срок" not in page


def test_a_pause_stands_in_ledger_and_timeline(engine, supervisor, case, term) -> None:
    answer = supervisor.post(f"/supervise/terms/{term.id}", data=PAUSE)
    assert answer.location.endswith(f"/cases/{case.business_key}")
    page = page_of(supervisor, case)
    assert "Срок стоит с 16 марта, 10:00" in page
    assert "Срок приостановлен: Оказать услугу (п. 16, ч. 3)" in page
    assert "ждём ответ суда" in page
    assert state(engine, term).state == "paused"


def test_after_resuming_the_sum_tells_of_the_pause(engine, clock, supervisor, case, term) -> None:
    supervisor.post(f"/supervise/terms/{term.id}", data=PAUSE)
    clock.advance(timedelta(days=2))
    assert "Возобновить срок" in supervisor.get(f"/supervise/terms/{term.id}").text
    supervisor.post(f"/supervise/terms/{term.id}", data={"action": "resume"})
    page = page_of(supervisor, case)
    assert "приостановлен с пн 16 марта 2026, 10:00 по ср 18 марта 2026, 10:00" in page
    assert "Срок возобновлён: Оказать услугу, до " in page
    assert state(engine, term).due_at > term.due_at


def test_an_extension_moves_the_end_and_says_why(engine, supervisor, case, term) -> None:
    supervisor.post(f"/supervise/terms/{term.id}", data=EXTEND)
    page = page_of(supervisor, case)
    assert "продление: 3 рабочих дня (п. 16, ч. 3)" in page
    assert "нужен запрос" in page
    assert state(engine, term).due_at > term.due_at


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({**PAUSE, "norm": " "}, "назовите пункт, который позволяет приостановить срок"),
        ({**PAUSE, "reason": ""}, "напишите, почему срок приостановлен"),
        ({**EXTEND, "amount": "-1"}, "на сколько продлить, целым числом"),
        ({**EXTEND, "amount": "²"}, "на сколько продлить, целым числом"),
        ({**EXTEND, "grounds": ""}, "напишите основание"),
        ({**EXTEND, "unit": "fortnight"}, "выберите, в чём считать"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(engine, supervisor, term, sent, said) -> None:
    answer = supervisor.post(f"/supervise/terms/{term.id}", data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert state(engine, term) == term


def test_who_does_not_supervise_the_body_may_not(engine, signed_in, case, term) -> None:
    clerk = signed_in("centre")
    assert "/supervise/terms/" not in page_of(clerk, case)
    assert clerk.get(f"/supervise/terms/{term.id}").status_code == 403
    assert clerk.post(f"/supervise/terms/{term.id}", data=PAUSE).status_code == 403
    assert state(engine, term) == term


def test_an_unknown_term_is_not_found(supervisor, case) -> None:
    assert supervisor.get(f"/supervise/terms/{case.id}:nothing:1").status_code == 404


# ---- a newer calendar ----------------------------------------------------------------------------


@pytest.fixture
def admin(signed_in):
    return signed_in("admin")


@pytest.fixture
def revised(engine):
    """19 March is off, Saturday 4 April is worked instead."""
    calendars = engine.content.calendars
    grounds = Grounds(act="P2600000100", known_from=date(2026, 3, 16))
    newer = transfer(calendars.get("authorities"), date(2026, 3, 19), date(2026, 4, 4), grounds)
    engine.content.__dict__["calendars"] = calendars.with_version(newer)


def test_without_a_newer_calendar_nothing_is_to_be_moved(admin, case) -> None:
    assert "Переносить нечего" in admin.get("/cockpit/calendars").text


def test_the_preview_changes_nothing_and_says_why(engine, admin, term, case, revised) -> None:
    page = unescape(admin.get("/cockpit/calendars").text)
    assert case.business_key in page
    assert "теперь: 19 марта выходной" in page
    assert state(engine, term) == term


def test_recounting_asks_for_the_act(engine, admin, term, revised) -> None:
    answer = admin.post("/cockpit/calendars", data={"reason": ""})
    assert answer.status_code == 422
    assert "какой акт изменил календарь" in answer.text
    assert state(engine, term) == term


def test_recounting_moves_the_terms_and_tells_it_in_the_case(engine, admin, term, case, revised) -> None:
    answer = admin.post("/cockpit/calendars", data={"reason": "постановление № 100"}, follow_redirects=True)
    assert "Переносить нечего" in answer.text
    assert state(engine, term).due_at > term.due_at
    page = page_of(admin, case)
    assert "Срок пересчитан по новому календарю: Оказать услугу, до " in page
    assert "постановление № 100" in page
