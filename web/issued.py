"""The register of issued documents: find one, take the list away, make a document void."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import issued, queries
from engine.clock import LOCAL
from engine.commands import AnnulDocument
from engine.errors import NotFound
from engine.issued import Filter, IssuedDocument
from engine.values import Page, ProcessInstance
from web.access import may_enter, needs
from web.current import actor, ask, engine, read
from web.entries import kept
from web.inbox import offset
from web.issued_csv import to_csv

blueprint = Blueprint("issued", __name__)
LIMIT = 30
#: rows of a file for a table program
MOST = 50_000


@blueprint.get("/issued")
@needs("cases")
def index() -> ResponseReturnValue:
    """The newest first; filters are parts of the address."""
    chosen = asked()
    found: Page = read(issued.register, chosen, offset=offset(), limit=LIMIT)
    unissued = read(issued.unissued, chosen) if offset() == 0 and not (chosen.kind or chosen.state) else ()
    numbers = {each.instance_id: case_number(each.instance_id) for each in unissued}
    return render_template(
        "issued/index.html",
        page=found,
        chosen=chosen,
        bodies=bodies(),
        years=years(),
        kinds=issued.KINDS,
        states=issued.STATES,
        unissued=unissued,
        case_numbers=numbers,
        may_annul=may_enter("resolve", actor()),
        address=address,
        registers=kept(),
        csv_url=url_for("issued.table", **arguments()),
    )


@blueprint.get("/issued.csv")
@needs("cases")
def table() -> Response:
    """The same list as a file."""
    found: Page = read(issued.register, asked(), limit=MOST)
    headers = {"Content-Disposition": 'attachment; filename="issued.csv"', "Cache-Control": "no-store"}
    return Response(to_csv(found.items), mimetype="text/csv", headers=headers)


@blueprint.get("/issued/annul/<document_id>")
@needs("resolve")
def annul_ask(document_id: str) -> ResponseReturnValue:
    return annul_page(find(document_id))


@blueprint.post("/issued/annul/<document_id>")
@needs("resolve")
def annul(document_id: str) -> ResponseReturnValue:
    found = find(document_id)
    reason = request.form.get("reason", "").strip()
    if not reason:
        return annul_page(found, _("напишите, почему документ недействителен: это увидит тот, кто его проверяет")), 422
    command = AnnulDocument(instance_id=found.instance_id, document_id=found.id, reason=reason[:1000])
    engine().execute(command, actor())
    flash(_("Документ № %(number)s недействителен.", number=found.number), "good")
    return redirect(url_for("issued.index", number=found.number))


def annul_page(found: IssuedDocument, error: str = "") -> str:
    given = request.form.get("reason", "")
    return render_template("issued/annul.html", document=found, error=error, given=given)


def find(document_id: str) -> IssuedDocument:
    document, _content = read(queries.content, document_id)
    found: tuple[IssuedDocument, ...] = ask(issued.check, document.number or "")
    for each in found:
        if each.id == document_id:
            return each
    raise NotFound(f"Expected an issued document, but {document_id} is none.")


def case_number(instance_id: str) -> str | None:
    case: ProcessInstance = read(queries.instance, instance_id)
    return case.business_key


# ---- what was asked for --------------------------------------------------------------------------


def asked() -> Filter:
    """What is no filter counts for nothing."""
    given = {name: text.strip() or None for name, text in request.args.items()}
    year = given.get("year") or ""
    return Filter(
        body=given.get("body"),
        year=int(year) if year.isdigit() and 2000 <= int(year) <= 2100 else None,
        kind=given["kind"] if given.get("kind") in issued.KINDS else None,
        number=given.get("number"),
        state=given["state"] if given.get("state") in issued.STATES else None,
    )


def arguments() -> dict[str, Any]:
    return {name: each for name, each in request.args.items() if each and name != "offset"}


def address(**changes: Any) -> str:
    """This list with parts of its address changed; None takes one away."""
    changed = {**arguments(), **changes}
    return url_for("issued.index", **{name: each for name, each in changed.items() if each})


def bodies() -> list[str]:
    """The bodies of the person; of those who see all, none to choose from: they write the id into the address."""
    own = {each.body for each in actor().memberships if each.body != "*"}
    return sorted(own | ({asked().body or ""} - {""}))


def years() -> list[int]:
    this = engine().clock.now().astimezone(LOCAL).year
    return list(range(this, this - 5, -1))
