"""How a case goes, for whoever has its number and code; whether an issued document is genuine, for everybody."""

import hmac
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import issued, queries, queue
from engine.errors import NotFound
from engine.issued import IssuedDocument
from engine.values import SYSTEM, ProcessInstance
from web.access import needs
from web.auth import too_many
from web.current import ask, office, user
from web.drawings import public_steps
from web.files import sent

blueprint = Blueprint("tracking", __name__)
#: what an applicant may take away
ISSUED = frozenset({"receipt", "result", "refusal", "notice"})
OPENED = "opened"
MOST_OPENED = 20


@blueprint.get("/track", endpoint="ask")
@needs("public")
def ask_number() -> ResponseReturnValue:
    return render_template("portal/track_ask.html", errors={}, given=request.args)


@blueprint.post("/track")
@needs("public")
def look() -> ResponseReturnValue:
    number = request.form.get("number", "").strip().upper()
    code = request.form.get("code", "").strip()
    wait = wait_for(number)
    if wait:
        return refuse({"number": too_many(wait)}, 429)
    if find_by_code(number, code) is None:
        return refuse({"number": _("проверьте номер и код: такого дела нет")}, 422)
    return redirect(url_for("tracking.show", number=number))


def refuse(errors: dict[str, str], status: int) -> ResponseReturnValue:
    return render_template("portal/track_ask.html", errors=errors, given=request.form), status


@blueprint.get("/track/<number>")
@needs("public")
def show(number: str) -> ResponseReturnValue:
    """With the code in the address (it is printed so), opened before, or the applicant's own."""
    code = request.args.get("code")
    if code and find_by_code(number, code):
        return redirect(url_for("tracking.show", number=number, filed=request.args.get("filed")))
    case = find_opened(number)
    if case is None:
        return redirect(url_for("tracking.ask", number=number))
    return render_template("portal/track.html", **told(case), filed=request.args.get("filed"))


@blueprint.get("/track/<number>/documents/<path:document_id>")
@needs("public")
def document(number: str, document_id: str) -> Response:
    case = find_opened(number)
    if case is None:
        raise NotFound
    found, content = ask(queries.content, SYSTEM, document_id)
    if found.instance_id != case.id or found.kind not in ISSUED:
        raise NotFound
    return sent(found, content, as_attachment="download" in request.args)


@blueprint.get("/check")
@needs("public")
def check_ask() -> ResponseReturnValue:
    number = request.args.get("number", "").strip()
    if number:
        return redirect(url_for("tracking.check", number=number))
    return render_template("portal/check.html", number="", documents=[], cases={})


@blueprint.get("/check/<path:number>")
@needs("public")
def check(number: str) -> ResponseReturnValue:
    """Kind, date, body and state of an issued document; nothing else that the paper itself does not say."""
    address = str(request.remote_addr)
    if office().addresses.wait(address):
        return refuse({"number": too_many(office().addresses.wait(address))}, 429)
    found: tuple[IssuedDocument, ...] = ask(issued.check, number)
    if not found:
        office().addresses.fail(address)
    cases = {each.id: ask(queries.instance, SYSTEM, each.instance_id) for each in found}
    page = render_template("portal/check.html", number=number, documents=found, cases=cases)
    return page, 200 if found else 404


def told(case: ProcessInstance) -> dict[str, Any]:
    """What the page of a case says."""
    deadlines = ask(queries.deadlines, SYSTEM, case.id)
    documents = ask(queries.documents, SYSTEM, case.id)
    variables = ask(queries.variables, SYSTEM, case.id)
    history = ask(queries.history, SYSTEM, case.id)
    return {
        "case": case,
        "steps": public_steps(history, case.definition_id),
        "service_term": next((each for each in deadlines if each.name == "service"), None),
        "issued": [each for each in documents if each.kind in ISSUED],
        "handed_in": [each for each in documents if each.kind == "upload"],
        "variables": variables,
        "standing": ask(queue.standing, SYSTEM, case.id),
        "promised": variables.get("promised"),
    }


def find_by_code(number: str, code: str) -> ProcessInstance | None:
    """The case whose code this is; remembered for this visit."""
    case = find(number)
    if case is None or wait_for(number):
        return None
    expected = str(ask(queries.variables, SYSTEM, case.id).get("tracking_code") or "")
    if not expected or not hmac.compare_digest(plain(expected), plain(code)):
        office().attempts.fail(f"case:{number}")
        office().addresses.fail(str(request.remote_addr))
        return None
    opened = [each for each in session.get(OPENED, []) if each != case.id]
    session[OPENED] = [case.id, *opened][:MOST_OPENED]
    return case


def plain(code: str) -> bytes:
    return "".join(letter for letter in code.upper() if letter.isalnum()).encode()


def find_opened(number: str) -> ProcessInstance | None:
    case = find(number)
    if case is None:
        return None
    account = user()
    is_own = account is not None and (
        account.id == case.started_by or (account.iin is not None and account.iin == case.subject)
    )
    return case if is_own or case.id in session.get(OPENED, []) else None


def find(number: str) -> ProcessInstance | None:
    try:
        found: ProcessInstance = ask(queries.find, SYSTEM, number.strip())
    except NotFound:
        return None
    return found


def wait_for(number: str) -> int:
    address = str(request.remote_addr)
    return max(office().attempts.wait(f"case:{number}"), office().addresses.wait(address))
