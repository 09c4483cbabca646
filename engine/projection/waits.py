"""What waits: jobs, timers, subscriptions, and what was thrown and waits to be delivered."""

from collections.abc import Callable
from typing import Any

from engine import encoding, events, ledger
from engine.projection.case import Case
from engine.store.changes import Changes
from engine.store.schema import job, message, subscription, timer

#: pause before a failed job is tried again, when the model names none, seconds
RETRY_AFTER = (10, 60, 300)


def job_created(case: Case, event: events.JobCreated, changes: Changes) -> None:
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


def job_failed(case: Case, event: events.JobFailed, changes: Changes) -> None:
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


def timer_scheduled(case: Case, event: events.TimerScheduled, changes: Changes) -> None:
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


def timer_fired(case: Case, event: events.TimerFired, changes: Changes) -> None:
    changes.delete(timer, event.activity)
    ledger.over(case, event.activity, changes, "missed")


def timer_cancelled(case: Case, event: events.TimerCancelled, changes: Changes) -> None:
    """What it watched is done; the service was rendered in time, and later tasks have dates of their own."""
    changes.delete(timer, event.activity)
    ledger.over(case, event.activity, changes, "withdrawn" if case.is_migrating else "met")
    if event.activity == case.due_activity:
        case.due_at, case.due_activity, case.due_changed = None, None, True


def subscribed(case: Case, event: events.Subscribed, changes: Changes) -> None:
    changes.insert(
        subscription,
        activity=event.activity,
        event_type=event.event_type,
        name=event.name,
        element=event.element,
        # in a line, the key that sorts it
        business_key=event.order or event.business_key or case.business_key,
    )


def unsubscribed(case: Case, event: events.Unsubscribed, changes: Changes) -> None:
    changes.delete(subscription, event.activity)


def thrown(event_type: str) -> Callable[[Case, Any, Changes], None]:
    def apply(case: Case, event: events.MessageThrown | events.SignalThrown, changes: Changes) -> None:
        changes.insert(
            message,
            id=f"{case.instance_id}:{event.activity}:{case.seq}:{len(changes.pending(message))}",
            event_type=event_type,
            name=event.name,
            business_key=addressee(case, event),
            variables=encoding.dumps(dict(event.variables)),
            state="waiting",
            created_at=case.now,
        )

    return apply


def addressee(case: Case, event: events.MessageThrown | events.SignalThrown) -> str | None:
    """A message goes to its own case unless it names another one; a signal to everyone."""
    return (event.business_key or case.business_key) if isinstance(event, events.MessageThrown) else None
