"""Signatures are really verified: content, certificate, term, revocation, issuer."""

import base64
from typing import Any

import pytest

from handlers.check_signature import check_signature
from simulator.authority import Authority, Subject
from simulator.people import legal_entities
from simulator.state import State
from tests.outside.conftest import PAYER, Outside
from tests.unit.handlers.conftest import Desk, make_job

TEXT = "Прошу выдать лицензию. Қосымша 1."
NAME = "Жақсылық Динара Ерланқызы"
ENTITY = next(iter(legal_entities()))


@pytest.fixture
def desk(outside: Outside) -> Desk:
    return Desk(systems={"signature": f"{outside.url}/signature"})


def signed(outside: Outside, text: str = TEXT, **other: Any) -> str:
    data = base64.b64encode(text.encode()).decode()
    status, answer = outside.post("/signature/cms/sign", iin=PAYER, name=NAME, data=data, **other)
    assert status == 200
    return str(answer["cms"])


def check(desk: Desk, cms: str | None, text: str = TEXT) -> dict[str, Any]:
    job = make_job("check_signature", {"content": text, "signature": cms, "variable": "checked"})
    found: dict[str, Any] = check_signature(job, desk).variables["checked"]
    return found


def test_a_valid_signature_says_who_signed_and_when(desk: Desk, outside: Outside) -> None:
    found = check(desk, signed(outside))
    assert found["valid"] is True
    assert found["signer"] == {"iin": PAYER, "bin": None, "name": NAME.upper()}
    assert found["signed_at"].startswith("20")
    assert found["reason"] is None


def test_a_signature_for_an_organisation_has_its_bin(desk: Desk, outside: Outside) -> None:
    found = check(desk, signed(outside, bin=ENTITY, organisation="АО «Демонстрационный университет»"))
    assert (found["signer"]["iin"], found["signer"]["bin"]) == (PAYER, ENTITY)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("expired", "Срок действия сертификата не охватывает время подписания."),
        ("revoked", "Сертификат отозван."),
    ],
)
def test_a_certificate_that_is_not_good_any_more(
    desk: Desk, outside: Outside, kind: str, reason: str
) -> None:
    found = check(desk, signed(outside, kind=kind))
    assert (found["valid"], found["reason"]) == (False, reason)
    assert found["signer"]["iin"] == PAYER


def test_another_content_is_not_signed(desk: Desk, outside: Outside) -> None:
    found = check(desk, signed(outside), f"{TEXT} И дубликат.")
    assert (found["valid"], found["reason"]) == (
        False,
        "Подписано другое содержание: после подписания документ изменён.",
    )


def test_a_certificate_of_somebody_else_is_refused(desk: Desk) -> None:
    stranger = Authority(State())
    cms = stranger.sign(Subject(iin=PAYER, name=NAME), TEXT.encode())
    found = check(desk, base64.b64encode(cms).decode())
    assert found["reason"] == "Сертификат выдан не Национальным удостоверяющим центром."


def test_a_signature_that_was_altered_is_refused(desk: Desk, outside: Outside) -> None:
    cms = bytearray(base64.b64decode(signed(outside)))
    cms[-5] ^= 1
    found = check(desk, base64.b64encode(bytes(cms)).decode())
    assert found["reason"] == "Подпись не соответствует сертификату."


@pytest.mark.parametrize("cms", ["не подпись", "AAAA", base64.b64encode(b"{}").decode()])
def test_a_file_that_is_no_signature_is_invalid_not_a_fault(desk: Desk, cms: str) -> None:
    found = check(desk, cms)
    assert (found["valid"], found["signer"]) == (False, None)
    assert found["reason"] == "Файл не является электронной подписью (CMS)."


def test_pem_is_taken_too(desk: Desk, outside: Outside) -> None:
    assert check(desk, f"-----BEGIN CMS-----\n{signed(outside)}\n-----END CMS-----\n")["valid"] is True


def test_what_nobody_signed_is_not_sent_anywhere(desk: Desk) -> None:
    desk.systems = {}
    assert check(desk, None)["reason"] == "Документ не подписан."
