"""Applicants: what a service asks, filing with a look at the answers, following the case, checking a paper."""

from io import BytesIO

import pytest

from engine import accounts, queries
from engine.commands import CompleteUserTask, Deploy
from engine.values import SYSTEM
from tests.web.conftest import IIN, resources, settle
from tests.web.test_counter import ANSWERS, PDF

ADDRESS = "/apply/guardianship-certificate"
CODE = "ABC-234"


@pytest.fixture
def applicant(signed_in):
    return signed_in("applicant")


def fill_in(client, **more):
    upload = {"file:doc:guardianship_decision": (BytesIO(PDF), "Решение.pdf")}
    answers = {name: each for name, each in ANSWERS.items() if not name.startswith("doc:")}
    return client.post(ADDRESS, data={**answers, **upload, "do": "check", **more})


def test_a_service_says_term_price_documents_and_act(visitor) -> None:
    page = visitor.get("/services/guardianship-certificate").text

    assert "5 рабочих дней" in page
    assert "Бесплатно" in page
    assert "№ 1119" in page
    assert "Решение местного исполнительного органа" in page


def test_an_unknown_service_is_a_404(visitor) -> None:
    assert visitor.get("/services/nothing").status_code == 404


def test_a_required_document_must_be_attached(applicant) -> None:
    answers = {name: each for name, each in ANSWERS.items() if not name.startswith("doc:")}

    answer = applicant.post(ADDRESS, data={**answers, "do": "check"})

    assert answer.status_code == 422
    assert "приложите файл" in answer.text


ONLY_CENTRES = "В городах Астана и Алматы услуга оказывается только через центры обслуживания населения"


@pytest.fixture
def preschool(engine) -> str:
    """A service that the act closes to the portal in two cities."""
    engine.execute(Deploy(resources=tuple(resources("preschool-queue", "shared-preschool"))), SYSTEM)
    return "/apply/preschool-queue"


def place_them(client, preschool: str, place: str, do: str = "check"):
    answers = {name: each for name, each in ANSWERS.items() if name.startswith("about:")}
    child = {
        "preschool": "5",
        "child_name": "Дитя",
        "birth_date": "2023-05-04",
        "child_iin": "230504500004",
        "address": "Абая, 4",
    }
    chosen = {"about:place": place, "about:category": "general"}
    return client.post(preschool, data={**answers, **child, **chosen, "do": do})


def test_a_service_says_which_channel_is_closed_where(visitor, preschool) -> None:
    page = visitor.get("/services/preschool-queue").text
    ways = {each.partition("</h2>")[0].rpartition(">")[2]: each for each in page.split("<section")}
    assert ONLY_CENTRES in ways["Через портал"]
    assert ONLY_CENTRES not in ways["Через центр обслуживания"]
    assert ONLY_CENTRES not in visitor.get("/services/guardianship-certificate").text


@pytest.mark.parametrize("place", ["город Астана|Алматинский район", "город Алматы|Медеуский район"])
def test_what_the_act_does_not_take_is_told_before_filing(engine, applicant, preschool, place) -> None:
    assert ONLY_CENTRES in applicant.get(preschool).text
    answer = place_them(applicant, preschool, place)
    assert (answer.status_code, answer.headers.get("location")) == (422, None)
    assert f'<a href="#f-about-place">Район или город: {ONLY_CENTRES}</a>' in answer.text
    assert applicant.post(f"{preschool}/answers").status_code == 422
    assert engine.read(queries.instances, SYSTEM).total == 0


def test_the_form_warns_of_the_place_when_it_is_opened(applicant, preschool) -> None:
    warning = f'q-banner--late q-small" id="f-about-place-h"><p>{ONLY_CENTRES}'
    for place, is_warned in (
        ("город Астана|Алматинский район", True),
        ("Карагандинская область|город Караганда", False),
    ):
        place_them(applicant, preschool, place, do="draft")
        page = applicant.get(preschool).text
        assert (warning in page) is is_warned
        assert ONLY_CENTRES in page


def test_elsewhere_the_portal_takes_it(applicant, preschool) -> None:
    answer = place_them(applicant, preschool, "Карагандинская область|город Караганда")
    assert answer.location == f"{preschool}/answers"


def test_answers_are_shown_once_more_before_filing(applicant) -> None:
    answer = fill_in(applicant)
    page = applicant.get(answer.location).text

    assert answer.location == f"{ADDRESS}/answers"
    assert "Сәбит Нұрәли" in page
    assert "Решение.pdf" in page
    assert "Подать заявление" in page
    assert "30 марта" in page or "марта" in page


def test_filing_gives_number_and_code(engine, applicant) -> None:
    fill_in(applicant)

    page = applicant.post(f"{ADDRESS}/answers", follow_redirects=True).text
    case = engine.read(queries.instances, SYSTEM, limit=1).items[0]

    assert "Заявление подано." in page
    assert case.business_key in page
    assert case.subject == IIN
    assert case.started_by == "applicant"
    assert engine.read(queries.variables, SYSTEM, case.id)["tracking_code"] in page
    assert engine.read(queries.variables, SYSTEM, case.id)["channel"] == "portal"


