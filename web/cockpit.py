"""Administrators: what went wrong and may be tried again, jobs and timers that wait, the versions deployed."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from engine import queries
from engine.commands import ResolveIncident
from engine.errors import NotFound
from engine.identifiers import Address
from engine.values import Page
from web.access import needs
from web.current import actor, ask, engine, read
from web.drawings import drawing
from web.i18n import safe_path, said
from web.inbox import offset

blueprint = Blueprint("cockpit", __name__)
TABS: Mapping[str, Any] = {
    "incidents": lazy_gettext("Сбои"),
    "jobs": lazy_gettext("Работы системы"),
    "timers": lazy_gettext("Таймеры"),
    "definitions": lazy_gettext("Модели"),
}
#: states of jobs and timers -> class of the tag, words
STATES: Mapping[str, tuple[str, Any]] = {
    "available": ("info", lazy_gettext("ждёт")),
    "locked": ("info", lazy_gettext("выполняется")),
    "failed": ("late", lazy_gettext("сбой")),
    "scheduled": ("info", lazy_gettext("ждёт")),
    "held": ("late", lazy_gettext("отложен: сбой или пауза срока")),
}
#: what could not go on
KINDS: Mapping[str, Any] = {
    "job": lazy_gettext("Попытки кончились"),
    "expression": lazy_gettext("Выражение не вычислено"),
    "flow": lazy_gettext("Нет пути дальше"),
    "error": lazy_gettext("Ошибку никто не ловит"),
    "escalation": lazy_gettext("Эскалацию никто не ловит"),
    "loop": lazy_gettext("Повторение остановлено"),
    "join": lazy_gettext("Слияние не дождалось ветвей"),
    "timer": lazy_gettext("Срок не вычислен"),
    "call": lazy_gettext("Вызванный процесс не начат"),
    "decision": lazy_gettext("Решение не принято"),
}
LIMIT = 50


@blueprint.get("/cockpit")
@needs("cockpit")
def index() -> ResponseReturnValue:
    tab = request.args.get("tab", "incidents")
    rows = {name: ROWS[name]() for name in TABS}
    if tab not in rows:
        return redirect(url_for("cockpit.index"))
    first = offset()
    page = rows[tab][first : first + LIMIT]
    return render_template(
        "cockpit/index.html",
        tab=tab,
        tabs={name: len(found) for name, found in rows.items()},
        tab_names=TABS,
        page=Page(items=tuple(page), total=len(rows[tab]), offset=first, limit=LIMIT),
        numbers=numbers(page) if tab != "definitions" else {},
        states=STATES,
        kinds=KINDS,
        element_name=element_name,
        address=address,
    )


ROWS: Mapping[str, Any] = {
    "incidents": lambda: read(queries.incidents),
    "jobs": lambda: read(queries.jobs),
    "timers": lambda: read(queries.timers),
    "definitions": lambda: ask(queries.definitions_of, latest_only=False),
}


def address(**changes: Any) -> str:
    arguments = {**request.args.to_dict(), **changes}
    return url_for("cockpit.index", **{name: each for name, each in arguments.items() if each})


def numbers(rows: Iterable[Any]) -> dict[str, Any]:
    """Instance -> its case, for links."""
    return {each: read(queries.instance, each) for each in {row.instance_id for row in rows}}


def element_name(definition_id: str, element: str) -> str:
    """As drawn; an element of a called process is not in this drawing and keeps its id."""
    try:
        found = drawing(definition_id).elements.get(element)
    except NotFound:
        return element
    return said(found.name) if found and found.name else element


@blueprint.post("/cockpit/incidents/<path:incident_id>")
@needs("resolve")
def retry(incident_id: str) -> ResponseReturnValue:
    """Once more, with new tries; whether it helped shows in the case."""
    case = read(queries.instance, Address.parse(incident_id).instance_id)
    engine().execute(ResolveIncident(incident_id=incident_id), actor())
    flash(_("Шаг выполняется ещё раз."), "good")
    back = safe_path(request.form.get("next"))
    return redirect(back or url_for("cases.show", business_key=case.business_key))
