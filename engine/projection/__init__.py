"""Events -> rows. APPLIERS is the whole of it; an event without rows stands there with `nothing`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from engine import events, ledger
from engine.projection import incidents, instance, user_tasks, waits
from engine.projection.case import Case
from engine.store.changes import Changes
from engine.store.schema import candidate, user_task


def project(case: Case, happened: tuple[events.Event, ...], changes: Changes) -> None:
    """Write down in `case` and `changes` what the events mean for the rows."""
    for event in happened:
        APPLIERS[type(event)](case, event, changes)
    deadlines: dict[str, datetime | None] = {}
    for row in changes.pending(user_task):
        row["deadline"] = min((at for at in (row["due_at"], case.due_at) if at), default=None)
        deadlines[row["activity"]] = row["deadline"]
    for row in changes.pending(candidate):
        row["deadline"] = deadlines[row["activity"]]


def nothing(case: Case, event: events.Event, changes: Changes) -> None:
    """History alone keeps it."""


APPLIERS: dict[type[events.Event], Callable[[Case, Any, Changes], None]] = {
    events.ProcessInstanceStarted: instance.started,
    events.ProcessInstanceCompleted: instance.ended("completed"),
    events.ProcessInstanceTerminated: instance.ended("terminated"),
    events.ProcessInstanceSuspended: instance.becomes("suspended"),
    events.ProcessInstanceResumed: instance.becomes("active"),
    events.ProcessInstanceMigrated: instance.migrated,
    events.ProcessInstanceRestarted: nothing,
    events.ProcessInstanceSucceeded: nothing,
    events.UserTaskMigrated: instance.task_migrated,
    events.ActivityStarted: nothing,
    events.ActivityCompleted: user_tasks.activity_completed,
    events.ActivityTerminated: user_tasks.activity_terminated,
    events.SequenceFlowTaken: nothing,
    events.CallActivityStarted: nothing,
    events.VariablesChanged: nothing,
    events.UserTaskCreated: user_tasks.task_created,
    events.UserTaskClaimed: user_tasks.assignee,
    events.UserTaskUnclaimed: user_tasks.unclaimed,
    events.UserTaskAssigned: user_tasks.assignee,
    events.UserTaskDelegated: user_tasks.delegated,
    events.UserTaskResolved: user_tasks.resolved,
    events.JobCreated: waits.job_created,
    events.JobFailed: waits.job_failed,
    events.TimerScheduled: waits.timer_scheduled,
    events.TimerFired: waits.timer_fired,
    events.TimerCancelled: waits.timer_cancelled,
    events.TermPaused: ledger.changed,
    events.TermResumed: ledger.changed,
    events.TermExtended: ledger.changed,
    events.TermRecounted: ledger.changed,
    events.Subscribed: waits.subscribed,
    events.Unsubscribed: waits.unsubscribed,
    events.MessageThrown: waits.thrown("message"),
    events.SignalThrown: waits.thrown("signal"),
    events.ErrorThrown: nothing,
    events.EscalationThrown: nothing,
    events.DecisionEvaluated: nothing,
    events.IncidentRaised: incidents.incident_raised,
    events.IncidentResolved: incidents.incident_resolved,
    events.DocumentAdded: incidents.document_added,
    events.NoteAdded: nothing,
}
