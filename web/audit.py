"""Audit: a case step by step on its drawing, replayed, verified, taken away as a file. Every look is recorded."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import path, queries
from engine.encoding import dumps
from engine.replay import replay
from engine.values import HistoryEntry, ProcessInstance
from engine.verification import verify
from web.access import needs
from web.current import ask, office, read
from web.diagrams import Drawing, drawings, in_words, states
from web.inbox import offset
from web.readings import note_reading
from web.timeline import Line, Places, lines_of
from web.when import moment

blueprint = Blueprint("audit", __name__)
LIMIT = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A variable before and after an entry."""

    name: str
    before: str
    after: str
    is_new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    entry: HistoryEntry
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]

    @property
    def title(self) -> str:
        return self.lines[0].words if self.lines else command_words(self.entry)


@blueprint.get("/audit")
@needs("audit")
def index() -> ResponseReturnValue:
    """The cases that may be looked at, and whether the whole history holds."""
    text = request.args.get("q", "").strip()
    page = read(queries.instances, text=text or None, offset=offset(), limit=LIMIT)
    checked = ask(verify, office().settings.seal_key) if "verify" in request.args else None
    return render_template("audit/index.html", page=page, text=text, report=checked)


@blueprint.get("/audit/<business_key>")
@needs("audit")
def show(business_key: str) -> ResponseReturnValue:
    case = read(queries.find, business_key)
    note_reading(case.id, "audit")
    return page(case)


@blueprint.post("/audit/<business_key>/replay")
@needs("audit")
def again(business_key: str) -> ResponseReturnValue:
    """Do the recorded steps again on a fresh execution, and compare."""
    case = read(queries.find, business_key)
    return page(case, report=ask(replay, case.id))


def page(case: ProcessInstance, report: Any = None) -> str:
    steps = steps_of(case)
    last = steps[-1].entry.seq
    wanted = request.args.get("seq", "")
    seq = min(max(int(wanted), 1), last) if wanted.isdigit() else last
    there = {number: drawings(each) for number, each in read(path.paths, case.id).items()}
    found = there[seq]
    return render_template(
        "audit/show.html",
        case=case,
        steps=steps,
        seq=seq,
        last=last,
        current=steps[seq - 1],
        drawings=found,
        words={each.host: in_words(each) for each in found},
        state_words=states(),
        island=[island(step, there[step.entry.seq], found, last) for step in steps],
        report=report,
        command_words=command_words,
        said_step=lambda step: said_step(step, last),
    )


def said_step(step: Step, last: int) -> str:
    """ "Запись 8 из 20, 13 ноября, 12:00"."""
    seq, at = step.entry.seq, moment(step.entry.at)
    return _("Запись %(seq)d из %(last)d, %(at)s", seq=seq, last=last, at=at)


def island(step: Step, there: list[Drawing], shown: list[Drawing], last: int) -> dict[str, Any]:
    """What the slider needs of a step: the path on each drawing of the page."""
    after = {each.host: dict(each.path) for each in there}
    empty: dict[str, Any] = {"taken": [], "completed": {}, "active": [], "incidents": []}
    return {
        "seq": step.entry.seq,
        "title": step.title,
        "said": said_step(step, last),
        # another version ran then: its drawing is on a page of its own
        "elsewhere": there[0].definition_id != shown[0].definition_id,
        "paths": {each.host: after.get(each.host, empty) for each in shown},
    }


def steps_of(case: ProcessInstance) -> list[Step]:
    """Entry by entry, with what it changed."""
    places = Places(definition_id=case.definition_id)
    held: dict[str, Any] = {}
    found = []
    for entry in read(queries.history, case.id):
        lines = tuple(lines_of(entry, places))
        found.append(Step(entry=entry, lines=lines, changes=tuple(changes(entry, held))))
    return found


def changes(entry: HistoryEntry, held: dict[str, Any]) -> list[Change]:
    """Variables of the process and of its scopes; `held` goes on to the next entry."""
    found = []
    for event in entry.events:
        if event["event"] not in ("ProcessInstanceStarted", "VariablesChanged"):
            continue
        scope = event.get("scope") or ""
        values: Mapping[str, Any] = event.get("values") or event.get("variables") or {}
        for name, value in values.items():
            place = f"{scope.rpartition(':')[0]}.{name}" if scope else name
            before = held.get(place)
            if place not in held or before != value:
                found.append(
                    Change(
                        name=place,
                        before=said_value(before),
                        after=said_value(value),
                        is_new=place not in held,
                    )
                )
            held[place] = value
    return found


def said_value(value: Any) -> str:
    """Short text as it is, the rest as JSON."""
    if value is None:
        return "—"
    text = value if isinstance(value, str) else dumps(value).decode()
    return text if len(text) <= 400 else f"{text[:400]}…"


def command_words(entry: HistoryEntry) -> str:
    words = {
        "StartProcessInstance": _("Дело начато"),
        "CompleteUserTask": _("Задача выполнена"),
        "ClaimUserTask": _("Задача взята"),
        "UnclaimUserTask": _("Задача возвращена группе"),
        "AssignUserTask": _("Задача передана"),
        "CompleteJob": _("Система выполнила шаг"),
        "FailJob": _("Система не смогла выполнить шаг"),
        "FireTimer": _("Наступил срок"),
        "RecordReading": _("Дело просмотрено"),
        "AddNote": _("Заметка"),
        "AddDocument": _("Документ добавлен"),
        "AnnulDocument": _("Документ признан недействительным"),
        "CorrelateMessage": _("Пришло сообщение"),
        "ResolveIncident": _("Сбой устранён"),
        "MigrateProcessInstance": _("Дело переведено на другую версию"),
    }
    return str(words.get(entry.command, entry.command))


@blueprint.get("/audit/<business_key>/history.<form>")
@needs("audit")
def export(business_key: str, form: str) -> Response:
    """The whole history as JSON (as it is hashed) or as a table."""
    case = read(queries.find, business_key)
    note_reading(case.id, f"export {form}")
    entries = read(queries.history, case.id)
    writers = {"json": as_json, "csv": as_csv}
    if form not in writers:
        return Response(_("Есть только json и csv."), status=404)
    text, kind = writers[form](entries)
    name = f"{business_key}.{form}"
    return Response(text, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def as_json(entries: tuple[HistoryEntry, ...]) -> tuple[str, str]:
    rows = [json.loads(dumps({name: getattr(each, name) for name in each.__slots__})) for each in entries]
    return json.dumps(rows, ensure_ascii=False, indent=1), "application/json"


def as_csv(entries: tuple[HistoryEntry, ...]) -> tuple[str, str]:
    out = StringIO()
    table = csv.writer(out)
    table.writerow(("seq", "at", "actor", "actor_name", "command", "events", "previous", "hash"))
    for each in entries:
        told = " ".join(event["event"] for event in each.events)
        who = (each.actor, each.actor_name, each.command)
        table.writerow((each.seq, each.at.isoformat(), *who, told, each.previous, each.hash))
    return "\ufeff" + out.getvalue(), "text/csv"
