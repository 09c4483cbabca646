"""What staff begin themselves (an order for many), and what they tell a case that waits to hear it (a withdrawal)."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from engine import queries, services
from engine.commands import CorrelateMessage, StartProcessInstance
from engine.values import ProcessInstance
from engine.waiting import Awaited, awaited
from web.access import needs
from web.current import actor, ask, engine, read

blueprint = Blueprint("begun", __name__)


def beginnings() -> list[tuple[services.Service, str]]:
    """Process and body of each that this person may begin."""
    return [
        (process, body)
        for process in ask(services.processes)
        for body in sorted({each.body for each in actor().memberships if each.role in process.started_by})
        if body != "*"
    ]


@blueprint.post("/begun/<key>/<body>")
@needs("counter")
def begin(key: str, body: str) -> ResponseReturnValue:
    """The body is the one in whose name it is begun."""
    if (key, body) not in {(process.key, its) for process, its in beginnings()}:
        raise NotFound
    variables = {"channel": "authority", "authority": body, "filed_at": engine().clock.now()}
    case = engine().execute(StartProcessInstance(key=key, variables=variables), actor())
    flash(_("Дело № %(number)s заведено.", number=case.business_key), "good")
    return redirect(url_for("cases.show", business_key=case.business_key))


def tellings(case: ProcessInstance) -> tuple[Awaited, ...]:
    """What this person may tell the case now."""
    found: tuple[Awaited, ...] = read(awaited, case.id)
    bodies = case.bodies or ("",)
    return tuple(
        each for each in found if any(actor().has(role, body) for role in each.told_by for body in bodies)
    )


@blueprint.post("/cases/<business_key>/tell")
@needs("work")
def tell(business_key: str) -> ResponseReturnValue:
    case: ProcessInstance = read(queries.find, business_key)
    told = next((each for each in tellings(case) if each.name == request.form.get("message")), None)
    if told is None:
        raise NotFound
    engine().execute(CorrelateMessage(name=told.name, instance_id=case.id), actor())
    flash(_("Записано в дело."), "good")
    return redirect(url_for("cases.show", business_key=business_key))
