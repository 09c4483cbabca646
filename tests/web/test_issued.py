"""The page of the register of issued documents, its file, annulment, and the public check of a number."""

import csv
from io import StringIO

import pytest

from engine import issued, queries
from engine.commands import CompleteUserTask
from engine.issued import Filter, IssuedDocument
from engine.values import SYSTEM
from tests.web.conftest import START, settle
from web.issued_csv import to_csv


@pytest.fixture
def receipt(engine, file_case, open_task) -> IssuedDocument:
    """A case whose receipt went out under the number of the case."""
    filed = file_case()
    given = {"complete": True, "accepted_by": "Ким Светлана Юрьевна", "queue_minutes": 11}
    engine.execute(CompleteUserTask(task_id=open_task(filed).id, variables=given), SYSTEM)
    settle(engine)
    (found,) = engine.read(issued.register, SYSTEM, Filter(kind="receipt")).items
    return found


def page_of(client, **arguments: str) -> str:
    answer = client.get("/issued", query_string=arguments)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("login", ["auditor", "centre", "supervisor"])
def test_staff_see_the_register(signed_in, receipt, login: str) -> None:
    page = page_of(signed_in(login))
    assert receipt.number in page
    assert "действителен" in page


@pytest.mark.parametrize("login", ["applicant", "analyst"])
def test_others_do_not(signed_in, receipt, login: str) -> None:
    assert signed_in(login).get("/issued").status_code == 403
    assert signed_in(login).get("/issued.csv").status_code == 403


@pytest.mark.parametrize(
    ("wanted", "is_there"),
    [
        ({"kind": "receipt", "year": "2026", "state": "valid"}, True),
        ({"kind": "refusal"}, False),
        ({"year": "2025"}, False),
        ({"state": "void"}, False),
        ({"number": "GC-2026"}, True),
        ({"kind": "nonsense", "year": "x", "state": "nonsense"}, True),
    ],
)
def test_the_register_is_filtered(signed_in, receipt, wanted: dict[str, str], is_there: bool) -> None:
    page = page_of(signed_in("auditor"), **wanted)
    assert (f">{receipt.number}</a></th>" in page) is is_there
    assert ("Таких документов нет" in page) is not is_there


def test_the_register_is_taken_away_as_a_file(signed_in, receipt) -> None:
    answer = signed_in("auditor").get("/issued.csv", query_string={"kind": "receipt"})
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    (row,) = csv.DictReader(StringIO(answer.data.decode("utf-8-sig")))
    assert (row["Номер"], row["Состояние"], row["Вид"]) == (receipt.number, "действителен", "расписка")


def test_a_cell_is_no_formula(receipt) -> None:
    harmful = IssuedDocument(
        **{name: getattr(receipt, name) for name in receipt.__dataclass_fields__} | {"case_title": "=HYPERLINK(1)"}
    )
    assert "'=HYPERLINK(1)" in to_csv([harmful])


def test_a_supervisor_makes_a_document_void_and_the_check_says_so(signed_in, visitor, receipt) -> None:
    before = visitor.get(f"/check/{receipt.number}").text
    assert "выдан и действителен" in before
    supervisor = signed_in("supervisor")
    assert receipt.number in supervisor.get(f"/issued/annul/{receipt.id}").text

    answer = supervisor.post(f"/issued/annul/{receipt.id}", data={"reason": "Выдан по ошибке"}, follow_redirects=True)

    assert "недействителен" in answer.text
    after = visitor.get(f"/check/{receipt.number}").text
    assert "недействителен" in after
    assert "Выдан по ошибке" in after
    assert "Документ уже недействителен" in supervisor.get(f"/issued/annul/{receipt.id}").text


def test_an_annulment_needs_a_reason(signed_in, receipt, engine) -> None:
    answer = signed_in("supervisor").post(f"/issued/annul/{receipt.id}", data={"reason": " "})
    assert answer.status_code == 422
    assert "Напишите, почему" in answer.text
    assert engine.read(issued.check, receipt.number)[0].state == "valid"


def test_what_was_not_issued_is_not_annulled(signed_in, engine, receipt) -> None:
    uploads = [each for each in engine.read(queries.documents, SYSTEM, receipt.instance_id) if each.kind == "upload"]
    found = uploads[0].id if uploads else "nothing:x:1:0"
    assert signed_in("supervisor").get(f"/issued/annul/{found}").status_code == 404


def test_a_clerk_does_not_annul(signed_in, receipt) -> None:
    assert signed_in("centre").get(f"/issued/annul/{receipt.id}").status_code == 403


def test_a_mark_stands_in_the_events_of_the_case(signed_in, receipt) -> None:
    supervisor = signed_in("supervisor")
    supervisor.post(f"/issued/annul/{receipt.id}", data={"reason": "Ошибка в фамилии"})
    page = supervisor.get(f"/cases/{receipt.case_number}").text
    assert f"Отметка о документе № {receipt.number}: Ошибка в фамилии" in page


def test_the_check_asks_nobody_to_sign_in(visitor, receipt) -> None:
    assert visitor.get("/check/GC-1999-000001").status_code == 404
    assert START.year == receipt.issued_at.year
