"""What every page carries: headers, languages, errors in words."""

import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.errors import DatabaseTooNew, EngineError, InvalidDefinition, NotFound, Problem, WrongState
from tests.conftest import ROOT
from tests.web.conftest import speaking
from web.catalogues import TRANSLATIONS, read, update
from web.errors import STATUSES, status_of

#: a script of data is not run
INLINE = r'\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\s(?:src=|type="application/json"))'
PUBLIC = ["/", "/sign-in", "/track", "/check", "/services/guardianship-certificate"]


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_forbid_inline_script_and_style(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    policy = answer.headers["Content-Security-Policy"]

    assert answer.status_code == 200
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_template_holds_inline_script_or_style() -> None:
    found = [
        file.name
        for file in (ROOT / "web/templates").rglob("*.html")
        if re.search(INLINE, file.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Узнать ход дела"), ("kk", "Істің барысын білу"), ("en", "Follow a case")]
)
def test_pages_speak_three_languages(app: Flask, language: str, words: str) -> None:
    page = speaking(app, language).get("/").text

    assert words in page
    assert f'<html lang="{language}">' in page


def test_the_language_is_switched_by_a_link_and_kept(app: Flask) -> None:
    client = app.test_client()

    answer = client.get("/language/kk?next=/track")

    assert answer.location == "/track"
    assert "Істің барысын білу" in client.get("/track").text
    assert client.get("/language/de").status_code == 404
    assert client.get("/language/ru?next=//evil.example").location == "/"


def test_the_browsers_language_is_taken_without_a_choice(app: Flask) -> None:
    client = app.test_client()

    assert "Follow a case" in client.get("/", headers={"Accept-Language": "en-GB,en"}).text
    assert "Узнать ход дела" in client.get("/", headers={"Accept-Language": "de"}).text


def test_the_low_vision_version_is_one_link_away(visitor: FlaskClient) -> None:
    visitor.get("/vision/low?next=/")

    assert 'data-vision="low"' in visitor.get("/").text


def test_every_page_has_a_skip_link_and_one_heading(visitor: FlaskClient) -> None:
    for path in PUBLIC:
        page = visitor.get(path).text
        assert page.count("<h1") == 1
        assert 'href="#main"' in page


def test_every_text_of_the_pages_is_translated(tmp_path: Path) -> None:
    """`python -m web.catalogues` brings the catalogues up to date and names what is missing."""
    shutil.copytree(TRANSLATIONS, tmp_path / "translations")

    assert update(tmp_path / "translations") == []


def test_translations_keep_the_places_for_values() -> None:
    def places(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)[sd]", text))

    wrong = [
        (language, message.id)
        for language in ("kk", "en")
        for message in read(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po", language)
        if isinstance(message.id, str) and places(message.id) != places(message.string)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("no"), 404),
        (WrongState("late"), 409),
        (InvalidDefinition([Problem(message="bad", file="a.bpmn", element="e", line=3)]), 422),
        (DatabaseTooNew("new"), 503),
    ],
)
def test_each_error_has_its_status_and_sentence(
    app: Flask, visitor: FlaskClient, error: EngineError, status: int
) -> None:
    def fail() -> str:
        raise error

    fail.__dict__["area"] = "public"
    app.add_url_rule("/fail", view_func=fail)

    assert visitor.get("/fail").status_code == status == status_of(error)
    answer = visitor.get("/fail", headers={"Accept": "application/json"})
    assert answer.json["error"] == error.message
    assert [each["line"] for each in answer.json["problems"]] == ([3] if status == 422 else [])


def test_a_subclass_comes_before_its_base() -> None:
    kinds = list(STATUSES)

    assert all(not issubclass(later, earlier) for n, earlier in enumerate(kinds) for later in kinds[n + 1 :])
