"""Events -> rows. APPLIERS is the whole of it; an event without rows stands there with `nothing`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine import encoding, events, ledger
from engine.store.changes import Changes
from engine.store.schema import (
    candidate,
    document,
    incident,
    instance_body,
    job,
    message,
    subscription,
    timer,
    user_task,
)

#: pause before a failed job is tried again, when the model names none, seconds
RETRY_AFTER = (10, 60, 300)


@dataclass(kw_only=True, slots=True)
class Case:
    """The instance row as this step changes it."""

    instance_id: str
    definition_id: str
    process_key: str
    business_key: str | None
    title: str | None
    subject: str | None
    state: str
    incidents: int
    due_at: datetime | None
    due_activity: str | None
    ended_at: datetime | None
    #: number of the entry being written
    seq: int
    now: datetime
    actor: str
    due_changed: bool = False
    is_migrating: bool = False
    #: bodies it was routed to, activities whose legal terms run
    bodies: set[str] = field(default_factory=set)
    running: set[str] = field(default_factory=set)

    @property
    def shown(self) -> dict[str, Any]:
        """What lists show of the case."""
        return {"process_key": self.process_key, "business_key": self.business_key, "title": self.title}


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


# ---- the instance --------------------------------------------------------------------------------


def _started(case: Case, event: events.ProcessInstanceStarted, changes: Changes) -> None:
    case.title, case.subject = event.title, event.subject


def _ended(state: str) -> Callable[[Case, Any, Changes], None]:
    def apply(case: Case, event: events.Event, changes: Changes) -> None:
        case.state, case.ended_at = state, case.now

    return apply


def _state(state: str) -> Callable[[Case, Any, Changes], None]:
    def apply(case: Case, event: events.Event, changes: Changes) -> None:
        case.state = state

    return apply


def _migrated(case: Case, event: events.ProcessInstanceMigrated, changes: Changes) -> None:
    """What waits goes on under the names of the new version; a term whose timer is gone is withdrawn, not met."""
    case.definition_id, case.is_migrating = event.definition_id, True
    for before, after in event.activities.items():
        changes.move(before, after, event.definition_id)
        if before in case.running:
            case.running.add(after)
    case.due_activity = event.activities.get(case.due_activity or "", case.due_activity)


def _task_migrated(case: Case, event: events.UserTaskMigrated, changes: Changes) -> None:
    changes.update(user_task, event.activity, name=event.name, form=event.form, lane=event.lane)


# ---- user tasks ----------------------------------------------------------------------------------


def _task_created(case: Case, event: events.UserTaskCreated, changes: Changes) -> None:
    changes.insert(
        user_task,
        activity=event.activity,
        element=event.element,
        definition_id=event.definition_id,
        **case.shown,
        name=event.name,
        state="open",
        assignee=event.assignee,
        owner=None,
        candidate_groups=",".join(event.candidate_groups),
        candidate_users=",".join(event.candidate_users),
        body=event.body,
        lane=event.lane,
        form=event.form,
        priority=event.priority,
        due_at=None if ledger.is_paused(event.term) else event.due_at,
        follow_up_at=event.follow_up_at,
        created_at=case.now,
    )
    ledger.started(case, event, changes)
    _offered(case, event, changes)
    if event.body and event.body not in case.bodies:
        case.bodies.add(event.body)
        changes.insert(instance_body, body=event.body)


def _offered(case: Case, event: events.UserTaskCreated, changes: Changes) -> None:
    roles, people = dict.fromkeys(event.candidate_groups), dict.fromkeys(event.candidate_users)
    for role, user_id in (*((each, "") for each in roles), *(("", each) for each in people)):
        changes.insert(
            candidate,
            activity=event.activity,
            role=role,
            user_id=user_id,
            body=event.body or "",
            is_free=event.assignee is None,
            deadline=None,
            priority=event.priority,
            created_at=case.now,
        )


def _activity_completed(case: Case, event: events.ActivityCompleted, changes: Changes) -> None:
    if event.kind == "userTask":
        changes.update(
            user_task, event.activity, state="completed", completed_at=case.now, completed_by=case.actor
        )
        ledger.over(case, event.activity, changes, "met")
        changes.delete(candidate, event.activity)


def _activity_terminated(case: Case, event: events.ActivityTerminated, changes: Changes) -> None:
    if event.kind == "userTask":
        changes.update(user_task, event.activity, state="cancelled", completed_at=case.now)
        ledger.over(case, event.activity, changes, "withdrawn")
        changes.delete(candidate, event.activity)
    changes.delete(job, event.activity)
    if case.incidents:
        changes.update(incident, event.activity, state="resolved", resolved_at=case.now)


def _assignee(case: Case, event: Any, changes: Changes) -> None:
    _now_with(event.activity, event.assignee, changes)


def _unclaimed(case: Case, event: events.UserTaskUnclaimed, changes: Changes) -> None:
    _now_with(event.activity, None, changes)


def _delegated(case: Case, event: events.UserTaskDelegated, changes: Changes) -> None:
    _now_with(event.activity, event.assignee, changes, owner=event.owner)


def _resolved(case: Case, event: events.UserTaskResolved, changes: Changes) -> None:
    _now_with(event.activity, event.owner, changes, owner=None)


def _now_with(activity: str, assignee: str | None, changes: Changes, **more: str | None) -> None:
    changes.update(user_task, activity, assignee=assignee, **more)
    changes.update(candidate, activity, is_free=assignee is None)


# ---- jobs, timers, subscriptions -----------------------------------------------------------------


def _job_created(case: Case, event: events.JobCreated, changes: Changes) -> None:
    changes.insert(
        job,
        activity=event.activity,
        element=event.element,
        definition_id=event.definition_id,
        **case.shown,
        topic=event.topic,
        state="available",
        priority=event.priority,
        retries=event.retries,
        retry_after=",".join(str(seconds) for seconds in event.retry_after),
        due_at=case.now,
        created_at=case.now,
    )


def _job_failed(case: Case, event: events.JobFailed, changes: Changes) -> None:
    changes.update(
        job,
        event.activity,
        state="available" if event.retries else "failed",
        retries=event.retries,
        due_at=event.due_at,
        error=event.error,
        locked_by=None,
        locked_until=None,
    )


def _timer_scheduled(case: Case, event: events.TimerScheduled, changes: Changes) -> None:
    is_held = ledger.is_paused(event.term)
    changes.insert(
        timer,
        activity=event.activity,
        element=event.element,
        process_key=case.process_key,
        due_at=event.due_at,
        is_held=is_held,
    )
    ledger.started(case, event, changes)


def _timer_fired(case: Case, event: events.TimerFired, changes: Changes) -> None:
    changes.delete(timer, event.activity)
    ledger.over(case, event.activity, changes, "missed")


def _timer_cancelled(case: Case, event: events.TimerCancelled, changes: Changes) -> None:
    """What it watched is done; the service was rendered in time, and later tasks have dates of their own."""
    changes.delete(timer, event.activity)
    ledger.over(case, event.activity, changes, "withdrawn" if case.is_migrating else "met")
    if event.activity == case.due_activity:
        case.due_at, case.due_activity, case.due_changed = None, None, True


def _subscribed(case: Case, event: events.Subscribed, changes: Changes) -> None:
    changes.insert(
        subscription,
        activity=event.activity,
        event_type=event.event_type,
        name=event.name,
        element=event.element,
        # in a line, the key that sorts it
        business_key=event.order or event.business_key or case.business_key,
    )


def _unsubscribed(case: Case, event: events.Unsubscribed, changes: Changes) -> None:
    changes.delete(subscription, event.activity)


def _thrown(event_type: str) -> Callable[[Case, Any, Changes], None]:
    def apply(case: Case, event: events.MessageThrown | events.SignalThrown, changes: Changes) -> None:
        changes.insert(
            message,
            id=f"{case.instance_id}:{event.activity}:{case.seq}:{len(changes.pending(message))}",
            event_type=event_type,
            name=event.name,
            business_key=_addressee(case, event),
            variables=encoding.dumps(dict(event.variables)),
            state="waiting",
            created_at=case.now,
        )

    return apply


def _addressee(case: Case, event: events.MessageThrown | events.SignalThrown) -> str | None:
    """A message goes to its own case unless it names another one; a signal to everyone."""
    return (event.business_key or case.business_key) if isinstance(event, events.MessageThrown) else None


# ---- incidents, documents ------------------------------------------------------------------------


def _incident_raised(case: Case, event: events.IncidentRaised, changes: Changes) -> None:
    case.incidents += 1
    changes.insert(
        incident,
        activity=event.activity,
        element=event.element,
        seq=case.seq * 1000 + len(changes.pending(incident)),
        definition_id=case.definition_id,
        **case.shown,
        kind=event.kind,
        message=event.message,
        state="open",
        created_at=case.now,
    )


def _incident_resolved(case: Case, event: events.IncidentResolved, changes: Changes) -> None:
    case.incidents = max(case.incidents - 1, 0)
    changes.update(incident, event.activity, state="resolved", resolved_at=case.now)


def _document_added(case: Case, event: events.DocumentAdded, changes: Changes) -> None:
    changes.insert(
        document,
        id=event.document_id,
        kind=event.kind,
        name=event.name,
        media_type=event.media_type,
        size=event.size,
        digest=event.digest,
        code=event.code,
        number=event.number,
        added_at=case.now,
        added_by=case.actor,
    )


def nothing(case: Case, event: events.Event, changes: Changes) -> None:
    """History alone keeps it."""


APPLIERS: dict[type[events.Event], Callable[[Case, Any, Changes], None]] = {
    events.ProcessInstanceStarted: _started,
    events.ProcessInstanceCompleted: _ended("completed"),
    events.ProcessInstanceTerminated: _ended("terminated"),
    events.ProcessInstanceSuspended: _state("suspended"),
    events.ProcessInstanceResumed: _state("active"),
    events.ProcessInstanceMigrated: _migrated,
    events.ProcessInstanceRestarted: nothing,
    events.ProcessInstanceSucceeded: nothing,
    events.UserTaskMigrated: _task_migrated,
    events.ActivityStarted: nothing,
    events.ActivityCompleted: _activity_completed,
    events.ActivityTerminated: _activity_terminated,
    events.SequenceFlowTaken: nothing,
    events.CallActivityStarted: nothing,
    events.VariablesChanged: nothing,
    events.UserTaskCreated: _task_created,
    events.UserTaskClaimed: _assignee,
    events.UserTaskUnclaimed: _unclaimed,
    events.UserTaskAssigned: _assignee,
    events.UserTaskDelegated: _delegated,
    events.UserTaskResolved: _resolved,
    events.JobCreated: _job_created,
    events.JobFailed: _job_failed,
    events.TimerScheduled: _timer_scheduled,
    events.TimerFired: _timer_fired,
    events.TimerCancelled: _timer_cancelled,
    events.TermPaused: ledger.changed,
    events.TermResumed: ledger.changed,
    events.TermExtended: ledger.changed,
    events.TermRecounted: ledger.changed,
    events.Subscribed: _subscribed,
    events.Unsubscribed: _unsubscribed,
    events.MessageThrown: _thrown("message"),
    events.SignalThrown: _thrown("signal"),
    events.ErrorThrown: nothing,
    events.EscalationThrown: nothing,
    events.DecisionEvaluated: nothing,
    events.IncidentRaised: _incident_raised,
    events.IncidentResolved: _incident_resolved,
    events.DocumentAdded: _document_added,
    events.NoteAdded: nothing,
}
