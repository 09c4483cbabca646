"""The portal asks for a signature where the service has a text to sign; the process verifies what was signed."""

import base64
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from engine import due, queries, worklist
from engine.commands import CreateUser, Deploy, GrantRole, Resource
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from simulator.people import legal_entities
from tests.conftest import MODELS
from tests.outside.conftest import PAYER, Outside
from web.app import create_app
from web.auth import hasher

PASSWORD = "correct horse battery"
BIN = next(iter(legal_entities()))
NAME, ORGANISATION = "Жақсылық Динара Ерланқызы", "АО «Демонстрационный университет»"
TEXT = f"Прошу: лицензию. Получатель: {ORGANISATION}, БИН {BIN}."
ANSWERS = {
    "about:applicant.bin": BIN,
    "about:applicant.name": ORGANISATION,
    "about:applicant.representative": NAME,
    "about:applicant.phone": "+7 700 123 45 67",
    "about:applicant.language": "ru",
    "about:place": "Карагандинская область|город Караганда",
    "wish": "лицензию",
}
PEOPLE = (("dinara", NAME, PAYER, "applicant"), ("madina", "Оспанова Мадина", None, "executor"))


@pytest.fixture
def enter(
    office: ProcessEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], FlaskClient]:
    models = [Resource(name=each.name, content=each.read_bytes()) for each in sorted(MODELS.glob("request*"))]
    office.execute(Deploy(resources=tuple(models)), SYSTEM)
    password_hash = hasher.hash(PASSWORD)
    for login, name, iin, role in PEOPLE:
        office.execute(CreateUser(user_id=login, name=name, password_hash=password_hash, iin=iin), SYSTEM)
        for each in (role, "clerk") if role != "applicant" else (role,):
            office.execute(GrantRole(user_id=login, role=each, body="*" if iin else "edu"), SYSTEM)
    monkeypatch.setattr("web.app.UPLOADS", tmp_path / "uploads")
    app = create_app(office.settings, office)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)

    def sign_in(login: str) -> FlaskClient:
        client = app.test_client()
        client.set_cookie("q_lang", "ru")
        client.post("/sign-in", data={"username": login, "password": PASSWORD})
        return client

    return sign_in


@pytest.fixture
def applicant(enter: Callable[[str], FlaskClient]) -> FlaskClient:
    """With the answers given, before the signature."""
    client = enter("dinara")
    assert client.post("/apply/request", data=ANSWERS).headers["Location"] == "/apply/request/answers"
    return client


def checked(office: ProcessEngine) -> dict:
    due.run_due(office)
    (case,) = office.read(queries.instances, SYSTEM).items
    return office.read(queries.variables, SYSTEM, case.id)["checked"]


def send(client: FlaskClient, content: bytes):
    return client.post("/apply/request/sign", data={"cms": (BytesIO(content), "request.txt.cms")})


def demo_cms(outside: Outside, text: str = TEXT) -> bytes:
    data = base64.b64encode(text.encode()).decode()
    _status, made = outside.post("/signature/cms/sign", iin=PAYER, name=NAME, bin=BIN, data=data)
    return base64.b64decode(made["cms"])


def test_an_organisation_applies_with_its_bin(enter: Callable[[str], FlaskClient]) -> None:
    client = enter("dinara")
    page = client.get("/apply/request").text
    assert "БИН организации" in page
    assert f'value="{NAME}"' in page
    wrong = client.post("/apply/request", data=ANSWERS | {"about:applicant.bin": PAYER})
    assert wrong.status_code == 422
    assert "такого БИН не бывает" in wrong.text


def test_the_answers_lead_to_the_signature_and_cannot_be_filed_without(applicant: FlaskClient) -> None:
    assert "Перейти к подписанию" in applicant.get("/apply/request/answers").text
    assert applicant.post("/apply/request/answers").headers["Location"] == "/apply/request/sign"
    page = unescape(applicant.get("/apply/request/sign").text)
    assert TEXT in page
    assert f"За организацию: {ORGANISATION}, БИН {BIN}." in page
    assert "Юридической силы такая подпись не имеет." in page


def test_a_demo_signature_is_made_and_verified(applicant: FlaskClient, office: ProcessEngine) -> None:
    assert applicant.post("/apply/request/sign", data={"demo": "1"}).status_code == 302
    found = checked(office)
    assert found["valid"] is True
    assert (found["signer"]["iin"], found["signer"]["bin"]) == (PAYER, BIN)


@pytest.mark.parametrize(
    "wrap",
    [
        bytes,
        base64.b64encode,
        lambda der: b"-----BEGIN CMS-----\n" + base64.encodebytes(der) + b"-----END CMS-----\n",
    ],
)
def test_an_own_signature_of_the_downloaded_text_is_taken(
    applicant: FlaskClient, office: ProcessEngine, outside: Outside, wrap: Callable[[bytes], bytes]
) -> None:
    text = applicant.get("/apply/request/sign/text").data.decode()
    assert text == TEXT
    assert send(applicant, wrap(demo_cms(outside, text))).status_code == 302
    assert checked(office)["valid"] is True


def test_a_signature_of_other_words_is_found_out_by_the_process(
    applicant: FlaskClient, office: ProcessEngine, outside: Outside
) -> None:
    assert send(applicant, demo_cms(outside, "Прошу всё.")).status_code == 302
    assert "Подписано другое содержание" in checked(office)["reason"]


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "выберите файл подписи"), (b"hello", "это не файл подписи")]
)
def test_what_is_no_signature_is_said_at_once(applicant: FlaskClient, content: bytes, words: str) -> None:
    answer = send(applicant, content)
    assert answer.status_code == 422
    assert words in answer.text


def test_without_the_signature_service_a_demo_signature_waits_for_nobody(
    applicant: FlaskClient, outside: Outside
) -> None:
    outside.fail(signature="unavailable")
    answer = applicant.post("/apply/request/sign", data={"demo": "1"})
    assert answer.status_code == 422
    assert "временно не работает" in answer.text


def test_a_clerk_signs_in_the_task(
    enter: Callable[[str], FlaskClient], applicant: FlaskClient, office: ProcessEngine
) -> None:
    applicant.post("/apply/request/sign", data={"demo": "1"})
    checked(office)
    (task,) = office.read(worklist.page, SYSTEM, "all").items
    clerk = enter("madina")
    assert "Подписать (демо)" in clerk.get(f"/tasks/{task.id}").text
    assert clerk.get(f"/tasks/{task.id}/sign/official_signature/text").data.decode() == TEXT
    page = clerk.post(f"/tasks/{task.id}/sign/official_signature", data={"remark": "Проверено."}).text
    assert "Проверено." in page
    assert "MII" in page
    assert clerk.get(f"/tasks/{task.id}/sign/remark/text").status_code == 404