def test_nobody_files_in_another_name(engine, applicant) -> None:
    fill_in(applicant, **{"about:applicant.iin": "791103200009"})
    applicant.post(f"{ADDRESS}/answers")

    assert engine.read(queries.instances, SYSTEM, limit=1).items[0].subject == IIN


def test_a_draft_waits_in_the_cabinet(applicant) -> None:
    applicant.post(ADDRESS, data={"street": "Мира", "do": "draft"})

    assert "Не поданные" in applicant.get("/my").text
    assert 'value="Мира"' in applicant.get(ADDRESS).text


def test_an_application_with_holes_cannot_be_filed_past_the_check(engine, applicant) -> None:
    answer = applicant.post(f"{ADDRESS}/answers")

    assert answer.status_code == 422
    assert engine.read(queries.instances, SYSTEM).total == 0


def test_the_case_is_followed_by_number_and_code_without_an_account(visitor, file_case) -> None:
    case = file_case()

    answer = visitor.post("/track", data={"number": case.business_key.lower(), "code": "abc234"})
    page = visitor.get(answer.location).text

    assert "Работник центра проверяет документы" in page
    assert "27 марта, пятница" in page
    assert "Бекенов" not in page


def test_the_code_may_stand_in_the_address(visitor, file_case) -> None:
    case = file_case()

    page = visitor.get(f"/track/{case.business_key}?code={CODE}", follow_redirects=True).text

    assert "Как идёт дело" in page


@pytest.mark.parametrize("code", ["", "ABC-235", "ABC-2344"])
def test_a_wrong_code_opens_nothing(visitor, file_case, code: str) -> None:
    case = file_case()

    answer = visitor.post("/track", data={"number": case.business_key, "code": code})

    assert answer.status_code == 422
    assert "такого дела нет" in answer.text
    assert visitor.get(f"/track/{case.business_key}").location.startswith("/track?number=")


def test_a_code_cannot_be_guessed(visitor, file_case) -> None:
    case = file_case()
    for _n in range(5):
        visitor.post("/track", data={"number": case.business_key, "code": "WRONG1"})

    answer = visitor.post("/track", data={"number": case.business_key, "code": CODE})

    assert answer.status_code == 429


def test_an_applicant_sees_the_own_cases_only(signed_in, file_case) -> None:
    own = file_case(
        applicant={"kind": "natural", "iin": IIN, "name": "Динара", "phone": "1", "language": "kk"}
    )
    other = file_case()
    client = signed_in("applicant")

    page = client.get("/my").text

    assert own.business_key in page
    assert other.business_key not in page
    assert client.get(f"/track/{own.business_key}").status_code == 200
    assert client.get(f"/track/{other.business_key}").status_code == 302


@pytest.fixture
def receipt(engine, file_case, open_task):
    """The case after its documents were accepted, and the receipt."""
    case = file_case()
    clerk = engine.read(accounts.user, "centre").actor
    values = {"complete": True, "accepted_by": "Ким"}
    engine.execute(CompleteUserTask(task_id=open_task(case).id, variables=values), clerk)
    settle(engine)
    documents = engine.read(queries.documents, SYSTEM, case.id)
    return case, next(each for each in documents if each.kind == "receipt")


def test_what_was_issued_can_be_taken_away_with_the_code(visitor, receipt) -> None:
    case, paper = receipt
    address = f"/track/{case.business_key}/documents/{paper.id}"

    assert visitor.get(address).status_code == 404
    visitor.get(f"/track/{case.business_key}?code={CODE}")
    answer = visitor.get(address)

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_anybody_can_check_that_a_paper_is_genuine(visitor, receipt) -> None:
    _case, paper = receipt

    page = visitor.get(f"/check/{paper.number}").text

    assert "Документ с этим номером выдан" in page
    assert paper.digest in page
    assert "Бекенов" not in page


def test_a_number_nobody_issued_is_said_to_be_so(visitor) -> None:
    answer = visitor.get("/check/GC-2026-999999")

    assert answer.status_code == 404
    assert "мы не выдавали" in answer.text


def test_files_of_a_case_go_to_those_who_may_see_it(signed_in, receipt) -> None:
    _case, paper = receipt

    assert signed_in("centre").get(f"/documents/{paper.id}").status_code == 200
    assert signed_in("applicant").get(f"/documents/{paper.id}").status_code == 403
    assert signed_in("centre").get("/documents/nothing").status_code == 404


def test_a_file_name_in_russian_reaches_the_browser(signed_in, receipt) -> None:
    _case, paper = receipt

    header = signed_in("centre").get(f"/documents/{paper.id}?download=1").headers["Content-Disposition"]

    assert header.startswith("attachment")
    assert "filename*=UTF-8''" in header
