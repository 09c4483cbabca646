"""The studio: versions, problems, drafts, deployment, comparison."""

from io import BytesIO

import pytest

from engine import queries
from tests.conftest import MODELS, ROOT
from web.models import blank

KEY = "guardianship-certificate"
SOURCE = (ROOT / "processes" / f"{KEY}.bpmn").read_bytes()


@pytest.fixture
def analyst(signed_in):
    return signed_in("analyst")


def upload(client, *files: tuple[bytes, str]):
    data = {"files": [(BytesIO(content), name) for content, name in files]}
    return client.post("/studio/upload", data=data)


def test_a_version_is_shown_with_its_steps_in_words(analyst) -> None:
    page = analyst.get(f"/studio/versions/{KEY}:1").text

    assert "Внести пакет в журнал" in page
    assert f'data-diagram="/definitions/{KEY}:1.bpmn"' in page
    assert "замечаний нет" in page


def test_an_uploaded_change_becomes_the_next_version_and_is_compared(engine, analyst) -> None:
    changed = SOURCE.decode().replace('name="Внести пакет в журнал"', 'name="Записать пакет в журнал"')

    answer = upload(analyst, (changed.encode(), f"{KEY}.bpmn"))
    compared = analyst.get(f"/studio/compare?old={KEY}:1&new={KEY}:2").text

    assert answer.location == f"/studio/versions/{KEY}:2"
    assert "<s>Внести пакет в журнал</s>" in compared
    assert "Записать пакет в журнал" in compared


def test_equal_content_is_no_new_version(engine, analyst) -> None:
    upload(analyst, (SOURCE, f"{KEY}.bpmn"))

    assert engine.read(queries.latest, KEY).id == f"{KEY}:1"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<no", "x.bpmn", "expected"),
        (b"hello", "x.txt", "выберите файлы .bpmn"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "x.bpmn", "document type"),
    ],
)
def test_a_faulty_file_is_refused_with_the_reason(engine, analyst, content, name, words) -> None:
    before = engine.read(queries.definitions_of, latest_only=False)

    answer = upload(analyst, (content, name))

    assert answer.status_code == 422
    assert words in answer.text
    assert engine.read(queries.definitions_of, latest_only=False) == before


def test_of_two_files_none_is_taken_when_one_is_faulty(engine, analyst) -> None:
    review = (MODELS / "review.bpmn").read_bytes()

    answer = upload(analyst, (review, "review.bpmn"), (b"<no", "x.bpmn"))

    assert answer.status_code == 422
    assert "review" not in {each.key for each in engine.read(queries.definitions_of)}


def test_a_draft_is_kept_apart_from_what_runs(engine, analyst) -> None:
    xml = SOURCE.decode().replace("Внести пакет", "Занести пакет")
    analyst.post(f"/studio/models/{KEY}", data={"xml": xml, "do": "save"})

    assert "Занести пакет" in analyst.get(f"/studio/models/{KEY}.bpmn").text
    assert engine.read(queries.latest, KEY).id == f"{KEY}:1"
    analyst.post(f"/studio/models/{KEY}/forget")
    assert "Занести пакет" not in analyst.get(f"/studio/models/{KEY}.bpmn").text


def test_a_refused_drawing_is_not_lost(analyst) -> None:
    xml = SOURCE.decode().replace("issue_document", "issue_nothing")

    analyst.post(f"/studio/models/{KEY}", data={"xml": xml, "do": "deploy"})

    assert "issue_nothing" in analyst.get(f"/studio/models/{KEY}.bpmn").text
    assert "Не принято" in analyst.get(f"/studio/models/{KEY}").text


def test_a_new_model_begins_with_a_drawing_that_can_be_deployed(engine, analyst) -> None:
    answer = analyst.post("/studio/models", data={"key": "club-entry", "name": 'Кружок "А & Б"'})
    analyst.post("/studio/models/club-entry", data={"xml": blank("club-entry", "Кружок"), "do": "deploy"})

    assert answer.location == "/studio/models/club-entry"
    assert engine.read(queries.latest, "club-entry").name == "Кружок"


@pytest.mark.parametrize("key", ["", "Кружок", "a/b", "../a", KEY, "A"])
def test_a_key_must_be_new_and_a_file_name(analyst, key: str) -> None:
    assert analyst.post("/studio/models", data={"key": key, "name": "Кружок"}).status_code == 422


def test_problems_are_told_while_drawing_with_their_element(analyst) -> None:
    xml = SOURCE.decode().replace("issue_document", "issue_nothing")

    answer = analyst.post("/studio/lint", data={"xml": xml, "name": f"{KEY}.bpmn"})

    errors = [each for each in answer.json["problems"] if each["severity"] == "error"]
    assert errors
    assert all("issue_nothing" in each["message"] for each in errors)
    assert {each["element"] for each in errors} >= {"issue_certificate"}


def test_only_the_modeller_may_bring_style_elements(analyst) -> None:
    def styles(path: str) -> str:
        policy = analyst.get(path).headers["Content-Security-Policy"]
        return next(part for part in policy.split("; ") if part.startswith("style-src"))

    assert styles("/studio") == "style-src 'self'"
    assert styles(f"/studio/models/{KEY}") == "style-src 'self' 'unsafe-inline'"


@pytest.mark.parametrize("login", ["centre", "supervisor", "auditor", "applicant", "admin"])
@pytest.mark.parametrize("path", ["/studio", f"/studio/models/{KEY}", f"/studio/versions/{KEY}:1"])
def test_others_stay_outside(signed_in, login: str, path: str) -> None:
    assert signed_in(login).get(path).status_code == 403


def test_a_drawing_is_laid_out_without_keeping_it(analyst) -> None:
    answer = analyst.post("/studio/layout", data={"xml": SOURCE.decode(), "name": f"{KEY}.bpmn"})

    assert answer.status_code == 200
    assert answer.data != SOURCE
    assert answer.data.startswith(SOURCE[: SOURCE.index(b"<bpmndi:BPMNDiagram")])
    assert analyst.get(f"/studio/models/{KEY}.bpmn").data == SOURCE


def test_what_cannot_be_laid_out_is_said(analyst) -> None:
    answer = analyst.post("/studio/layout", data={"xml": "<no"})

    assert (answer.status_code, answer.json["message"][:8]) == (422, "expected")


def test_the_modeller_shows_what_is_run_and_what_to_draw_instead(signed_in) -> None:
    page = signed_in("analyst").get("/studio/models/guardianship-certificate").text

    assert "Что можно рисовать и чем заменить остальное" in page
    for words in ("complexGateway", "use exclusive, inclusive or parallel gateways", "@camunda:class"):
        assert words in page
