"""Queues: the lines of the clerk's bodies, who stands in them, and what became free goes to the first."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import queries, queue
from engine.commands import CorrelateFirst
from engine.identifiers import new_id
from engine.values import SYSTEM
from web.access import needs
from web.current import actor, ask, engine, read, user
from web.drawings import drawing
from web.i18n import said
from web.inbox import offset
from web.readings import note_reading
from web.sheets import PLACE, filled

blueprint = Blueprint("queues", __name__)
LIMIT = 50
LONGEST_NOTE = 500
#: of the waiting event, besides `order`: words of the line, of one in it, and the variable that a place goes into
WORDS, NOTE, GIVES = "line", "line_note", "gives"


@blueprint.get("/queues")
@needs("work")
def index() -> ResponseReturnValue:
    found = [{"line": each, "words": words(each)} for each in read(queue.queues)]
    return render_template("queues/index.html", found=found)


@blueprint.get("/queues/<path:name>")
@needs("work")
def show(name: str) -> ResponseReturnValue:
    if ask(queue.is_empty, name):
        flash(_("В этой очереди никто не ждёт."), "good")
        return redirect(url_for("queues.index"))
    line = read(queue.line, name)
    page = read(queue.queue, name, offset=offset(), limit=LIMIT)
    for each in page.items:
        note_reading(each.instance_id, "queue")
    return render_template(
        "queues/show.html",
        line=line,
        words=words(line),
        page=page,
        notes={each.instance_id: spoken(line, NOTE, each.instance_id) for each in page.items},
        may_give=bool(properties(line).get(GIVES)),
        key=new_id(),
        address=lambda **changes: url_for("queues.show", name=name, **changes),
    )


@blueprint.post("/queues/<path:name>")
@needs("work")
def give(name: str) -> ResponseReturnValue:
    """What became free goes to the first. The key of the page: a second click gives nothing twice."""
    key = f"{actor().id} {request.form.get('key') or new_id()}"[:200]
    receiver = ask(queue.given, key) if ask(queue.is_empty, name) else give_to_first(name, key)
    if receiver is None:
        flash(_("В очереди никто не ждёт: место свободно."), "good")
    else:
        number = ask(queries.instance, SYSTEM, receiver).business_key
        flash(_("Место передано первому в очереди: дело № %(number)s.", number=number), "good")
    left = not ask(queue.is_empty, name)
    return redirect(url_for("queues.show", name=name) if left else url_for("queues.index"))


def give_to_first(name: str, key: str) -> str | None:
    """Id of their case; None: others were quicker, and nobody is left."""
    line = read(queue.line, name)
    account = user()
    place = {
        "note": request.form.get("note", "").strip()[:LONGEST_NOTE],
        "given_by": account and account.name,
    }
    command = CorrelateFirst(name=name, variables={properties(line)[GIVES]: place}, key=key)
    found: str | None = engine().execute(command, actor())
    return found


def properties(line: queue.Line) -> dict[str, str]:
    return dict(drawing(line.definition_id).elements[line.element].properties)


def words(line: queue.Line) -> str:
    """What the line is for, as the drawing says it of the first in it."""
    first = read(queue.queue, line.name, limit=1).items
    return spoken(line, WORDS, first[0].instance_id) if first else line.name


def spoken(line: queue.Line, name: str, instance_id: str) -> str:
    """A property of the event in the reader's language, filled in with what the case holds."""
    case: dict[str, Any] = ask(queries.case_variables, instance_id)
    text = said(properties(line).get(name, ""))
    return said(PLACE.sub(lambda match: filled(match[1], case), text))
