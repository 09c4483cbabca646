"""The instance itself: begun, ended, on another version."""

from collections.abc import Callable
from typing import Any

from engine import events
from engine.projection.case import Case
from engine.store.changes import Changes
from engine.store.schema import user_task


def started(case: Case, event: events.ProcessInstanceStarted, changes: Changes) -> None:
    case.title, case.subject = event.title, event.subject


def ended(state: str) -> Callable[[Case, Any, Changes], None]:
    def apply(case: Case, event: events.Event, changes: Changes) -> None:
        case.state, case.ended_at = state, case.now

    return apply


def becomes(state: str) -> Callable[[Case, Any, Changes], None]:
    def apply(case: Case, event: events.Event, changes: Changes) -> None:
        case.state = state

    return apply


def migrated(case: Case, event: events.ProcessInstanceMigrated, changes: Changes) -> None:
    """What waits goes on under the names of the new version; a term whose timer is gone is withdrawn, not met."""
    case.definition_id, case.is_migrating = event.definition_id, True
    for before, after in event.activities.items():
        changes.move(before, after, event.definition_id)
        if before in case.running:
            case.running.add(after)
    case.due_activity = event.activities.get(case.due_activity or "", case.due_activity)


def task_migrated(case: Case, event: events.UserTaskMigrated, changes: Changes) -> None:
    changes.update(user_task, event.activity, name=event.name, form=event.form, lane=event.lane)
