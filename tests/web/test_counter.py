"""Counter mode: a clerk files for an applicant and goes straight to the check of the documents."""

from io import BytesIO

import pytest

from engine import queries
from engine.commands import Deploy, GrantRole
from engine.values import SYSTEM
from tests.web.conftest import IIN, resources
from web.demo_stories import CENTRE

ADDRESS = "/counter/guardianship-certificate"
PDF = b"%PDF-1.7\n%%EOF"
ANSWERS = {
    "about:applicant.iin": IIN,
    "about:applicant.name": "Жақсылық Динара Ерланқызы",
    "about:applicant.phone": "+7 700 000 04 18",
    "about:applicant.language": "kk",
    "about:place": "Карагандинская область|город Караганда",
    "role": "guardian",
    "city": "Караганда",
    "street": "Ержанова",
    "house": "12",
    "decision_of": "города Караганды",
    "decision_number": "14/07",
    "decision_date": "12.02.2026",
    "ward_name": "Сәбит Нұрәли",
    "ward_birth_date": "2014-05-04",
    "property": "none",
    "doc:guardianship_decision": "yes",
}


def last_case(engine):
    return engine.read(queries.instances, SYSTEM, limit=1).items[0]


@pytest.fixture
def clerk(signed_in):
    return signed_in("centre")


@pytest.mark.parametrize(
    ("iin", "words"),
    [("", "только цифры"), ("85041210000", "12 цифр, сейчас 11"), ("850412100004", "такого ИИН не бывает")],
)
def test_the_iin_is_checked_before_anything_else(clerk, iin: str, words: str) -> None:
    answer = clerk.get("/counter/begin", query_string={"service": "guardianship-certificate", "iin": iin})

    assert answer.status_code == 422
    assert words in answer.text


def test_the_application_shows_the_list_of_the_channel_with_norms_and_the_promise(clerk) -> None:
    page = clerk.get(f"{ADDRESS}?iin={IIN}").text

    assert "Решение местного исполнительного органа о назначении опеки" in page
    assert "п. 11 пп. 1" in page
    assert "Результат 27 марта" in page
    assert 'aria-label="Счёт срока по дням"' in page


def test_a_person_known_from_an_earlier_case_is_filled_in(clerk, file_case) -> None:
    file_case()

    page = clerk.get(f"{ADDRESS}?iin=791103200009").text

    assert 'value="Бекенов Арман Саятович"' in page
    assert 'value="+7 700 000 04 18"' in page


def test_filing_starts_the_case_and_opens_its_first_task(engine, clerk) -> None:
    answer = clerk.post(ADDRESS, data={**ANSWERS, "do": "file"})
    opened = clerk.get(answer.location)
    case = last_case(engine)
    variables = engine.read(queries.variables, SYSTEM, case.id)

    assert opened.location.startswith(f"/tasks/{case.id}:check_documents:")
    assert case.title == "Жақсылық Динара Ерланқызы"
    assert variables["channel"] == "centre"
    assert variables["centre"] == CENTRE
    assert variables["submitted"] == ["guardianship_decision"]
    assert variables["form"]["decision_date"] == "2026-02-12"
    assert variables["applicant"]["kind"] == "natural"


def test_the_clerk_is_told_number_and_code(engine, clerk) -> None:
    answer = clerk.post(ADDRESS, data={**ANSWERS, "do": "file"})
    page = clerk.get(clerk.get(answer.location).location).text
    case = last_case(engine)

    assert case.business_key in page
    assert engine.read(queries.variables, SYSTEM, case.id)["tracking_code"] in page


def test_missing_answers_come_back_with_everything_written(engine, clerk) -> None:
    answer = clerk.post(ADDRESS, data={**ANSWERS, "about:applicant.name": "", "house": "", "do": "file"})

    assert answer.status_code == 422
    assert '<a href="#f-about-applicant-name">' in answer.text
    assert '<a href="#f-house">' in answer.text
    assert 'value="Ержанова"' in answer.text
    assert engine.read(queries.instances, SYSTEM).total == 0


