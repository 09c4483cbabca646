from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from engine.handling import NewDocument
from handlers.faults import HandlerFault
from handlers.issue_document import issue_document
from tests.unit.handlers.conftest import PROCESSES, Desk, make_job
from tests.unit.handlers.pdf import text_of

INPUTS = {"template": "certificate", "kind": "result", "name": "Справка", "variable": "certificate"}
APPLICANT = {"name": "Жақсылық Динара Ерланқызы"}
CERTIFICATE = """{% extends "base.html" %}
{% block content %}<p>№ {{ document.number }} ({{ document.serial }}): {{ applicant.name }}, {{ body(authority).name }},
{{ document.issued_at | date("kk") }}, {{ case.number }}, {{ case.started_at | date }},
{{ applicant.phone }}</p>{% endblock %}"""


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    """The shipped frame and fonts, and a template of this test."""
    copytree(PROCESSES / "documents", tmp_path / "documents")
    (tmp_path / "documents" / "certificate.html").write_text(CERTIFICATE, encoding="utf-8")
    desk.processes = str(tmp_path)
    return desk


def issue(desk: Desk, inputs: dict[str, str] | None = None, **variables: object) -> NewDocument:
    values = {
        "applicant": APPLICANT,
        "authority": "edu-akkol",
        "filed_at": "2026-03-10T05:00:00+00:00",
    } | variables
    (document,) = issue_document(make_job("issue_document", INPUTS | (inputs or {}), values), desk).documents
    return document


def test_a_document_is_printed_with_the_values_of_the_case(desk: Desk) -> None:
    document = issue(desk)
    said = text_of(document.content)
    for expected in (
        APPLICANT["name"],
        "Отдел образования Аккольского района",
        "2026 жылғы 16 наурыз",
        "10 марта 2026 года",
    ):
        assert expected in said
    assert (document.kind, document.name, document.media_type) == ("result", "Справка.pdf", "application/pdf")
    assert (document.code, document.variable) == ("certificate", "certificate")


def test_without_a_register_the_document_has_the_number_of_its_case(desk: Desk) -> None:
    document = issue(desk)
    assert document.number == "27-2026-000417"
    assert "https://example.kz/check/27-2026-000417" in text_of(document.content)
    assert desk.taken == {}


def test_a_registered_document_gets_the_next_number_of_authority_and_year(desk: Desk) -> None:
    numbers = []
    for key in ("first", "second", "second"):
        desk.key = key
        numbers.append(issue(desk, {"register": "27"}).number)
    assert numbers == ["27/EDU-AKM-001/2026/00001", "27/EDU-AKM-001/2026/00002", "27/EDU-AKM-001/2026/00002"]


def test_the_year_of_a_number_is_that_of_the_public_time(desk: Desk) -> None:
    job = make_job(
        "issue_document",
        INPUTS | {"register": "27"},
        {"applicant": APPLICANT, "authority": "edu-akkol"},
        now=datetime(2026, 12, 31, 20, 0, tzinfo=UTC),
    )
    assert issue_document(job, desk).documents[0].number == "27/EDU-AKM-001/2027/00001"


def test_registers_of_the_same_letters_share_one_count(desk: Desk) -> None:
    numbers = []
    for register in ("guardianship-certificate", "grant-contest"):
        desk.key = register
        numbers.append(issue(desk, {"register": register}).number)
    assert numbers == ["GC/EDU-AKM-001/2026/00001", "GC/EDU-AKM-001/2026/00002"]


def test_a_body_outside_the_registers_is_named_by_its_id(desk: Desk) -> None:
    assert issue(desk, {"register": "diploma", "body": "university"}).number == "D/university/2026/00001"


def test_numbering_needs_to_know_who_issues(desk: Desk) -> None:
    with pytest.raises(HandlerFault, match="route the case before"):
        issue(desk, {"register": "27"}, authority=None)


def test_equal_jobs_give_equal_files(desk: Desk) -> None:
    assert issue(desk).content == issue(desk).content


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"kind": "letter"}, '"kind" of issue to be one of receipt, result, refusal, notice'),
        ({"template": ""}, 'parameter "template" of issue to be a text'),
        ({"template": "absent"}, 'template "absent.html"'),
    ],
)
def test_wrong_input_parameters_are_named(desk: Desk, inputs: dict[str, str], said: str) -> None:
    with pytest.raises(HandlerFault, match=said):
        issue(desk, inputs)
