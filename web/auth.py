"""Signing in with a local account, the session, and the door that asks every request for its area."""

import hashlib
from secrets import token_hex

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import Unauthorized

from engine import accounts
from engine.errors import NotFound
from engine.values import User
from web.access import area_of, may_enter, needs, require_area, system_roles
from web.current import engine, office, user
from web.i18n import safe_path

blueprint = Blueprint("auth", __name__)
hasher = PasswordHasher()
#: verified when there is no such account, so that the answer takes as long
NOBODY = hasher.hash(token_hex(16))

#: role -> first page; the first that fits, and exists
HOMES = (
    ("applicant", "portal.cabinet"),
    ("clerk", "inbox.index"),
    ("supervisor", "supervisor.index"),
    ("auditor", "audit.index"),
    ("analyst", "studio.index"),
    ("administrator", "cockpit.index"),
)


def install(app: Flask) -> None:
    app.before_request(recognise)
    app.before_request(guard)
    app.jinja_env.globals.update(user=user, may=may)


def recognise() -> None:
    """Put the person of the session into `g`; a changed password or a disabled account ends it."""
    g.user = None
    if request.endpoint == "static" or "user" not in session:
        return
    found = find_user(session["user"])
    if found is None or not found.is_active or session.get("stamp") != stamp(found):
        session.clear()
        return
    g.user = found


def guard() -> None:
    """Every request, before its view."""
    signed_in = user()
    area = area_of(request.endpoint)
    if signed_in is None and area is not None and not may_enter(area, None):
        raise Unauthorized
    require_area(signed_in.actor if signed_in else None)


def find_user(user_id: str) -> User | None:
    try:
        found: User = engine().glance(accounts.user, user_id)
    except NotFound:
        return None
    return found


def stamp(account: User) -> str:
    """Changes with the password."""
    return hashlib.sha256(account.password_hash.encode()).hexdigest()[:16]


def may(area: str) -> bool:
    signed_in = user()
    return may_enter(area, signed_in.actor if signed_in else None)


def home(account: User) -> str:
    roles = system_roles(account.actor)
    pages = [page for role, page in HOMES if role in roles and page in current_app.view_functions]
    return url_for(pages[0] if pages else "portal.index")


@blueprint.get("/sign-in")
@needs("public")
def sign_in() -> ResponseReturnValue:
    account = user()
    if account is not None:
        return redirect(home(account))
    return render_template("auth/sign_in.html", target=request.args.get("next", ""), errors={})


@blueprint.post("/sign-in")
@needs("public")
def enter() -> ResponseReturnValue:
    name = request.form.get("username", "").strip().lower()
    address = str(request.remote_addr)
    wait = max(office().attempts.wait(name), office().addresses.wait(address))
    if wait:
        return refuse(name, too_many(wait), 429)
    account = find_user(name) if name else None
    if not password_fits(account, request.form.get("password", "")):
        office().attempts.fail(name)
        office().addresses.fail(address)
        return refuse(name, _("проверьте логин и пароль: такой пары нет"), 422)
    assert account is not None
    office().attempts.succeed(name)
    begin_session(account)
    return redirect(safe_path(request.form.get("next")) or home(account))


def password_fits(account: User | None, password: str) -> bool:
    expected = account.password_hash if account and account.is_active else NOBODY
    try:
        hasher.verify(expected, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return account is not None and account.is_active


def begin_session(account: User) -> None:
    session.clear()
    session.permanent = True
    session["user"] = account.id
    session["stamp"] = stamp(account)


def too_many(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "слишком много попыток: повторите через %(num)d минуту",
        "слишком много попыток: повторите через %(num)d минут",
        minutes,
    )


def refuse(name: str, message: str, status: int) -> ResponseReturnValue:
    target = request.form.get("next", "")
    errors = {"username": message}
    page = render_template("auth/sign_in.html", target=target, errors=errors, name=name)
    return page, status


@blueprint.post("/sign-out")
@needs("signed_in")
def sign_out() -> ResponseReturnValue:
    session.clear()
    return redirect(url_for("auth.sign_in"))
