"""What waits for a person, in the order of the legal deadline, by working day; claim and give back."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from engine import services, worklist
from engine.commands import ClaimUserTask, UnclaimUserTask
from web.access import SUPERVISOR, needs
from web.current import actor, ask, engine, glance, read
from web.deadlines import grouped
from web.drawings import norm_of
from web.i18n import safe_path

blueprint = Blueprint("inbox", __name__)

TABS: Mapping[str, Any] = {
    "mine": lazy_gettext("Мои"),
    "groups": lazy_gettext("Моих групп"),
    "done": lazy_gettext("Сделано"),
    "all": lazy_gettext("Все"),
}
LIMIT = 50


@blueprint.get("/inbox")
@needs("work")
def index() -> ResponseReturnValue:
    tab = request.args.get("tab", "mine")
    shown = tabs()
    if tab not in shown:
        return redirect(url_for("inbox.index"))
    chosen = filters()
    page = glance(worklist.page, tab, **chosen, offset=offset(), limit=LIMIT, known=shown[tab])
    template = "inbox/list.html" if "HX-Request" in request.headers else "inbox/index.html"
    return render_template(
        template,
        tab=tab,
        tabs=shown,
        tab_names=TABS,
        page=page,
        groups=grouped(page.items),
        services=ask(services.processes),
        chosen=chosen,
        address=address,
        norm_of=norm_of,
    )


def tabs() -> dict[str, int | None]:
    """Tab -> how many; the last one for supervisors only."""
    counts = glance(worklist.counts)
    g.waiting = counts["mine"]
    shown: dict[str, int | None] = {name: counts[name] for name in ("mine", "groups", "done")}
    if actor().has(SUPERVISOR):
        shown["all"] = read(worklist.page, "all", limit=1).total
    return shown


def filters() -> dict[str, Any]:
    return {
        "process": request.args.get("process") or None,
        "text": request.args.get("text", "").strip() or None,
        "overdue": request.args.get("overdue") == "1",
    }


def offset() -> int:
    text = request.args.get("offset", "0")
    return int(text) if text.isdigit() else 0


def address(**changes: Any) -> str:
    """This list with some parts of the address changed; None takes one away."""
    arguments: dict[str, Any] = {**request.args.to_dict(), "offset": None, **changes}
    return url_for("inbox.index", **{name: each for name, each in arguments.items() if each})


@blueprint.post("/tasks/<task_id>/claim")
@needs("work")
def claim(task_id: str) -> ResponseReturnValue:
    engine().execute(ClaimUserTask(task_id=task_id), actor())
    return redirect(url_for("tasks.show", task_id=task_id))


@blueprint.post("/tasks/<task_id>/unclaim")
@needs("work")
def unclaim(task_id: str) -> ResponseReturnValue:
    engine().execute(UnclaimUserTask(task_id=task_id), actor())
    flash(_("Задача возвращена группе."), "good")
    return redirect(safe_path(request.form.get("next")) or url_for("inbox.index", tab="groups"))
