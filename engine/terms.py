"""Legal terms that run: pause, resume, extend, count anew. No token moves; what is due follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row

from engine import encoding, lifecycle, recounting
from engine.advance import note
from engine.bpmn.model import UserWork
from engine.calendars import (
    Calendar,
    CalendarError,
    Reckoning,
    Term,
    extend,
    from_value,
    resume,
    to_value,
    warning,
)
from engine.commands import ExtendTerm, PauseTerm, RecountTerms, ResumeTerm
from engine.context import Context
from engine.errors import InvalidCommand, NotFound, WrongState
from engine.events import TermExtended, TermPaused, TermRecounted, TermResumed
from engine.identifiers import Address
from engine.ledger import WARNS
from engine.record import entry
from engine.recounting import TermMove
from engine.store import history, tasks, timers
from engine.world import PAUSED


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenTerm:
    """One term of a case: the row of the ledger it was addressed by, and those that count the same."""

    at: Address
    row: Row[Any]
    same: tuple[Row[Any], ...]
    value: Mapping[str, Any]
    calendar: Calendar

    @property
    def reckoning(self) -> Reckoning:
        return from_value(self.value)

    @property
    def activities(self) -> tuple[str, ...]:
        return tuple(each.activity for each in self.same)


def pause(command: PauseTerm, context: Context) -> None:
    _require(reason=command.reason, norm=command.norm)
    term = _open(command.term_id, context)
    lifecycle.require("deadline", command.term_id, term.row.state, "paused")
    # what cannot be resumed cannot be paused
    _counted(lambda: resume(term.reckoning, context.now, context.now, term.calendar))
    value = {**term.value, PAUSED: context.now}
    given = _told(context, term, value) | {"reason": command.reason, "norm": command.norm}
    note(context, term.at.instance_id, TermPaused(**given))


def resume_term(command: ResumeTerm, context: Context) -> None:
    """Counted from now with what was left when it was paused."""
    term = _open(command.term_id, context)
    if term.row.state != "paused":
        raise WrongState(f"Expected term {command.term_id} to be paused, but it is {term.row.state}.")
    # a clock that went back since makes the pause no shorter than none
    paused_at = term.value[PAUSED]
    resumed_at = max(context.now, paused_at)
    after = _counted(lambda: resume(term.reckoning, paused_at, resumed_at, term.calendar))
    value = {name: each for name, each in term.value.items() if name != PAUSED}
    note(context, term.at.instance_id, TermResumed(**_told(context, term, value | _changed(after))))


def extend_term(command: ExtendTerm, context: Context) -> None:
    _require(grounds=command.grounds, norm=command.norm)
    term = _open(command.term_id, context)
    if term.row.state == "running" and term.row.due_at <= context.now:
        raise WrongState(
            f"Expected term {command.term_id} to run, but it ended at {term.row.due_at.isoformat()}; "
            "a term is extended before its end."
        )
    after = _counted(lambda: extend(term.reckoning, _by(command, term), term.calendar))
    given = _told(context, term, {**term.value, **_changed(after)})
    given |= {"reason": command.grounds, "norm": command.norm, "previous": term.row.due_at}
    note(context, term.at.instance_id, TermExtended(**given))


def recount_terms(command: RecountTerms, context: Context) -> tuple[TermMove, ...]:
    """What moved: one event a term; nothing happens where nothing moves."""
    _require(reason=command.reason)
    moves = recounting.moved(context.tx, context.content, command.instance_id)
    told = [_recounted(context, next(same), command.reason) for _, same in groupby(moves, key=_same_term)]
    if told:
        note(context, command.instance_id, *told)
    return moves


def _recounted(context: Context, move: TermMove, reason: str) -> TermRecounted:
    term = _open(move.term_id, context)
    given = _told(context, term, {**term.value, **_changed(move.after)})
    return TermRecounted(**given, reason=reason, previous=term.row.due_at)


def _by(command: ExtendTerm, term: OpenTerm) -> Term:
    given = {"unit": command.unit, "amount": command.amount, "norm": command.norm}
    return Term.from_dict({**given, "calendar": term.reckoning.term.calendar})


def _same_term(row: Row[Any] | TermMove) -> tuple[str, datetime]:
    """A term is what has one name and one start: a timer and the tasks that it limits may count it."""
    return row.name, row.started_at


def _open(term_id: str, context: Context) -> OpenTerm:
    at = Address.parse(term_id)
    context.instance(at.instance_id)
    rows = timers.open_deadlines(context.tx, at.instance_id)
    row = next((each for each in rows if each.activity == at.activity), None)
    if row is None:
        ended = [r for r in timers.deadlines(context.tx, at.instance_id) if r.activity == at.activity]
        if not ended:
            raise NotFound(f"Expected a term {term_id}, but there is none.", id=term_id)
        raise WrongState(f"Expected term {term_id} to run, but it is {ended[0].state}.", state=ended[0].state)
    value = encoding.loads(bytes(row.reckoning))
    reckoning = from_value(value)
    return OpenTerm(
        at=at,
        row=row,
        same=tuple(each for each in rows if _same_term(each) == _same_term(row)),
        value=value,
        calendar=context.content.calendars.get(reckoning.term.calendar, reckoning.version),
    )


def _told(context: Context, term: OpenTerm, value: Mapping[str, Any]) -> dict[str, Any]:
    """What all events of a term say: its reckoning from now on, and what follows it."""
    told = [each for row in history.of(context.tx, term.at.instance_id) for each in entry(row).events]
    return {
        "activity": term.at.activity,
        "element": term.row.element,
        "name": term.row.name,
        "term": value,
        "deadlines": term.activities,
        "timers": _timers(context, term, value, told),
        "tasks": _tasks(context, term, told),
    }


def _timers(
    context: Context, term: OpenTerm, value: Mapping[str, Any], told: Sequence[Mapping[str, Any]]
) -> dict[str, datetime]:
    """When the timers of the term, and those that warn of it, are due."""
    armed = {row.activity for row in timers.every(context.tx, term.at.instance_id)}
    warned = _warnings(told)
    due = {activity: value["due"] for activity in term.activities if activity in armed}
    for activity in armed - due.keys():
        rule = warned.get(activity, {})
        if rule.get("name") == term.row.name:
            due[activity] = warning(from_value(value), rule, term.calendar).astimezone(UTC)
    return due


def _tasks(context: Context, term: OpenTerm, told: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Open tasks that count the term, are due at its end by their expression, or were before it was paused."""
    before = _held_tasks(told, term.row.name) if term.row.state == "paused" else ()
    return tuple(
        task.activity
        for task in tasks.of_instance(context.tx, term.at.instance_id)
        if task.state == "open"
        and (task.activity in (*term.activities, *before) or _is_due_with(context, task, term.row))
    )


