"""Cases: the list, and one whole case: what the applicant sees, events, terms, documents, people, the drawing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import path, queries, queue, services
from engine.commands import AddNote
from engine.errors import InvalidCommand, NotFound
from engine.values import ProcessInstance, UserTask
from web.access import may_enter, needs
from web.begun import tellings
from web.current import actor, ask, engine, read
from web.deadlines import distinct
from web.diagrams import drawings, in_words, states
from web.drawings import public_steps
from web.inbox import offset
from web.operations import possible
from web.readings import note_reading
from web.tasks import may_take, names_of
from web.terms import may_change
from web.timeline import timeline
from web.waiting import step_names, waiting

blueprint = Blueprint("cases", __name__)
LIMIT = 30
STATES = ("active", "suspended", "completed", "terminated")


@blueprint.get("/cases")
@needs("cases")
def index() -> ResponseReturnValue:
    """Newest first; one exact number leads straight to its case."""
    text = request.args.get("q", "").strip()
    if text and (found := _by_number(text)):
        return redirect(url_for("cases.show", business_key=found.business_key))
    state = request.args.get("state") if request.args.get("state") in STATES else None
    chosen = {
        "process": request.args.get("process") or None,
        "state": state,
        "text": text or None,
        "overdue": request.args.get("overdue") == "1",
    }
    return render_template(
        "cases/index.html",
        page=read(queries.instances, **chosen, offset=offset(), limit=LIMIT),
        chosen=chosen,
        services=ask(services.processes),
        states=STATES,
        address=address,
    )


def _by_number(text: str) -> ProcessInstance | None:
    try:
        found: ProcessInstance = read(queries.find, text.upper())
    except NotFound:
        return None
    return found


def address(**changes: Any) -> str:
    """This list with parts of its address changed; None takes one away."""
    arguments: dict[str, Any] = {**request.args.to_dict(), "offset": None, **changes}
    return url_for("cases.index", **{name: each for name, each in arguments.items() if each})


@blueprint.get("/cases/<business_key>")
@needs("cases")
def show(business_key: str) -> ResponseReturnValue:
    case = read(queries.find, business_key)
    note_reading(case.id, "case")
    history = read(queries.history, case.id)
    tasks: tuple[UserTask, ...] = read(queries.tasks, case.id)
    context = read(queries.variables, case.id)
    found = drawings(read(path.path, case.id))
    return render_template(
        "cases/show.html",
        case=case,
        context=context,
        steps=public_steps(history, case.definition_id),
        lines=timeline(history, case.definition_id),
        deadlines=distinct(read(queries.deadlines, case.id)),
        documents=read(queries.documents, case.id),
        names=names_of(case.key, context),
        waiting=waiting(case, history),
        step_names=step_names(case, history),
        incidents=[each for each in read(queries.incidents, case.id) if each.state == "open"],
        open_tasks=[each for each in tasks if each.state == "open"],
        people=people(tasks),
        standing=read(queue.standing, case.id),
        drawings=found,
        words={each.host: in_words(each) for each in found},
        state_words=states(),
        may_take=may_take,
        may_audit=may_enter("audit", actor()),
        may_work=may_enter("work", actor()),
        may_change_terms=may_change(case),
        operations=possible(case),
        tellings=tellings(case),
        may_retry=may_enter("cockpit", actor()) or may_enter("supervise", actor()),
    )


def people(tasks: tuple[UserTask, ...]) -> list[dict[str, str]]:
    """Who had a hand in the case, each once, with what they did last."""
    found: dict[str, dict[str, str]] = {}
    for task in tasks:
        who = task.completed_by or task.assignee
        if who and who != "system":
            doing = task.state == "open"
            found[who] = {"id": who, "task": task.name, "doing": "yes" if doing else ""}
    return list(found.values())


@blueprint.post("/cases/<business_key>/notes")
@needs("work")
def add_note(business_key: str) -> ResponseReturnValue:
    case = read(queries.find, business_key)
    text = request.form.get("text", "").strip()
    if not text:
        raise InvalidCommand(_("Напишите текст заметки."))
    engine().execute(AddNote(instance_id=case.id, text=text[:4000]), actor())
    flash(_("Заметка добавлена."), "good")
    return redirect(url_for("cases.show", business_key=business_key))
