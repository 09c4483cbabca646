"""Local accounts: in, out, and what happens to those who guess."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.commands import ChangePassword, DisableUser
from engine.values import SYSTEM
from tests.web.conftest import PASSWORD
from web.attempts import Attempts


def enter(client: FlaskClient, name: str, password: str, **more: str):
    return client.post("/sign-in", data={"username": name, "password": password, **more})


@pytest.mark.parametrize(
    ("login", "first_page"), [("centre", "/inbox"), ("applicant", "/my"), ("Centre ", "/inbox")]
)
def test_a_person_lands_on_their_first_page(visitor: FlaskClient, login: str, first_page: str) -> None:
    assert enter(visitor, login, PASSWORD).location == first_page


def test_the_page_asked_for_is_opened_after_signing_in(visitor: FlaskClient) -> None:
    assert enter(visitor, "centre", PASSWORD, next="/counter").location == "/counter"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "x"])
def test_signing_in_leads_nowhere_else(visitor: FlaskClient, target: str) -> None:
    assert enter(visitor, "centre", PASSWORD, next=target).location == "/inbox"


@pytest.mark.parametrize(("name", "password"), [("centre", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_pair_is_refused_in_words(visitor: FlaskClient, name: str, password: str) -> None:
    answer = enter(visitor, name, password)

    assert answer.status_code == 422
    assert "такой пары нет" in answer.text
    assert visitor.get("/inbox").status_code == 302


def test_after_five_failures_even_the_right_password_waits(visitor: FlaskClient) -> None:
    for _n in range(5):
        enter(visitor, "centre", "wrong")

    answer = enter(visitor, "centre", PASSWORD)

    assert answer.status_code == 429
    assert "повторите через 15 минут" in answer.text
    assert enter(visitor, "head", PASSWORD).status_code == 302


def test_failures_are_forgotten_after_a_while() -> None:
    now = [0.0]
    attempts = Attempts(free=2, window=60, clock=lambda: now[0])
    attempts.fail("a")
    attempts.fail("a")

    assert attempts.wait("a") == 61
    now[0] = 60.5
    assert attempts.wait("a") == 0


def test_signing_out_ends_it(signed_in) -> None:
    client = signed_in("centre")

    client.post("/sign-out")

    assert client.get("/inbox").status_code == 302


def test_a_new_password_ends_other_sessions(engine, signed_in) -> None:
    client = signed_in("centre")

    engine.execute(ChangePassword(user_id="centre", password_hash="other"), SYSTEM)

    assert client.get("/inbox").status_code == 302


def test_a_disabled_account_is_out_at_once(engine, signed_in) -> None:
    client = signed_in("centre")

    engine.execute(DisableUser(user_id="centre"), SYSTEM)

    assert client.get("/inbox").status_code == 302
    assert enter(client, "centre", PASSWORD).status_code == 422


def test_a_form_without_its_token_is_refused(app: Flask, visitor: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = enter(visitor, "centre", PASSWORD)

    assert answer.status_code == 400
    assert "Обновите её" in answer.text
