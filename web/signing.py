"""Signing: the last step of an application that must be signed; signatures in tasks. A demo one with the simulator."""

import base64
import binascii
import re
from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import queries, services
from engine.errors import NotFound
from engine.forms import check_iin
from engine.handling import Failure, TryLater
from engine.values import UserTask
from handlers.clients.demo_signer import Signatory, sign
from web.access import needs
from web.current import actor, ask, office, read, user
from web.filing import Filing, file_case
from web.portal import check, opened_application
from web.sheets import submitted_sheet
from web.tasks import case_values, form_of, page

blueprint = Blueprint("signing", __name__)
#: start variable that carries the signature of the request
SIGNATURE = "request_signature"
#: property of a field that takes a signature: the variable with the text that is signed
SIGNS = "sign"
#: bytes of a signature file
LARGEST = 200_000
FRAME = re.compile(r"-----[A-Z0-9 ]+-----")
#: every CMS begins so
SEQUENCE = b"\x30"
#: signs for an account without an IIN
DEMO_IIN = "700202300301"


def install(app: Flask) -> None:
    app.jinja_env.globals["is_simulated"] = lambda: bool(office().settings.simulator_url)


# ---- an application ------------------------------------------------------------------------------


@blueprint.get("/apply/<key>/sign")
@needs("apply")
def show(key: str) -> ResponseReturnValue:
    filing = ready(key)
    return sign_page(filing, None, 200) if filing else redirect(url_for("portal.answers", key=key))


@blueprint.get("/apply/<key>/sign/text")
@needs("apply")
def text(key: str) -> Response:
    """Byte for byte what is to be signed."""
    filing = ready(key)
    if filing is None:
        raise NotFound
    return as_file(request_text(filing))


@blueprint.post("/apply/<key>/sign")
@needs("apply")
def file(key: str) -> ResponseReturnValue:
    """Signed and filed in one step: what is signed is what is filed."""
    filing = ready(key)
    if filing is None:
        return redirect(url_for("portal.answers", key=key))
    try:
        cms = demo(request_text(filing), applicant(filing)) if "demo" in request.form else uploaded()
    except (Failure, TryLater, ValueError) as fault:
        return sign_page(filing, str(fault), 422)
    case, code = file_case(filing, {SIGNATURE: cms})
    return redirect(url_for("tracking.show", number=case.business_key, code=code, filed=1))


def ready(key: str) -> Filing | None:
    """The application with nothing left to correct; None: back to the answers."""
    filing = opened_application(key)
    if not filing.service.is_signed:
        raise NotFound
    check(filing)
    return None if filing.about.errors or filing.own.errors else filing


def sign_page(filing: Filing, error: str | None, status: int) -> ResponseReturnValue:
    said = request_text(filing)
    who = applicant(filing)
    return render_template("portal/sign.html", filing=filing, text=said, who=who, error=error), status


def request_text(filing: Filing) -> str:
    found: str = ask(services.request_text, filing.service.key, filing.case())
    return found


def applicant(filing: Filing) -> Signatory:
    """Who signs: the person of the account, for the organisation when one applies."""
    given: dict[str, Any] = filing.case()["applicant"]
    name = str(given.get("representative") or given.get("name"))
    organisation = str(given["name"]) if given.get("bin") else None
    return Signatory(iin=str(given.get("iin")), name=name, bin=given.get("bin"), organisation=organisation)


def uploaded() -> str:
    """A file as a signing program writes it, binary or in letters; ValueError says what is wrong."""
    given = request.files.get("cms")
    content = given.read(LARGEST + 1) if given else b""
    if not content:
        raise ValueError(_("выберите файл подписи"))
    content = binary(content)
    if len(content) > LARGEST or not content.startswith(SEQUENCE):
        raise ValueError(_("это не файл подписи: нужен .cms или .p7s без самого текста"))
    return base64.b64encode(content).decode()


def binary(content: bytes) -> bytes:
    """Out of base64 or PEM; as it is when it is neither."""
    try:
        letters = FRAME.sub("", content.decode("ascii"))
        return base64.b64decode("".join(letters.split()), validate=True)
    except (UnicodeDecodeError, binascii.Error):
        return content


# ---- a task --------------------------------------------------------------------------------------


@blueprint.post("/tasks/<task_id>/sign/<key>")
@needs("work")
def sign_task(task_id: str, key: str) -> ResponseReturnValue:
    """The form again, with a demo signature in the field."""
    task = read(queries.task, task_id)
    sheet = submitted_sheet(form_of(task), case_values(task), task_id)
    sheet.errors.clear()
    account = user()
    iin = account.iin if account and account.iin and check_iin(account.iin) is None else DEMO_IIN
    try:
        sheet.values[key] = demo(signed_text(task, key), Signatory(iin=iin, name=actor().name))
    except (Failure, TryLater) as fault:
        sheet.errors[key] = str(fault)
    return page(task, sheet)


@blueprint.get("/tasks/<task_id>/sign/<key>/text")
@needs("work")
def task_text(task_id: str, key: str) -> Response:
    return as_file(signed_text(read(queries.task, task_id), key))


def signed_text(task: UserTask, key: str) -> str:
    field = next((each for each in form_of(task).fields if each.key == key), None)
    if field is None or SIGNS not in field.properties:
        raise NotFound
    return str(case_values(task).get(field.properties[SIGNS]) or "")


# ---- both ----------------------------------------------------------------------------------------


def demo(said: str, who: Signatory) -> str:
    url = office().settings.simulator_url
    if not url:
        raise NotFound
    return sign(url, said, who)


def as_file(said: str) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="request.txt"'}
    return Response(said.encode(), mimetype="text/plain", headers=headers)
