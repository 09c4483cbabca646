"""A clerk files for an applicant: service and IIN, answers, documents of the channel, the first task."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import accounts, queries, services
from engine.forms import check_iin
from web import places
from web.access import needs
from web.begun import beginnings
from web.current import ask, engine, read
from web.filing import Filing, file_case, find_service, opened, submitted
from web.sheets import worded
from web.shell import body_name
from web.tasks import is_waiting, may_take, saved_answer
from web.waiting import waiting
from web.wanted import Wanted
from web.when import clock_time
from web.windows import window, windows

blueprint = Blueprint("counter", __name__)


@blueprint.get("/counter")
@needs("counter")
def index() -> ResponseReturnValue:
    return begin_page({}, 200)


def begin_page(errors: Mapping[str, str], status: int) -> ResponseReturnValue:
    offered = [each for each in ask(services.services) if windows(each)]
    page = render_template(
        "counter/index.html",
        services=offered,
        errors=errors,
        given=request.args,
        beginnings=beginnings(),
        body_name=body_name,
    )
    return page, status


@blueprint.get("/counter/begin")
@needs("counter")
def begin() -> ResponseReturnValue:
    iin = request.args.get("iin", "").replace(" ", "")
    errors = {}
    if not request.args.get("service"):
        errors["service"] = _("выберите услугу")
    fault = check_iin(iin)
    if fault:
        errors["iin"] = worded(fault)
    if errors:
        return begin_page(errors, 422)
    return redirect(url_for("counter.application", key=request.args["service"], iin=iin))


@blueprint.get("/counter/<key>")
@needs("counter")
def application(key: str) -> ResponseReturnValue:
    service = find_service(key)
    channel, body = window(service)
    return page(opened(service, channel, known(request.args.get("iin", ""), body), body))


@blueprint.post("/counter/<key>")
@needs("counter")
def act(key: str) -> ResponseReturnValue:
    """File it, keep it, or count again: the button says which."""
    service = find_service(key)
    filing = submitted(service, *window(service))
    todo = request.form.get("do", "file")
    if todo == "refresh":
        return page(filing)
    if todo == "draft":
        return keep(filing)
    filing.check()
    if filing.about.errors or filing.own.errors:
        return page(filing), 422
    case, code = file_case(filing)
    flash(
        _("Дело № %(number)s заведено. Код для получателя: %(code)s.", number=case.business_key, code=code),
        "good",
    )
    return redirect(url_for("counter.filed", instance_id=case.id, at="once"))


@blueprint.get("/counter/filed/<instance_id>")
@needs("counter")
def filed(instance_id: str) -> ResponseReturnValue:
    """Straight to the first task that is mine; while the system still works, wait for it."""
    mine = [each for each in read(queries.tasks, instance_id) if each.state == "open" and may_take(each)]
    if mine:
        return redirect(url_for("tasks.show", task_id=mine[0].id))
    case = read(queries.instance, instance_id)
    return render_template(
        "counter/filed.html",
        case=case,
        code=read(queries.variables, instance_id).get("tracking_code"),
        documents=read(queries.documents, instance_id),
        is_waiting=is_waiting(instance_id),
        waiting=waiting(case),
    )


def keep(filing: Filing) -> ResponseReturnValue:
    filing.keep()
    if request.accept_mimetypes.best == "application/json":
        return saved_answer()
    flash(_("Черновик сохранён в %(time)s.", time=clock_time(engine().clock.now())), "good")
    return redirect(url_for("counter.application", key=filing.service.key))


@blueprint.post("/counter/<key>/draft")
@needs("counter")
def draft(key: str) -> ResponseReturnValue:
    service = find_service(key)
    return keep(submitted(service, *window(service)))


def page(filing: Filing) -> str:
    wanted = filing.wanted()
    missing = [each for each in wanted if each.required and each.is_asked and not each.is_handed_in]
    filing.own.refresh = url_for("counter.act", key=filing.service.key)
    return render_template(
        "counter/application.html",
        filing=filing,
        wanted=wanted,
        missing=missing,
        may_refuse=may_refuse(filing, missing),
        promise=filing.promise(),
        places=places.choices(),
        windows=windows(filing.service),
        body_names={each: body_name(each) for some in filing.candidates.values() for each in some},
    )


def may_refuse(filing: Filing, missing: list[Wanted]) -> bool:
    """Whether the act lets this window refuse acceptance for want of one of these."""
    grounds = ask(services.acceptance_refusals, filing.service.key, filing.case())
    return bool({each["code"] for each in grounds} & {each.code for each in missing})


def known(iin: str, body: str) -> dict[str, Any]:
    """What earlier cases and accounts know of this person, and the place of the window."""
    person: dict[str, Any] = {"iin": iin}
    cases = read(queries.instances, text=iin, limit=1).items if iin else ()
    if cases:
        held = read(queries.variables, cases[0].id).get("applicant") or {}
        person |= {name: held[name] for name in ("name", "phone", "email", "language") if held.get(name)}
    for account in ask(accounts.of_iin, iin) if iin else ():
        person |= {"name": account.name, "language": account.language}
    return {"applicant": person, "place": places.of_body(body)}