def test_an_uploaded_scan_survives_a_mistake_and_joins_the_case(engine, clerk) -> None:
    upload = {"file:doc:guardianship_decision": (BytesIO(PDF), "Решение.pdf")}
    page = clerk.post(ADDRESS, data={**ANSWERS, **upload, "house": "", "do": "file"}).text
    token = page.split('name="held:doc:guardianship_decision" value="')[1].split('"')[0]

    clerk.post(ADDRESS, data={**ANSWERS, "held:doc:guardianship_decision": token, "do": "file"})
    documents = engine.read(queries.documents, SYSTEM, last_case(engine).id)

    assert [(each.name, each.code, each.media_type) for each in documents] == [
        ("Решение.pdf", "guardianship_decision", "application/pdf")
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("virus.pdf", b"MZ\x90 not a document", "PDF, JPG или PNG"),
        ("page.html", b"<html>", "PDF, JPG или PNG"),
        ("photo.png", b"%PDF-1.7", "PDF, JPG или PNG"),
        ("empty.pdf", b"", "пуст"),
        ("big.pdf", PDF + b" " * 200_001, "уменьшите"),
    ],
)
def test_a_file_that_may_not_be_taken_is_refused_in_words(engine, clerk, name, content, words) -> None:
    upload = {"file:doc:guardianship_decision": (BytesIO(content), name)}

    answer = clerk.post(ADDRESS, data={**ANSWERS, **upload, "do": "file"})

    assert answer.status_code == 422
    assert words in answer.text
    assert engine.read(queries.instances, SYSTEM).total == 0


def test_a_request_far_over_the_limit_is_refused_as_a_whole(app, clerk) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 50_000
    upload = {"file:doc:guardianship_decision": (BytesIO(b"x" * 60_000), "big.pdf")}

    answer = clerk.post(ADDRESS, data={**ANSWERS, **upload})

    assert answer.status_code == 413
    assert "Файлы слишком большие" in answer.text


def test_a_draft_comes_back_for_the_same_person_only(clerk) -> None:
    clerk.post(ADDRESS, data={**ANSWERS, "street": "Мира", "do": "draft"})

    assert 'value="Мира"' in clerk.get(f"{ADDRESS}?iin={IIN}").text
    assert 'value="Мира"' not in clerk.get(f"{ADDRESS}?iin=791103200009").text


def test_a_filed_draft_is_gone(clerk) -> None:
    clerk.post(ADDRESS, data={**ANSWERS, "do": "draft"})
    clerk.post(ADDRESS, data={**ANSWERS, "do": "file"})

    assert 'value="Ержанова"' not in clerk.get(ADDRESS).text


def test_the_list_of_documents_follows_the_answers(clerk) -> None:
    def ask(born: str) -> str:
        return clerk.post(ADDRESS, data={**ANSWERS, "ward_birth_date": born, "do": "refresh"}).text

    assert "Ребёнок родился до 13 августа 2007 года" in ask("2006-01-01")
    assert "Ребёнок родился до 13 августа 2007 года" not in ask("2014-05-04")


def test_an_incomplete_package_may_be_refused_where_the_act_says_so(clerk) -> None:
    page = clerk.get(f"{ADDRESS}?iin={IIN}").text

    assert "Не отмечен 1 документ." in page
    assert "вы откажете в приёме" in page


def test_nobody_is_told_to_refuse_acceptance_where_the_act_suspends(engine, signed_in) -> None:
    names = ("higher-education-admission", "shared-commission", "shared-creative-exam")
    engine.execute(Deploy(resources=tuple(resources(*names))), SYSTEM)
    engine.execute(GrantRole(user_id="registry", role="clerk", body="university-national-gumilev"), SYSTEM)

    page = signed_in("registry").get(f"/counter/higher-education-admission?iin={IIN}").text

    assert "Неполный пакет тоже можно завести: отказать в приёме из-за этого акт не позволяет." in page
    assert "вы откажете в приёме" not in page


def test_only_the_body_that_may_refuses_acceptance(engine, signed_in) -> None:
    """Point 16 of the act on preschools speaks of the centre alone."""
    engine.execute(Deploy(resources=tuple(resources("preschool-queue", "shared-preschool"))), SYSTEM)
    orphan = {"about:category": "orphan", "birth_date": "2023-05-04", "do": "refresh"}

    def page(login: str) -> str:
        return signed_in(login).post("/counter/preschool-queue", data=orphan).text

    assert "вы откажете в приёме" in page("centre")
    assert "вы откажете в приёме" not in page("executor")


def test_a_service_the_body_does_not_take_is_not_there(signed_in) -> None:
    assert signed_in("akim").get(ADDRESS).status_code == 404
    assert "Принимать нечего" in signed_in("akim").get("/counter").text
