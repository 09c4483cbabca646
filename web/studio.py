"""Analysts: the models and their versions, the modeller, problems while drawing, deployment."""

import re
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from engine import definitions, queries
from engine.bpmn import rules
from engine.bpmn.layout import lay_out
from engine.commands import Deploy, Resource, SaveDraft
from engine.errors import InvalidDefinition, NotFound, Problem
from engine.library import kind_of
from engine.values import ProcessDefinition
from web import security
from web.access import needs
from web.current import actor, ask, engine, read
from web.drawings import drawing
from web.files import tidy_name
from web.models import KEY, blank
from web.versions import compare

blueprint = Blueprint("studio", __name__)
#: files an analyst may deploy


@blueprint.get("/studio")
@needs("studio")
def index() -> ResponseReturnValue:
    return index_page()


def index_page(problems: tuple[Problem, ...] = (), errors: dict[str, str] | None = None) -> str:
    return render_template(
        "studio/index.html",
        models=models(),
        problems=problems,
        errors=errors or {},
        given=request.form,
        drafts=[each for each in models() if has_draft(each)],
    )


def models() -> dict[str, list[ProcessDefinition]]:
    """Key -> versions, the newest first."""
    found: dict[str, list[ProcessDefinition]] = {}
    for each in ask(queries.definitions_of, latest_only=False):
        found.setdefault(each.key, []).append(each)
    return {key: sorted(found[key], key=lambda each: -each.version) for key in sorted(found)}


@blueprint.get("/studio/versions/<definition_id>")
@needs("studio")
def show(definition_id: str) -> ResponseReturnValue:
    """One version: its drawing, its problems, the other versions."""
    definition = drawing(definition_id)
    content = ask(queries.source, definition_id)
    problems = linted([Resource(name=f"{definition.key}.bpmn", content=content)])
    return render_template(
        "studio/show.html",
        definition=definition,
        problems=problems,
        faulty={"incidents": sorted({each.element for each in problems if each.severity == "error"})},
        versions=models()[definition.key],
    )


@blueprint.get("/studio/compare")
@needs("studio")
def differences() -> ResponseReturnValue:
    """What one version has otherwise than another, element by element."""
    old, new = drawing(request.args.get("old", "")), drawing(request.args.get("new", ""))
    changes = compare(old, new)
    marked = {"completed": {each.element: 1 for each in changes if each.kind != "removed"}}
    return render_template("studio/compare.html", old=old, new=new, changes=changes, marked=marked)


# ---- the modeller --------------------------------------------------------------------------------


@blueprint.post("/studio/models")
@needs("studio")
def create() -> ResponseReturnValue:
    """A new model: an empty drawing under a name of its own, kept as a draft until it is deployed."""
    key, name = request.form.get("key", "").strip(), request.form.get("name", "").strip()
    errors = {}
    if not re.fullmatch(KEY, key):
        errors["key"] = _("напишите ключ латиницей через дефис, например school-enrolment")
    elif key in models():
        errors["key"] = _("такая модель уже есть: откройте её")
    if not name:
        errors["name"] = _("напишите название услуги")
    if errors:
        return index_page(errors=errors), 422
    keep(key, blank(key, name))
    return redirect(url_for("studio.edit", key=key))


@blueprint.get("/studio/models/<key>")
@needs("studio")
def edit(key: str) -> ResponseReturnValue:
    if not content_of(key):
        raise NotFound(f'There is no model "{key}".')
    # the editor of expressions in the properties panel brings its rules in a style element
    security.allow("style-src", "'unsafe-inline'")
    draft = held(key)
    versions = models().get(key, [])
    return render_template(
        "studio/edit.html", key=key, versions=versions, kept_at=draft and draft["at"], rules=rules()
    )


@blueprint.get("/studio/models/<key>.bpmn")
@needs("studio")
def model(key: str) -> Response:
    """What the modeller opens: the own draft, else the newest version."""
    return Response(content_of(key), mimetype="application/xml", headers={"Cache-Control": "no-store"})


