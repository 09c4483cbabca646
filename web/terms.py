"""Legal terms: a supervisor pauses, resumes, extends; an administrator moves what a newer calendar ends otherwise."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from engine import queries
from engine.commands import Command, ExtendTerm, PauseTerm, RecountTerms, ResumeTerm
from engine.errors import NotFound
from engine.identifiers import Address
from engine.recounting import TermMove, moves
from engine.values import Deadline, ProcessInstance
from web.access import needs
from web.current import actor, engine, read
from web.i18n import language

blueprint = Blueprint("terms", __name__)
OPEN = ("running", "paused")
UNITS: Mapping[str, Any] = {
    "working_day": lazy_gettext("рабочие дни"),
    "calendar_day": lazy_gettext("календарные дни"),
    "month": lazy_gettext("месяцы"),
    "working_hour": lazy_gettext("рабочие часы"),
    "hour": lazy_gettext("часы"),
    "minute": lazy_gettext("минуты"),
}
#: action -> fields that must be filled in, what is said when one is empty
REQUIRED: Mapping[str, Mapping[str, Any]] = {
    "pause": {
        "reason": lazy_gettext("напишите, почему срок приостановлен: причина останется в деле"),
        "norm": lazy_gettext("назовите пункт, который позволяет приостановить срок"),
    },
    "extend": {
        "amount": lazy_gettext("напишите, на сколько продлить, целым числом от 1"),
        "grounds": lazy_gettext("напишите основание: оно останется в деле"),
        "norm": lazy_gettext("назовите пункт, который позволяет продлить срок"),
    },
    "resume": {},
}
ACTIONS: Mapping[str, Callable[[str, Mapping[str, str]], Command]] = {
    "pause": lambda term_id, given: PauseTerm(term_id=term_id, reason=given["reason"], norm=given["norm"]),
    "resume": lambda term_id, given: ResumeTerm(term_id=term_id),
    "extend": lambda term_id, given: ExtendTerm(
        term_id=term_id,
        amount=int(given["amount"]),
        unit=given["unit"],
        grounds=given["grounds"],
        norm=given["norm"],
    ),
}
DONE: Mapping[str, Any] = {
    "pause": lazy_gettext("Срок приостановлен."),
    "resume": lazy_gettext("Срок возобновлён."),
    "extend": lazy_gettext("Срок продлён."),
}


def may_change(case: ProcessInstance) -> bool:
    """A supervisor of a body the case was routed to."""
    return any(actor().has("supervisor", body) for body in case.bodies)


@blueprint.get("/supervise/terms/<term_id>")
@needs("supervise")
def show(term_id: str) -> ResponseReturnValue:
    return page(term_id, "", {}, {})


@blueprint.post("/supervise/terms/<term_id>")
@needs("supervise")
def change(term_id: str) -> ResponseReturnValue:
    """Which button was pressed says what is done."""
    given = {name: text.strip() for name, text in request.form.items()}
    action = given.get("action", "")
    if action not in ACTIONS:
        return redirect(url_for("terms.show", term_id=term_id))
    errors = faults(action, given)
    if errors:
        return page(term_id, action, errors, given), 422
    engine().execute(ACTIONS[action](term_id, given), actor())
    flash(str(DONE[action]), "good")
    return redirect(url_for("cases.show", business_key=case_of(term_id).business_key))


def faults(action: str, given: Mapping[str, str]) -> dict[str, str]:
    wanted = REQUIRED[action]
    empty = {name: str(words) for name, words in wanted.items() if not given.get(name)}
    amount = given.get("amount", "")
    if "amount" in wanted and not (amount.isascii() and amount.isdigit() and 0 < int(amount) < 1000):
        empty["amount"] = str(wanted["amount"])
    if action == "extend" and given.get("unit") not in UNITS:
        empty["unit"] = _("выберите, в чём считать")
    return empty


def page(term_id: str, action: str, errors: Mapping[str, str], given: Mapping[str, str]) -> str:
    case = case_of(term_id)
    return render_template(
        "supervisor/term.html",
        case=case,
        term=deadline(term_id),
        is_open=deadline(term_id).state in OPEN,
        may_change=may_change(case),
        units=UNITS,
        action=action,
        errors=errors,
        given=given,
    )


def case_of(term_id: str) -> ProcessInstance:
    found: ProcessInstance = read(queries.instance, Address.parse(term_id).instance_id)
    return found


def deadline(term_id: str) -> Deadline:
    rows: tuple[Deadline, ...] = read(queries.deadlines, Address.parse(term_id).instance_id)
    found = next((each for each in rows if each.id == term_id), None)
    if found is None:
        raise NotFound(_("Такого срока в деле нет."))
    return found


# ---- a newer version of a calendar ---------------------------------------------------------------


@blueprint.get("/cockpit/calendars")
@needs("cockpit")
def preview() -> ResponseReturnValue:
    """Which open deadlines the newest calendars would move; changes nothing."""
    return preview_page("")


@blueprint.post("/cockpit/calendars")
@needs("cockpit")
def recount() -> ResponseReturnValue:
    """Case by case, each with an entry that says why."""
    reason = request.form.get("reason", "").strip()
    if not reason:
        return preview_page(_("напишите, какой акт изменил календарь: он останется в делах")), 422
    found: tuple[TermMove, ...] = read(moves)
    cases = dict.fromkeys(each.instance_id for each in found)
    done = sum(
        len(engine().execute(RecountTerms(instance_id=each, reason=reason), actor())) for each in cases
    )
    flash(ngettext("Перенесён %(num)d срок.", "Перенесено сроков: %(num)d.", done), "good")
    return redirect(url_for("terms.preview"))


def preview_page(error: str) -> str:
    rows = [(each, each.why(language())) for each in read(moves)]
    return render_template(
        "cockpit/calendars.html", rows=rows, error=error, reason=request.form.get("reason", "")
    )
