"""A licence out of the box: applied for and signed on the portal, then every system outside is asked by HTTP."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cli.files import resources
from engine import due, queries
from engine.commands import CreateUser, Deploy, GrantRole
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from simulator.people import legal_entities
from tests.conftest import ROOT
from tests.outside.conftest import PAYER, Outside
from web.app import create_app
from web.auth import hasher

PASSWORD = "correct horse battery"
BIN, HOLDER = next(iter(legal_entities().items()))
PAGE = "/apply/higher-education-licence"
ANSWERS = {
    "about:applicant.bin": BIN,
    "about:applicant.name": HOLDER["name"],
    "about:applicant.representative": "Жақсылық Динара Ерланқызы",
    "about:applicant.phone": "+7 700 123 45 67",
    "about:applicant.email": "rector@example.kz",
    "about:applicant.language": "ru",
    "about:procedure": "issue",
    "subject": "licence",
    "activities": "5В010300 Педагогика и психология",
    "legal_address": HOLDER["address"],
    "payment_date": "2026-03-10",
}


@pytest.fixture
def applicant(office: ProcessEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    office.execute(Deploy(resources=resources([str(ROOT / "processes")])), SYSTEM)
    person = CreateUser(user_id="dinara", name="Динара", password_hash=hasher.hash(PASSWORD), iin=PAYER)
    office.execute(person, SYSTEM)
    office.execute(GrantRole(user_id="dinara", role="applicant", body="*"), SYSTEM)
    monkeypatch.setattr("web.app.UPLOADS", tmp_path / "uploads")
    app = create_app(office.settings, office)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = app.test_client()
    client.set_cookie("q_lang", "ru")
    client.post("/sign-in", data={"username": "dinara", "password": PASSWORD})
    return client


def test_the_request_reaches_the_clerk_with_all_answers(
    applicant: FlaskClient, office: ProcessEngine, outside: Outside
) -> None:
    reference = outside.pay(BIN, 43_250)
    asked = re.findall(r'name="(file:doc:[^"]+)"', applicant.get(PAGE).text)
    files = {name: (BytesIO(b"%PDF-1.4\n%%EOF"), "scan.pdf") for name in asked}
    given = applicant.post(PAGE, data=ANSWERS | files | {"payment_reference": reference})
    assert given.headers["Location"] == f"{PAGE}/answers"
    assert "/track/" in applicant.post(f"{PAGE}/sign", data={"demo": "1"}).headers["Location"]
    while due.run_due(office):
        """Until a person is needed."""
    (case,) = office.read(queries.instances, SYSTEM).items
    held = office.read(queries.variables, SYSTEM, case.id)
    assert (held["signature_check"]["valid"], held["signature_check"]["signer"]["bin"]) == (True, BIN)
    assert (held["legal_entity"]["name"], held["person"]["iin"]) == (HOLDER["name"], PAYER)
    assert (held["fee_payment"]["status"], held["fee_payment"]["reference"]) == ("paid", reference)
    open_now = [each.element for each in office.read(queries.tasks, SYSTEM, case.id) if each.state == "open"]
    assert open_now == ["review"]
