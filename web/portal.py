"""Applicants: what services there are, filing with a draft and a look at the answers, the own applications."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import queries, services
from engine.errors import InvalidCommand, NotFound
from engine.services import Service
from web import places
from web.access import needs
from web.current import actor, ask, engine, read, user
from web.drawings import drawing
from web.filing import Filing, file_case, find_service, opened, submitted
from web.tasks import saved_answer
from web.when import clock_time

blueprint = Blueprint("portal", __name__)
PORTAL = "portal"
LEGAL = "legal"


@blueprint.get("/")
@needs("public")
def index() -> ResponseReturnValue:
    return render_template("portal/index.html", services=ask(services.services))


@blueprint.get("/services/<key>")
@needs("public")
def service(key: str) -> ResponseReturnValue:
    """Who may apply and how, with which documents, how long, at what price, by which act."""
    found = find_service(key)
    definition = ask(queries.latest, key)
    return render_template(
        "portal/service.html",
        service=found,
        act=drawing(definition.id).properties.get("norm", ""),
        ways=[
            describe(found, channel, procedure)
            for channel in found.channels
            for procedure in found.procedures or (None,)
        ],
        may_file=PORTAL in found.channels,
    )


def describe(service: Service, channel: str, procedure: str | None) -> dict[str, Any]:
    """What the act says for one channel and procedure."""
    case = {"channel": channel, "procedure": procedure}
    now = engine().clock.now()
    return {
        "channel": channel,
        "procedure": procedure if len(service.procedures) > 1 else None,
        "documents": asked(services.documents, service.key, case) or [],
        "fee": asked(services.fee, service.key, case),
        "term": term_of(service.key, case, now),
        "limits": asked(services.filing_limits, service.key, channel) or (),
    }


def asked(question: Any, key: str, case: Any) -> Any:
    """None where the act says nothing."""
    try:
        return ask(question, key, case)
    except (InvalidCommand, NotFound):
        return None


def term_of(key: str, case: dict[str, Any], start: datetime) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = ask(services.term, key, "service", case, start)
    except (InvalidCommand, NotFound):
        return None
    return found


@blueprint.get("/apply/<key>")
@needs("apply")
def application(key: str) -> ResponseReturnValue:
    return page(opened_application(key))


@blueprint.post("/apply/<key>")
@needs("apply")
def act(key: str) -> ResponseReturnValue:
    """Keep the answers; on to the look at them when they are right."""
    filing = submitted(portal_service(key), PORTAL, None)
    filing.keep()
    if request.form.get("do") == "draft":
        flash(_("Черновик сохранён в %(time)s.", time=clock_time(engine().clock.now())), "good")
        return redirect(url_for("portal.application", key=key))
    if request.form.get("do") == "refresh":
        filing.own.offer_defaults()
        return page(filing)
    check(filing)
    if filing.about.errors or filing.own.errors:
        return page(filing), 422
    return redirect(url_for("portal.answers", key=key))


@blueprint.post("/apply/<key>/draft")
@needs("apply")
def draft(key: str) -> ResponseReturnValue:
    filing = submitted(portal_service(key), PORTAL, None)
    filing.keep()
    return saved_answer()


@blueprint.get("/apply/<key>/answers")
@needs("apply")
def answers(key: str) -> ResponseReturnValue:
    """Everything once more before it is filed."""
    filing = opened_application(key)
    check(filing)
    if filing.about.errors or filing.own.errors:
        return page(filing), 422
    return render_template("portal/answers.html", **shown(filing))


@blueprint.post("/apply/<key>/answers")
@needs("apply")
def file(key: str) -> ResponseReturnValue:
    filing = opened_application(key)
    check(filing)
    if filing.about.errors or filing.own.errors:
        return page(filing), 422
    if filing.service.is_signed:
        return redirect(url_for("signing.show", key=key))
    case, code = file_case(filing)
    return redirect(url_for("tracking.show", number=case.business_key, code=code, filed=1))


@blueprint.get("/my")
@needs("apply")
def cabinet() -> ResponseReturnValue:
    found = read(queries.instances, limit=100)
    drafts = [each for each in ask(services.services) if has_draft(each.key)]
    return render_template("portal/cabinet.html", page=found, drafts=drafts)


def has_draft(key: str) -> bool:
    kept = read(queries.draft, f"start:{key}:{actor().id}")
    return bool(kept and kept["variables"])


def check(filing: Filing) -> None:
    """On the portal a required document is a file."""
    filing.check()
    for each in filing.wanted():
        if each.required and each.is_asked and not filing.about.staged(each.key):
            filing.about.errors.setdefault(each.key, _("приложите файл"))
            filing.about.labels[each.key] = each.name


def portal_service(key: str) -> Service:
    found = find_service(key)
    if PORTAL not in found.channels:
        raise NotFound(f"The act gives no portal for {key}; apply where it says.")
    return found


def opened_application(key: str) -> Filing:
    service = portal_service(key)
    return opened(service, PORTAL, known(service), None)


def known(service: Service) -> dict[str, Any]:
    """From the account, and from the last application."""
    account = user()
    assert account is not None
    person: dict[str, Any] = {"iin": account.iin, "name": account.name, "email": account.email}
    person["language"] = account.language
    cases = read(queries.instances, limit=1).items
    before = read(queries.variables, cases[0].id) if cases else {}
    person["phone"] = (before.get("applicant") or {}).get("phone")
    place = "|".join(before.get(name) or "" for name in ("region", "district"))
    if service.applicants == LEGAL:
        person |= organisation(before.get("applicant") or {}, account.name)
    return {"applicant": person, "place": place.strip("|") and place, "settlement": before.get("settlement")}


def organisation(before: dict[str, Any], name: str) -> dict[str, Any]:
    """Of the last application, when it was for one; the account's own name is that of its representative."""
    is_known = bool(before.get("bin"))
    return {
        "representative": name,
        "bin": before.get("bin"),
        "name": before.get("name") if is_known else None,
    }


def page(filing: Filing) -> str:
    filing.own.refresh = url_for("portal.act", key=filing.service.key)
    return render_template("portal/application.html", places=places.choices(), **shown(filing))


def shown(filing: Filing) -> dict[str, Any]:
    return {"filing": filing, "wanted": filing.wanted(), "promise": filing.promise()}