def _warnings(told: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Activity of a timer -> of which term it warns, and when; under the names of today."""
    found: dict[str, Mapping[str, Any]] = {}
    for each in told:
        if each["event"] == "TimerScheduled":
            found[each["activity"]] = (each.get("term") or {}).get(WARNS, {})
        names = each.get("activities", {})
        found = {names.get(activity, activity): rule for activity, rule in found.items()}
    return found


def _held_tasks(told: Sequence[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    """The tasks that lost their date when the term was last paused, under the names of today."""
    found: tuple[str, ...] = ()
    for each in told:
        if each["event"] == "TermPaused" and each["name"] == name:
            found = tuple(each.get("tasks", ()))
        names = each.get("activities", {})
        found = tuple(names.get(activity, activity) for activity in found)
    return found


def _is_due_with(context: Context, task: Row[Any], row: Row[Any]) -> bool:
    """Due at that moment by an expression that names this term, or none: a variable such as `promised.due`."""
    if task.due_at != row.due_at:
        return False
    work = context.library.process(context.tx, task.definition_id).elements[task.element].work
    text = work.due.text if isinstance(work, UserWork) and work.due else ""
    return "term(" not in text or any(f"{mark}{row.name}{mark}" in text for mark in "'\"")


def _changed(after: Reckoning) -> dict[str, Any]:
    """What of a value the new reckoning replaces."""
    return {name: each for name, each in to_value(after).items() if name not in ("name", "norm")}


def _counted(count: Callable[[], Reckoning]) -> Reckoning:
    try:
        return count()
    except CalendarError as error:
        raise InvalidCommand(str(error)) from error


def _require(**given: str) -> None:
    for name, text in given.items():
        if not text.strip():
            raise InvalidCommand(f"Expected {name} of the change of a term, but it is empty; write it.")
