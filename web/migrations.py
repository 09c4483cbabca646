"""Administrators: running cases go on by another version of their model, or stay with the reasons; and come back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from engine import migration, queries
from engine.bpmn import Definition, Element, Reason
from engine.migration import MigrationPlan, Outcome
from engine.values import ProcessDefinition
from web.access import needs
from web.current import actor, ask, engine, read
from web.drawings import drawing
from web.i18n import said

blueprint = Blueprint("migrations", __name__)
#: cases shown and moved at a time
LIMIT = 100
#: prefix of the fields of the mapping; NOWHERE: the element is not taken over
FIELD, NOWHERE = "map.", "-"
#: why a case stays: code -> words with the name of the step, and what it is in either version
REASONS: Mapping[str, Any] = {
    "process": lazy_gettext("это модель другой услуги"),
    "mapping": lazy_gettext("%(step)s: соответствие указано неверно"),
    "missing": lazy_gettext("%(step)s: в новой версии такого шага нет, укажите соответствие"),
    "kind": lazy_gettext("%(step)s: в новой версии это шаг другого вида (%(new)s вместо %(old)s)"),
    "scope": lazy_gettext("%(step)s: в новой версии шаг перенесён в другую часть схемы"),
    "loop": lazy_gettext("%(step)s: в новой версии шаг повторяется иначе"),
    "subscription": lazy_gettext("%(step)s: ждёт %(old)s, а в новой версии %(new)s"),
    "called": lazy_gettext("%(step)s: вызывает %(old)s, а в новой версии %(new)s"),
    "topic": lazy_gettext("%(step)s: работа системы %(old)s ещё не сделана, в новой версии она другая"),
    "form": lazy_gettext("%(step)s: форма новой версии не определяется"),
    "join": lazy_gettext("%(step)s: ждёт ветвь, которой в новой версии нет"),
    "stuck": lazy_gettext("%(step)s: слияние никогда не дождалось бы всех ветвей"),
    "undo": lazy_gettext("%(step)s: в новой версии нет того, что отменяет %(old)s"),
    "start": lazy_gettext("%(step)s: начинается с шага, которого в новой версии нет"),
}
#: what a move does beside moving
EFFECTS: Mapping[str, Any] = {
    "TimerScheduled": lazy_gettext("начнётся срок: %(step)s"),
    "TimerCancelled": lazy_gettext("отменится срок: %(step)s"),
    "Subscribed": lazy_gettext("начнёт ждать: %(step)s"),
    "Unsubscribed": lazy_gettext("перестанет ждать: %(step)s"),
    "IncidentRaised": lazy_gettext("будет сбой: %(step)s"),
    "IncidentResolved": lazy_gettext("сбой уйдёт: %(step)s"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """An element that does not simply stay, and what it may become."""

    element: Element
    #: the new id, or NOWHERE
    chosen: str
    offered: tuple[Element, ...]
    #: the same id is there: leaving it out means that it begins to wait anew
    is_there: bool


@blueprint.get("/cockpit/migrations")
@needs("cockpit")
def index() -> ResponseReturnValue:
    """Choose a model and two versions; then the mapping and a verdict on each case."""
    g.section = "cockpit"
    versions = versions_of()
    key = request.args.get("key", "")
    chosen = {each.version for each in versions.get(key, ())}
    numbers = [request.args.get(name, type=int) for name in ("old", "new")]
    if len({*numbers} & chosen) < 2:
        return render_template("migrations/index.html", versions=versions, key=key, plan=None)
    return plan_page(plan_of(request.args), versions)


def plan_page(plan: MigrationPlan, versions: dict[str, list[ProcessDefinition]]) -> str:
    old, new = drawing(plan.old), drawing(plan.new)
    cases = read(migration.running, plan.old)
    verdicts = () if plan.faults else read(migration.verdicts, plan, [each.id for each in cases[:LIMIT]])
    return render_template(
        "migrations/index.html",
        versions=versions,
        key=plan.key,
        plan=plan,
        old=old,
        new=new,
        choices=choices(plan, old, new),
        kept=sum(1 for name, target in plan.proposed.items() if name == target),
        verdicts=verdicts,
        total=len(cases),
        back=read(migration.ways_back, plan, LIMIT),
        reason_words=partial(reason_words, old=old, new=new),
        effect_words=partial(effect_words, old=old, new=new),
        field=FIELD,
        nowhere=NOWHERE,
    )


def plan_of(given: Any) -> MigrationPlan:
    """By the fields of the form: key, old, new, and what was chosen for single elements."""
    chosen = {
        name.removeprefix(FIELD): None if target == NOWHERE else target
        for name, target in given.items()
        if name.startswith(FIELD) and target
    }
    old, new = (given.get(name, 0, type=int) for name in ("old", "new"))
    return ask(migration.plan, given.get("key", ""), old, new, chosen)


def versions_of() -> dict[str, list[ProcessDefinition]]:
    """Key -> versions, the newest first; models with one version alone have nothing to choose."""
    found: dict[str, list[ProcessDefinition]] = {}
    for each in ask(queries.definitions_of, latest_only=False):
        found.setdefault(each.key, []).append(each)
    return {key: sorted(each, key=lambda one: -one.version) for key, each in found.items() if len(each) > 1}


def choices(plan: MigrationPlan, old: Definition, new: Definition) -> list[Choice]:
    """Elements without the same id and kind, and events beside an activity that wait for another time."""
    return [
        Choice(
            element=element,
            chosen=plan.proposed.get(element.id) or NOWHERE,
            offered=tuple(each for each in new.elements.values() if each.kind == element.kind),
            is_there=element.id in new.elements,
        )
        for element in old.elements.values()
        if plan.proposed.get(element.id) != element.id or is_retimed(element, new.elements[element.id])
    ]


def is_retimed(old: Element, new: Element) -> bool:
    """A timer beside an activity has another text: it keeps its date, unless it is left out."""
    return old.is_armed and [_text(each) for each in old.triggers] != [_text(each) for each in new.triggers]


def _text(trigger: Any) -> tuple[str, str]:
    return trigger.kind, trigger.text.text if trigger.text is not None else ""


def name_in(element: str, *definitions: Definition) -> str:
    """As drawn in the first version that has it."""
    found = next((each.elements[element] for each in definitions if element in each.elements), None)
    return said(found.name) if found is not None and found.name else element


def reason_words(reason: Reason, old: Definition, new: Definition) -> str:
    words = REASONS[reason.code] % {
        "step": name_in(reason.element, old, new),
        "old": name_in(reason.old, old),
        "new": name_in(reason.new, new),
    }
    return str(words)


def effect_words(effect: tuple[str, str], old: Definition, new: Definition) -> str:
    name, element = effect
    return str(EFFECTS[name] % {"step": name_in(element, new, old)})


# ---- moving and coming back ----------------------------------------------------------------------


@blueprint.post("/cockpit/migrations/run")
@needs("cockpit")
def run() -> ResponseReturnValue:
    """The cases that were ticked, each by a command of its own."""
    plan = plan_of(request.form)
    reason = request.form.get("reason", "").strip()
    ids = request.form.getlist("case")
    if not reason or not ids:
        flash(_("Отметьте дела и напишите, почему их переводят: причина останется в деле."), "late")
        return again()
    execute = partial(engine().execute, actor=actor())
    tell(migration.run(execute, plan, ids, reason[:1000]))
    return again()


@blueprint.post("/cockpit/migrations/undo")
@needs("cockpit")
def undo() -> ResponseReturnValue:
    """Back to the version before, with the inverse mapping."""
    back = [read(migration.way_back, each) for each in request.form.getlist("case")]
    tell(migration.undo(partial(engine().execute, actor=actor()), back))
    return again()


def tell(outcomes: Iterable[Outcome]) -> None:
    done = list(outcomes)
    moved, stayed = sum(1 for each in done if not each.error), sum(1 for each in done if each.error)
    if moved:
        flash(ngettext("Переведено %(num)d дело.", "Переведено дел: %(num)d.", moved), "good")
    if stayed:
        flash(ngettext("Осталось %(num)d дело.", "Осталось дел: %(num)d.", stayed), "late")


def again() -> ResponseReturnValue:
    names = [name for name in request.form if name in ("key", "old", "new") or name.startswith(FIELD)]
    chosen: dict[str, Any] = {name: request.form[name] for name in names}
    return redirect(url_for("migrations.index", **chosen))
