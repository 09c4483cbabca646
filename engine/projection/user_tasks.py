"""User tasks, and whom they are offered to."""

from typing import Any

from engine import events, ledger
from engine.projection.case import Case
from engine.store.changes import Changes
from engine.store.schema import candidate, incident, instance_body, job, user_task


def task_created(case: Case, event: events.UserTaskCreated, changes: Changes) -> None:
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
    offered(case, event, changes)
    if event.body and event.body not in case.bodies:
        case.bodies.add(event.body)
        changes.insert(instance_body, body=event.body)


def offered(case: Case, event: events.UserTaskCreated, changes: Changes) -> None:
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


def activity_completed(case: Case, event: events.ActivityCompleted, changes: Changes) -> None:
    if event.kind == "userTask":
        changes.update(
            user_task, event.activity, state="completed", completed_at=case.now, completed_by=case.actor
        )
        ledger.over(case, event.activity, changes, "met")
        changes.delete(candidate, event.activity)


def activity_terminated(case: Case, event: events.ActivityTerminated, changes: Changes) -> None:
    if event.kind == "userTask":
        changes.update(user_task, event.activity, state="cancelled", completed_at=case.now)
        ledger.over(case, event.activity, changes, "withdrawn")
        changes.delete(candidate, event.activity)
    changes.delete(job, event.activity)
    if case.incidents:
        changes.update(incident, event.activity, state="resolved", resolved_at=case.now)


def assignee(case: Case, event: Any, changes: Changes) -> None:
    now_with(event.activity, event.assignee, changes)


def unclaimed(case: Case, event: events.UserTaskUnclaimed, changes: Changes) -> None:
    now_with(event.activity, None, changes)


def delegated(case: Case, event: events.UserTaskDelegated, changes: Changes) -> None:
    now_with(event.activity, event.assignee, changes, owner=event.owner)


def resolved(case: Case, event: events.UserTaskResolved, changes: Changes) -> None:
    now_with(event.activity, event.owner, changes, owner=None)


def now_with(activity: str, assignee: str | None, changes: Changes, **more: str | None) -> None:
    changes.update(user_task, activity, assignee=assignee, **more)
    changes.update(candidate, activity, is_free=assignee is None)
