"""Administrators: accounts, and who works in which body with which role."""

from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import accounts
from engine.commands import ChangePassword, CreateUser, DisableUser, GrantRole, RevokeRole
from engine.errors import NotFound
from engine.forms import check_iin
from engine.values import User
from web.access import SYSTEM_ROLES, needs
from web.auth import find_user, hasher
from web.current import actor, ask, engine, office
from web.shell import body_name

blueprint = Blueprint("people", __name__)
EVERYWHERE = "*"
#: bodies shown for a search
MOST_BODIES = 20


@blueprint.get("/cockpit/people")
@needs("cockpit")
def index() -> ResponseReturnValue:
    text = request.args.get("text", "").strip().casefold()
    found = [each for each in ask(accounts.every) if text in f"{each.id} {each.name}".casefold()]
    return render_template("people/index.html", people=found, text=text, errors={}, given={})


@blueprint.post("/cockpit/people")
@needs("cockpit")
def create() -> ResponseReturnValue:
    """A new account with a password that is shown once."""
    given = {name: request.form.get(name, "").strip() for name in ("login", "name", "email", "iin")}
    errors = faults(given)
    if errors:
        people = ask(accounts.every)
        return render_template("people/index.html", people=people, text="", errors=errors, given=given), 422
    password = token_urlsafe(9)
    command = CreateUser(
        user_id=given["login"].lower(),
        name=given["name"],
        password_hash=hasher.hash(password),
        email=given["email"] or None,
        iin=given["iin"] or None,
    )
    engine().execute(command, actor())
    return said_password(command.user_id, password)


def faults(given: dict[str, str]) -> dict[str, str]:
    errors = {}
    login = given["login"].lower()
    if not login.isascii() or not login.replace("-", "").replace(".", "").isalnum():
        errors["login"] = _("напишите логин латиницей: буквы, цифры, точка, дефис")
    elif find_user(login) is not None:
        errors["login"] = _("такой логин уже есть: возьмите другой")
    if not given["name"]:
        errors["name"] = _("напишите фамилию и имя")
    if given["iin"] and check_iin(given["iin"]) is not None:
        errors["iin"] = _("проверьте ИИН: в нём 12 цифр с верной контрольной")
    return errors


@blueprint.get("/cockpit/people/<user_id>")
@needs("cockpit")
def show(user_id: str) -> ResponseReturnValue:
    return page(user_id, {})


def page(user_id: str, errors: dict[str, str]) -> str:
    person: User = ask(accounts.user, user_id)
    text = request.values.get("find", "").strip()
    held = sorted(person.memberships, key=lambda each: (each.body, each.role))
    return render_template(
        "people/show.html",
        person=person,
        held=[(each, body_name(each.body) if each.body != EVERYWHERE else "") for each in held],
        roles=roles(),
        find=text,
        bodies=bodies_like(text),
        errors=errors,
        everywhere=EVERYWHERE,
    )


def roles() -> list[str]:
    """Of the system, then of the acts."""
    return [*SYSTEM_ROLES, *(each for each in office().registers.roles if each not in SYSTEM_ROLES)]


def bodies_like(text: str) -> list[tuple[str, str]]:
    """Bodies of the registers whose name or place holds every word of the text."""
    words = text.casefold().split()
    if not words:
        return []
    found: list[tuple[str, str]] = []
    for body_id in engine().content.directories.by_id:
        body: dict[str, Any] = engine().content.body(body_id) or {}
        line = f"{body.get('name')}, {body.get('district') or body.get('region')}"
        if all(word in f"{line} {body.get('region')} {body_id}".casefold() for word in words):
            found.append((body_id, line))
        if len(found) == MOST_BODIES:
            break
    return found


@blueprint.post("/cockpit/people/<user_id>/roles")
@needs("cockpit")
def grant(user_id: str) -> ResponseReturnValue:
    """A role in a body, from a day to a day."""
    given = {name: request.form.get(name) or None for name in ("valid_from", "valid_until")}
    role, body = request.form.get("role", ""), request.form.get("body", "")
    errors = {}
    if role not in roles():
        errors["role"] = _("выберите роль")
    if body != EVERYWHERE and body not in engine().content.directories.by_id:
        errors["body"] = _("найдите и выберите орган")
    elif body == EVERYWHERE and role and role not in SYSTEM_ROLES:
        errors["body"] = _("роль из стандарта даётся в одном органе: найдите его")
    if errors:
        return page(user_id, errors), 422
    engine().execute(GrantRole(user_id=user_id, role=role, body=body, **given), actor())
    flash(_("Роль дана."), "good")
    return redirect(url_for("people.show", user_id=user_id))


@blueprint.post("/cockpit/people/<user_id>/roles/revoke")
@needs("cockpit")
def revoke(user_id: str) -> ResponseReturnValue:
    command = RevokeRole(
        user_id=user_id, role=request.form.get("role", ""), body=request.form.get("body", "")
    )
    engine().execute(command, actor())
    flash(_("Роль снята."), "good")
    return redirect(url_for("people.show", user_id=user_id))


@blueprint.post("/cockpit/people/<user_id>/password")
@needs("cockpit")
def reset(user_id: str) -> ResponseReturnValue:
    """A new password, shown once; it ends every session of the person."""
    if find_user(user_id) is None:
        raise NotFound
    password = token_urlsafe(9)
    engine().execute(ChangePassword(user_id=user_id, password_hash=hasher.hash(password)), actor())
    return said_password(user_id, password)


@blueprint.post("/cockpit/people/<user_id>/disable")
@needs("cockpit")
def disable(user_id: str) -> ResponseReturnValue:
    engine().execute(DisableUser(user_id=user_id), actor())
    flash(_("Вход закрыт. Сделанное этим человеком остаётся в делах."), "good")
    return redirect(url_for("people.show", user_id=user_id))


def said_password(user_id: str, password: str) -> str:
    return render_template("people/password.html", user_id=user_id, password=password)
