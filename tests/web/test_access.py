"""Every view says who may; nobody gets further than that."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.access import AREAS, OPEN_ENDPOINTS, needs
from web.demo_stories import ACCOUNTS

CLERKS = {"centre", "registry", "executor", "head", "akim", "licensing", "committee", "admission", "rector"}
PAGES = {
    "/inbox": CLERKS | {"supervisor"},
    "/counter": CLERKS,
    "/my": {"applicant"},
}


def test_every_view_belongs_to_an_area(app: Flask) -> None:
    bare = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in OPEN_ENDPOINTS and getattr(view, "area", None) not in AREAS
    ]

    assert bare == []


def test_a_view_without_an_area_is_refused(app: Flask, visitor: FlaskClient) -> None:
    app.add_url_rule("/forgotten", view_func=lambda: "secret")

    answer = visitor.get("/forgotten")

    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_an_area_that_does_not_exist_cannot_be_named() -> None:
    with pytest.raises(KeyError, match="expected an area"):
        needs("everything")


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_asked_to_sign_in_and_comes_back(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(f"{path}?tab=mine")

    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={path}?tab%3Dmine"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("login", [account.login for account in ACCOUNTS])
def test_only_the_roles_of_an_area_enter(signed_in, path: str, login: str) -> None:
    answer = signed_in(login).get(path)

    assert answer.status_code == (200 if login in PAGES[path] else 403)


def test_a_refusal_says_who_can_help(signed_in) -> None:
    page = signed_in("applicant").get("/inbox").text

    assert "Сюда вам нельзя" in page
    assert "администратор" in page


def test_json_is_answered_with_json(visitor: FlaskClient, signed_in) -> None:
    asked = {"Accept": "application/json"}

    assert visitor.get("/inbox", headers=asked).status_code == 401
    answer = signed_in("applicant").get("/inbox", headers=asked)
    assert answer.status_code == 403
    assert answer.json["status"] == 403
    assert "role" in answer.json["error"]
