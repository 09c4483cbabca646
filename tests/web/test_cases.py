"""The page of a case and its audit: who may see them, what they say, and that looking is recorded."""

import json
from itertools import pairwise

import pytest

from engine import path, queries
from engine.commands import CompleteUserTask
from engine.values import SYSTEM
from tests.web.conftest import settle


@pytest.fixture
def case(engine, file_case, open_task):
    filed = file_case()
    given = {"complete": True, "accepted_by": "Ким Светлана Юрьевна", "queue_minutes": 11}
    engine.execute(CompleteUserTask(task_id=open_task(filed).id, variables=given), SYSTEM)
    settle(engine)
    return filed


def test_a_case_shows_events_terms_documents_and_the_drawing(signed_in, case) -> None:
    page = signed_in("auditor").get(f"/cases/{case.business_key}").get_data(as_text=True)
    for words in (
        "Заявление подано",
        "Расписка",
        "Тот же путь словами",
        'data-diagram="/definitions/guardianship',
    ):
        assert words in page


def test_each_term_stands_once_in_the_ledger(signed_in, engine, case) -> None:
    rows = engine.read(queries.deadlines, SYSTEM, case.id)
    page = signed_in("auditor").get(f"/cases/{case.business_key}").get_data(as_text=True)
    assert page.count('class="q-term"') == len({(each.name, each.started_at, each.due_at) for each in rows})


def test_an_applicant_does_not_see_the_page_of_the_office(signed_in, case) -> None:
    assert signed_in("applicant").get(f"/cases/{case.business_key}").status_code == 403


def test_an_unknown_number_is_not_found(signed_in) -> None:
    assert signed_in("auditor").get("/cases/GC-1999-000001").status_code == 404


def test_looking_at_a_case_is_recorded(signed_in, engine, case) -> None:
    signed_in("auditor").get(f"/audit/{case.business_key}")
    last = engine.read(queries.history, SYSTEM, case.id)[-1]
    assert (last.command, last.actor) == ("RecordReading", "auditor")


def test_every_entry_can_be_asked_for_without_scripts(signed_in, case) -> None:
    client = signed_in("auditor")
    assert "Запись 1 из" in client.get(f"/audit/{case.business_key}?seq=1").get_data(as_text=True)


def test_the_audit_folds_the_history_once(signed_in, engine, case, monkeypatch) -> None:
    folded: list[str] = []
    fold = path.FOLDS["ActivityStarted"]

    def counted(event, *more) -> None:
        folded.append(event["activity"])
        fold(event, *more)

    monkeypatch.setitem(path.FOLDS, "ActivityStarted", counted)
    signed_in("auditor").get(f"/audit/{case.business_key}")
    told = [
        each["activity"]
        for entry in engine.read(queries.history, SYSTEM, case.id)
        for each in entry.events
        if each["event"] == "ActivityStarted"
    ]
    assert folded == told


def test_the_slider_moves_along_the_path_after_each_entry(signed_in, engine, case) -> None:
    page = signed_in("auditor").get(f"/audit/{case.business_key}").get_data(as_text=True)
    island = json.loads(page.partition('id="steps">')[2].partition("</script>")[0])
    taken = [step["paths"]["diagram"]["taken"] for step in island]
    assert taken[0] != taken[-1]
    assert all(after[: len(before)] == before for before, after in pairwise(taken))
    now = engine.read(path.path, SYSTEM, case.id)
    assert taken[-1] == now["taken"]
    assert island[-1]["paths"]["diagram"]["active"] == now["active"]


def test_the_replay_says_identical(signed_in, case) -> None:
    answer = signed_in("auditor").post(f"/audit/{case.business_key}/replay", follow_redirects=True)
    assert "идентичен" in answer.get_data(as_text=True)


def test_the_history_is_taken_away_as_json_and_as_a_table(signed_in, case) -> None:
    client = signed_in("auditor")
    rows = json.loads(client.get(f"/audit/{case.business_key}/history.json").get_data())
    assert rows[0]["command"] == "StartProcessInstance"
    table = client.get(f"/audit/{case.business_key}/history.csv").get_data(as_text=True)
    assert table.splitlines()[1].startswith("1,")
