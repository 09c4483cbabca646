"""Supervisors: who holds what, what is late or soon, by person and by step; handing a task to another person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine import accounts, queries, worklist
from engine.commands import AssignUserTask
from engine.values import User, UserTask
from web.access import needs
from web.current import actor, ask, engine, read
from web.deadlines import badge
from web.shell import body_name, person_name

blueprint = Blueprint("supervisor", __name__)
#: the tasks that are due first; what comes after them is later than all that is counted by urgency
MOST = 1000
SHOWN = 8
#: kind of the badge -> column
URGENCY = {"late": "late", "today": "today", "soon": "near"}
COLUMNS = ("late", "today", "near", "rest")
#: width of a bar, and of the widest one
WIDTH = 280
FREE = "-"


@dataclass(kw_only=True)
class Load:
    """What one person holds; `who` None: what nobody has taken."""

    who: str | None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    total: int = 0

    def bars(self, widest: int) -> list[tuple[str, float, float]]:
        """Column, where its part begins, how wide it is."""
        parts, start = [], 0.0
        for column in COLUMNS:
            width = self.counts[column] * WIDTH / max(widest, 1)
            if width:
                parts.append((column, round(start, 1), round(width, 1)))
            start += width
        return parts


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """The work of the bodies watched over, at one moment."""

    loads: list[Load]
    steps: list[dict[str, Any]]
    tasks: tuple[UserTask, ...]

    def of(self, column: str) -> list[UserTask]:
        return [task for task in self.tasks if column_of(task) == column]

    def sum(self, column: str | None = None) -> int:
        return sum(each.counts[column] if column else each.total for each in self.loads)

    @property
    def widest(self) -> int:
        return max((each.total for each in self.loads), default=1)


@blueprint.get("/supervise")
@needs("supervise")
def index() -> ResponseReturnValue:
    """Of one body with ?body=, else of all of them."""
    body = request.args.get("body") or None
    board = look(body)
    return render_template(
        "supervisor/index.html", board=board, bodies=bodies(), body=body, shown=SHOWN, free=FREE
    )


@blueprint.get("/supervise/people/<who>")
@needs("supervise")
def person(who: str) -> ResponseReturnValue:
    """What this person holds, the most urgent first; "-": what nobody has taken."""
    board = look(None)
    assignee = None if who == FREE else who
    tasks = [task for task in board.tasks if task.assignee == assignee]
    title = person_name(who) if assignee else _("Не взято никем")
    return render_template("supervisor/person.html", title=title, tasks=tasks)


@blueprint.get("/supervise/tasks/<task_id>")
@needs("supervise")
def hand(task_id: str) -> ResponseReturnValue:
    return hand_page(read(queries.task, task_id), {}, {})


@blueprint.post("/supervise/tasks/<task_id>")
@needs("supervise")
def assign(task_id: str) -> ResponseReturnValue:
    """To a colleague or back to the group; the reason goes into the history of the case."""
    task: UserTask = read(queries.task, task_id)
    to, reason = request.form.get("assignee", ""), request.form.get("reason", "").strip()
    errors = faults(task, to, reason)
    if errors:
        return hand_page(task, errors, request.form), 422
    assignee = None if to == FREE else to
    engine().execute(AssignUserTask(task_id=task_id, assignee=assignee, reason=reason), actor())
    flash(_("Задача передана: %(who)s.", who=person_name(to) if assignee else _("группе")), "good")
    return redirect(url_for("supervisor.index"))


def faults(task: UserTask, to: str, reason: str) -> dict[str, str]:
    errors = {}
    if to not in {FREE, *(each.id for each in colleagues(task))}:
        errors["assignee"] = _("выберите, кому передать")
    if not reason:
        errors["reason"] = _("напишите, почему передаёте: причина останется в деле")
    return errors


def hand_page(task: UserTask, errors: dict[str, str], given: Any) -> str:
    held = {each.who: each for each in look(None).loads}
    return render_template(
        "supervisor/hand.html",
        task=task,
        colleagues=colleagues(task),
        held=held,
        errors=errors,
        given=given,
        free=FREE,
    )


def colleagues(task: UserTask) -> list[User]:
    """Who could do it: by role and body, without whoever has it."""
    found: dict[str, User] = {}
    for role in task.candidate_groups:
        for each in ask(accounts.colleagues, role, task.body or "*"):
            found[each.id] = each
    return sorted((each for each in found.values() if each.id != task.assignee), key=lambda each: each.name)


def bodies() -> list[tuple[str, str]]:
    """The bodies this person watches over, by name."""
    ids = {each.body for each in actor().memberships if each.role == "supervisor" and each.body != "*"}
    return sorted(((each, body_name(each)) for each in ids), key=lambda pair: pair[1])


def look(body: str | None) -> Board:
    steps = [dict(row) for row in read(worklist.load, body)]
    tasks = read(worklist.page, "all", limit=MOST).items
    mine = tuple(task for task in tasks if body is None or task.body == body)
    return Board(loads=loads_of(steps, mine), steps=by_step(steps), tasks=mine)


def loads_of(steps: Iterable[dict[str, Any]], tasks: Iterable[UserTask]) -> list[Load]:
    """One a person: the total from the counts, the urgency from the tasks that are due first."""
    found: dict[str | None, Load] = {}
    for row in steps:
        load = found.setdefault(row["assignee"], Load(who=row["assignee"]))
        load.total += row["open"]
    for task in tasks:
        column = column_of(task)
        if column != "rest" and task.assignee in found:
            found[task.assignee].counts[column] += 1
    for load in found.values():
        load.counts["rest"] = load.total - sum(load.counts[each] for each in COLUMNS[:-1])
    return sorted(found.values(), key=lambda each: (each.who is None, -each.total, each.who or ""))


def column_of(task: UserTask) -> str:
    mark = badge(task.deadline)
    return URGENCY.get(mark.kind, "rest") if mark else "rest"


def by_step(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same by step of the service, the fullest first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["process_key"], row["element"])
        step = found.setdefault(key, {"key": key[0], "name": row["name"], "open": 0, "overdue": 0, "free": 0})
        step["open"] += row["open"]
        step["overdue"] += row["overdue"] or 0
        step["free"] += row["open"] if row["assignee"] is None else 0
    return sorted(found.values(), key=lambda each: (-each["overdue"], -each["open"], each["name"]))
