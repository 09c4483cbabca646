"""One task: the case beside it, its documents, the form of the model, the decision; drafts and completion."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import queries, services
from engine.commands import CompleteUserTask
from engine.desk import desk
from engine.errors import InvalidCommand, NotFound, WrongState
from engine.forms import Form
from engine.values import Document, UserTask
from web.access import needs
from web.current import actor, ask, engine, glance, office, read
from web.deadlines import distinct
from web.drawings import norm_of
from web.files import preview
from web.readings import note_reading
from web.sheets import Sheet, fresh_sheet, load_form, save_draft, submitted_sheet
from web.shell import person_name
from web.waiting import waiting
from web.when import clock_time

blueprint = Blueprint("tasks", __name__)
#: a task without a form of its own is only finished
NO_FORM = Form(id="none", parts=())


@blueprint.get("/tasks/<task_id>")
@needs("work")
def show(task_id: str) -> ResponseReturnValue:
    task = read(queries.task, task_id)
    if task.state != "open":
        return already_done(task, None)
    note_reading(task.instance_id, f"task {task.element}")
    draft = read(queries.draft, task_id)
    held = draft["variables"] if draft else None
    sheet = fresh_sheet(form_of(task), case_values(task), held, task_id)
    fill_in_person(sheet)
    return page(task, sheet, saved_at=draft["at"] if draft else None)


def fill_in_person(sheet: Sheet) -> None:
    """A field with the property `fill` = "actor" begins with the name of whoever works on the task."""
    for each in sheet.form.fields:
        if each.properties.get("fill") == "actor" and not sheet.values.get(each.key):
            sheet.values[each.key] = actor().name


@blueprint.post("/tasks/<task_id>")
@needs("work")
def complete(task_id: str) -> ResponseReturnValue:
    """Carry the step out; a mistake brings the page back with everything that was written."""
    found = glance(desk, task_id)
    task = found.task
    if task.state != "open":
        return already_done(task, request.form)
    sheet = submitted_sheet(found.form or NO_FORM, found.variables, task_id)
    clean = sheet.validate()
    if sheet.errors:
        return page(task, sheet), 422
    command = CompleteUserTask(task_id=task_id, variables=clean, documents=sheet.documents())
    try:
        engine().execute(command, actor(), found.seen)
    except WrongState:
        return already_done(read(queries.task, task_id), request.form)
    office().staging.drop(each for some in sheet.files.values() for each in some)
    return redirect(url_for("tasks.done", task_id=task_id))


@blueprint.get("/tasks/<task_id>/done")
@needs("work")
def done(task_id: str) -> ResponseReturnValue:
    """What came of it: the documents issued, the next step if it is mine."""
    task = read(queries.task, task_id)
    case = read(queries.instance, task.instance_id)
    following = [each for each in read(queries.tasks, task.instance_id) if each.state == "open"]
    issued = [
        each
        for each in read(queries.documents, task.instance_id)
        if each.kind != "upload" and task.completed_at and each.added_at >= task.completed_at
    ]
    return render_template(
        "tasks/done.html",
        task=task,
        case=case,
        mine=[each for each in following if may_take(each)],
        others=[each for each in following if not may_take(each)],
        issued=issued,
        is_waiting=is_waiting(task.instance_id),
        waiting=waiting(case),
    )


@blueprint.post("/tasks/<task_id>/draft")
@needs("work")
def save(task_id: str) -> ResponseReturnValue:
    """Keep what is written, unchecked. The script of the page asks for JSON, the button for the page."""
    task = read(queries.task, task_id)
    sheet = submitted_sheet(form_of(task), case_values(task), task_id)
    save_draft(task_id, sheet.held(), sheet)
    if request.accept_mimetypes.best == "application/json":
        return saved_answer()
    flash(_("Черновик сохранён в %(time)s.", time=clock_time(engine().clock.now())), "good")
    return redirect(url_for("tasks.show", task_id=task_id))


def saved_answer() -> Response:
    time = clock_time(engine().clock.now())
    return jsonify(saved=_("Черновик сохранён в %(time)s", time=time))


@blueprint.post("/tasks/<task_id>/fields")
@needs("work")
def fields(task_id: str) -> ResponseReturnValue:
    """The form again after an answer that shows or hides others."""
    task = read(queries.task, task_id)
    sheet = submitted_sheet(form_of(task), case_values(task), task_id)
    sheet.errors.clear()
    sheet.refresh = url_for("tasks.fields", task_id=task_id)
    sheet.signing = f"{url_for('tasks.show', task_id=task_id)}/sign"
    return render_template("tasks/fields.html", task=task, sheet=sheet)


def page(task: UserTask, sheet: Sheet, saved_at: Any = None) -> str:
    case = read(queries.instance, task.instance_id)
    documents = read(queries.documents, task.instance_id)
    sheet.refresh = url_for("tasks.fields", task_id=task.id)
    sheet.signing = f"{url_for('tasks.show', task_id=task.id)}/sign"
    return render_template(
        "tasks/show.html",
        task=task,
        case=case,
        sheet=sheet,
        context=sheet.context,
        norm=norm_of(task),
        deadlines=running(read(queries.deadlines, task.instance_id)),
        documents=documents,
        viewed=viewed(documents),
        names=names_of(case.key, sheet.context),
        waiting=waiting(case),
        saved_at=saved_at,
        may_complete=may_complete(task),
    )


def names_of(key: str, variables: Mapping[str, Any]) -> dict[str, str]:
    """What the standard calls the documents of this case, by code."""
    try:
        rows = ask(services.documents, key, variables)
    except (InvalidCommand, NotFound):
        return {}
    return {str(row["code"]): str(row["name"]) for row in rows if row.get("code") and row.get("name")}


def running(deadlines: tuple[Any, ...]) -> list[Any]:
    """Nearest first; those that ended are on the page of the case."""
    return distinct(each for each in deadlines if each.state in ("running", "paused"))


def viewed(documents: tuple[Document, ...]) -> dict[str, Any] | None:
    """The document asked for, else the first one that can be shown."""
    wanted = request.args.get("document")
    chosen = [each for each in documents if each.id == wanted] or list(documents[:1])
    return preview(chosen[0]) if chosen else None


def form_of(task: UserTask) -> Form:
    return load_form(task.form) if task.form else NO_FORM


def case_values(task: UserTask) -> Mapping[str, Any]:
    values: dict[str, Any] = read(queries.task_variables, task.id)
    return values


def may_complete(task: UserTask) -> bool:
    """It is mine, or nobody's and offered to me."""
    if task.assignee is not None:
        return bool(task.assignee == actor().id)
    return may_take(task)


def may_take(task: UserTask) -> bool:
    person = actor()
    if task.assignee not in (None, person.id):
        return False
    offered = any(person.has(role, task.body) for role in task.candidate_groups)
    return offered or person.id in (task.assignee, *task.candidate_users)


def is_waiting(instance_id: str) -> bool:
    """The system still works on it: documents are being issued."""
    return any(each.state in ("available", "locked") for each in read(queries.jobs, instance_id))


def already_done(task: UserTask, written: Mapping[str, str] | None) -> ResponseReturnValue:
    """Somebody was faster: who, when, and what the reader had written, so that nothing is lost."""
    kept = {
        name: text
        for name, text in (written or {}).items()
        if text and name != "csrf_token" and not name.startswith(("held:", "drop:"))
    }
    return (
        render_template(
            "tasks/already_done.html",
            task=task,
            who=person_name(task.completed_by),
            written=kept,
            labels={each.key: each.label for each in form_of(task).fields},
        ),
        409 if written is not None else 200,
    )