@blueprint.post("/studio/models/<key>")
@needs("studio")
def save(key: str) -> ResponseReturnValue:
    """Keep the drawing; deploy it when that was asked and nothing is wrong."""
    xml = request.form.get("xml", "")
    keep(key, xml)
    if request.form.get("do") != "deploy":
        flash(_("Черновик сохранён. Дела идут по действующей версии."), "good")
        return redirect(url_for("studio.edit", key=key))
    try:
        deployed = deploy([Resource(name=f"{key}.bpmn", content=xml.encode())])
    except InvalidDefinition as error:
        flash(refusal(error), "late")
        return redirect(url_for("studio.edit", key=key))
    keep(key, "")
    return told(deployed)


@blueprint.post("/studio/models/<key>/forget")
@needs("studio")
def forget(key: str) -> ResponseReturnValue:
    keep(key, "")
    flash(_("Черновик удалён."), "good")
    return redirect(url_for("studio.index"))


@blueprint.post("/studio/lint")
@needs("studio")
def lint() -> Response:
    """The problems of a drawing, for the modeller."""
    name = tidy_name(request.form.get("name") or "model.bpmn")
    found = linted([Resource(name=name, content=request.form.get("xml", "").encode())])
    return jsonify(problems=[each.to_dict() for each in found])


@blueprint.post("/studio/layout")
@needs("studio")
def layout() -> ResponseReturnValue:
    """The same model, drawn anew; the modeller opens it, nothing is kept."""
    name = tidy_name(request.form.get("name") or "model.bpmn")
    try:
        laid_out = lay_out(request.form.get("xml", "").encode(), name)
    except InvalidDefinition as error:
        return jsonify(message=error.problems[0].message), 422
    return Response(laid_out, mimetype="application/xml", headers={"Cache-Control": "no-store"})


# ---- deployment ----------------------------------------------------------------------------------


@blueprint.post("/studio/upload")
@needs("studio")
def upload() -> ResponseReturnValue:
    """All files or none."""
    files = [each for each in request.files.getlist("files") if each.filename]
    resources = [Resource(name=tidy_name(each.filename or ""), content=each.stream.read()) for each in files]
    wrong = [each.name for each in resources if not kind_of(each.name)]
    if not resources or wrong:
        message = _("выберите файлы .bpmn, .dmn или .form")
        return index_page(errors={"files": f"{', '.join(wrong)}: {message}" if wrong else message}), 422
    try:
        return told(deploy(resources))
    except InvalidDefinition as error:
        return index_page(error.problems, {"files": refusal(error)}), 422


def deploy(resources: list[Resource]) -> tuple[ProcessDefinition, ...]:
    found: tuple[ProcessDefinition, ...] = engine().execute(Deploy(resources=tuple(resources)), actor())
    return found


def told(deployed: tuple[ProcessDefinition, ...]) -> ResponseReturnValue:
    """Where to look after a deployment."""
    names = ", ".join(f"{each.name}, {each.version}" for each in deployed)
    flash(
        _("Принято: %(names)s. Новые дела идут по ней.", names=names) if names else _("Файлы приняты."),
        "good",
    )
    if len(deployed) == 1:
        return redirect(url_for("studio.show", definition_id=deployed[0].id))
    return redirect(url_for("studio.index"))


def refusal(error: InvalidDefinition) -> str:
    count = len(error.problems)
    return ngettext("не принято: %(num)d ошибка", "не принято: %(num)d ошибок", count).capitalize()


def linted(resources: list[Resource]) -> tuple[Problem, ...]:
    """Errors first."""
    found = ask(definitions.lint, resources, engine().handlers.keys())
    return tuple(sorted(found, key=lambda each: (each.severity != "error", each.line or 0)))


# ---- drafts --------------------------------------------------------------------------------------


def draft_key(key: str) -> str:
    return f"start:studio-{key}:{actor().id}"


def keep(key: str, xml: str) -> None:
    engine().execute(SaveDraft(key=draft_key(key), variables={"xml": xml} if xml else {}), actor())


def held(key: str) -> dict[str, Any] | None:
    """The own draft with its time, if there is one."""
    draft: dict[str, Any] | None = read(queries.draft, draft_key(key))
    return draft if draft and draft["variables"].get("xml") else None


def has_draft(key: str) -> bool:
    return held(key) is not None


def content_of(key: str) -> bytes:
    draft = held(key)
    if draft:
        return str(draft["variables"]["xml"]).encode()
    versions = models().get(key)
    return bytes(ask(queries.source, versions[0].id)) if versions else b""
