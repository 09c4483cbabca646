"""What a supervisor or administrator does with a case as a whole: suspend, resume, cancel, start anew."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from engine import queries
from engine.commands import (
    CancelProcessInstance,
    Command,
    RestartProcessInstance,
    ResumeProcessInstance,
    SuspendProcessInstance,
)
from engine.errors import InvalidCommand
from engine.values import ProcessInstance
from web.access import may_enter, needs
from web.current import actor, engine, read

blueprint = Blueprint("operations", __name__)
#: state of the case -> what can be done with it, and the words on the button
POSSIBLE: Mapping[str, Mapping[str, Any]] = {
    "active": {"suspend": lazy_gettext("Приостановить дело"), "cancel": lazy_gettext("Прекратить дело")},
    "suspended": {"resume": lazy_gettext("Возобновить дело"), "cancel": lazy_gettext("Прекратить дело")},
    "completed": {"restart": lazy_gettext("Начать дело заново")},
    "terminated": {"restart": lazy_gettext("Начать дело заново")},
}
COMMANDS: Mapping[str, Callable[[str, str], Command]] = {
    "suspend": lambda case, reason: SuspendProcessInstance(instance_id=case, reason=reason),
    "resume": lambda case, reason: ResumeProcessInstance(instance_id=case, reason=reason),
    "cancel": lambda case, reason: CancelProcessInstance(instance_id=case, reason=reason),
    "restart": lambda case, reason: RestartProcessInstance(predecessor=case, reason=reason),
}
DONE: Mapping[str, Any] = {
    "suspend": lazy_gettext("Дело приостановлено."),
    "resume": lazy_gettext("Дело возобновлено."),
    "cancel": lazy_gettext("Дело прекращено."),
    "restart": lazy_gettext("Начато новое дело с теми же сведениями."),
}


def possible(case: ProcessInstance) -> Mapping[str, Any]:
    """What this person may do with the case now; {} for whoever watches over neither it nor the system."""
    watches = any(actor().has("supervisor", body) for body in case.bodies)
    if not may_enter("resolve", actor()) or not (watches or actor().has("administrator")):
        return {}
    return POSSIBLE.get(case.state, {})


@blueprint.post("/cases/<business_key>/operations")
@needs("resolve")
def operate(business_key: str) -> ResponseReturnValue:
    """Which button was pressed says what is done. A new case is shown at once."""
    case: ProcessInstance = read(queries.find, business_key)
    action, reason = request.form.get("action", ""), request.form.get("reason", "").strip()
    if action not in possible(case):
        raise InvalidCommand(_("С этим делом сейчас так сделать нельзя."))
    if not reason:
        flash(_("Напишите причину: она останется в истории дела."), "late")
        return redirect(url_for("cases.show", business_key=business_key, _anchor="operations"))
    made = engine().execute(COMMANDS[action](case.id, reason[:1000]), actor())
    flash(DONE[action], "good")
    number = made.business_key if isinstance(made, ProcessInstance) else business_key
    return redirect(url_for("cases.show", business_key=number))
