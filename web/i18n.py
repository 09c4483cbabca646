"""The reader's language: chosen by link, kept in a cookie; else the account's, else the browser's, else Russian."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale
from werkzeug.exceptions import NotFound

from web.access import needs
from web.current import office, user
from web.sayings import LANGUAGES, SOURCE

ZONE = "Asia/Almaty"
COOKIE = "q_lang"
VISION_COOKIE = "q_vision"
YEAR = 365 * 86400
TRANSLATIONS = Path(__file__).parent / "translations"
#: code -> (what the switch says, its name in its own language)
NAMES: Mapping[str, tuple[str, str]] = {
    "kk": ("ҚАЗ", "қазақша"),
    "ru": ("РУС", "русский"),
    "en": ("ENG", "English"),
}

blueprint = Blueprint("language", __name__)


def install(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(
        app,
        default_locale=SOURCE,
        default_timezone=ZONE,
        locale_selector=choose,
        timezone_selector=lambda: ZONE,
    )
    app.jinja_env.globals.update(language=language, language_names=NAMES, vision=vision)
    app.jinja_env.globals["said"] = said
    app.jinja_env.filters["said"] = said


def choose() -> str:
    cookie = request.cookies.get(COOKIE)
    if cookie in LANGUAGES:
        return cookie
    signed_in = user()
    if signed_in is not None and signed_in.language in LANGUAGES:
        return signed_in.language
    return request.accept_languages.best_match(LANGUAGES) or SOURCE


def language() -> str:
    return str(get_locale() or SOURCE)


def vision() -> str | None:
    return "low" if request.cookies.get(VISION_COOKIE) == "low" else None


def said(text: str | None) -> str:
    """A text of the content in the reader's language."""
    return office().sayings.say(text, language()) if text else ""


@blueprint.get("/language/<code>")
@needs("public")
def change(code: str) -> ResponseReturnValue:
    if code not in LANGUAGES:
        raise NotFound
    response = redirect(came_from())
    response.set_cookie(COOKIE, code, max_age=YEAR, samesite="Lax", httponly=True)
    return response


@blueprint.get("/vision/<mode>")
@needs("public")
def see(mode: str) -> ResponseReturnValue:
    response = redirect(came_from())
    response.set_cookie(VISION_COOKIE, mode[:10], max_age=YEAR, samesite="Lax", httponly=True)
    return response


def came_from() -> str:
    """The page named by `next`, if it is one of ours."""
    return safe_path(request.args.get("next")) or url_for("portal.index")


def safe_path(target: str | None) -> str | None:
    """A path of this site; None for an address that leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or "\\" in target else target
