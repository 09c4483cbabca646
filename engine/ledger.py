"""The ledger of terms: what events mean for the rows of deadlines, and for what is due when a term ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from engine import encoding
from engine.events import TermEvent, TimerScheduled, UserTaskCreated
from engine.store.changes import Changes
from engine.store.schema import deadline, timer, user_task
from engine.world import PAUSED

#: the term whose end is the deadline of the case
SERVICE_TERM = "service"
#: of the value of a timer that warns of a term: which one, and when
WARNS = "warns"


class Ledger(Protocol):
    """What of a case the ledger reads and changes."""

    now: datetime
    due_at: datetime | None
    due_activity: str | None
    due_changed: bool
    running: set[str]


def is_paused(term: Mapping[str, Any] | None) -> bool:
    return term is not None and PAUSED in term


def started(case: Ledger, event: TimerScheduled | UserTaskCreated, changes: Changes) -> None:
    """A legal term runs, or stands still since before: a row of the ledger. A warning of a term is none."""
    term = event.term
    if term is None or WARNS in term:
        return
    changes.insert(
        deadline,
        activity=event.activity,
        element=event.element,
        name=term.get("name", event.element),
        norm=term.get("norm"),
        started_at=term.get("start", case.now),
        due_at=event.due_at,
        state="paused" if is_paused(term) else "running",
        reckoning=encoding.dumps(term),
    )
    case.running.add(event.activity)
    if isinstance(event, TimerScheduled) and term.get("name") == SERVICE_TERM:
        case.due_activity = event.activity
        _case_due(case, event.due_at, term)


def over(case: Ledger, activity: str, changes: Changes, state: str) -> None:
    if activity in case.running:
        changes.update(deadline, activity, state=state, ended_at=case.now)


def changed(case: Ledger, event: TermEvent, changes: Changes) -> None:
    """Paused, resumed, extended, recounted: everything that counts this term follows."""
    is_held, due_at = is_paused(event.term), event.term["due"]
    row = {"state": "paused" if is_held else "running", "reckoning": encoding.dumps(event.term)}
    for activity in event.deadlines:
        changes.update(deadline, activity, due_at=due_at, **row)
    for activity, at in event.timers.items():
        changes.update(timer, activity, due_at=at, is_held=is_held)
    for activity in event.tasks:
        changes.update(user_task, activity, due_at=None if is_held else due_at)
    if case.due_activity in event.deadlines:
        _case_due(case, due_at, event.term)
    case.due_changed = True


def _case_due(case: Ledger, due_at: datetime, term: Mapping[str, Any]) -> None:
    """A paused term is due at no time."""
    case.due_at, case.due_changed = None if is_paused(term) else due_at, True
