"""What a database would hold of the instances under test, kept from their events."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from engine import events

Key = tuple[int, str]
WRAPPERS = ("multiInstanceBody", "standardLoop")


class Rows:
    """Open activities, timers, jobs, subscriptions, incidents; and the path."""

    def __init__(self) -> None:
        self.completed: list[str] = []
        self.ended: list[str] = []
        self.thrown: list[str] = []
        self.caught: list[str | None] = []
        self.incidents: dict[Key, tuple[str, str, str]] = {}
        self.open: dict[Key, str] = {}
        self.timers: dict[Key, datetime] = {}
        self.waits: dict[Key, list[tuple[str, str]]] = {}
        self.jobs: dict[Key, events.JobCreated] = {}
        self.tasks: dict[Key, events.UserTaskCreated] = {}
        self.tries: Counter[Key] = Counter()
        self.parents: dict[Key, str | None] = {}

    def note(self, number: int, event: events.Event) -> None:
        apply = APPLY.get(type(event))
        if apply:
            apply(self, (number, getattr(event, "activity", "")), event)

    def started(self, key: Key, event: Any) -> None:
        assert key not in self.open
        self.open[key] = event.kind
        self.parents[key] = event.parent

    def closed(self, key: Key, event: Any) -> None:
        for rows in (self.open, self.jobs, self.tasks):
            rows.pop(key, None)
        assert not self.waits.get(key), "a subscription is left behind"
        assert key not in self.timers, "a timer is left behind"
        assert key not in self.incidents, "an incident is left behind"

    def done(self, key: Key, event: Any) -> None:
        assert key in self.open
        self.closed(key, event)
        if event.kind not in WRAPPERS:
            self.completed.append(event.element)
        if event.kind == "endEvent" and self.parents[key] is None:
            self.ended.append(event.element)

    def unsubscribed(self, key: Key, event: Any) -> None:
        self.waits[key].remove((event.event_type, event.name))

    def finished(self, key: Key, event: Any) -> None:
        """Nothing is left of an instance that is over."""
        number = key[0]
        for rows in (self.open, self.timers, self.incidents, self.jobs, self.tasks):
            assert not [each for each in rows if each[0] == number]

    def of(self, number: int, rows: dict[Key, Any]) -> list[str]:
        return [activity for each, activity in rows if each == number]


def _set(name: str, value: Callable[[Any], Any]) -> Callable[[Rows, Key, Any], None]:
    def apply(rows: Rows, key: Key, event: Any) -> None:
        getattr(rows, name)[key] = value(event)

    return apply


def _drop(name: str) -> Callable[[Rows, Key, Any], None]:
    def apply(rows: Rows, key: Key, event: Any) -> None:
        del getattr(rows, name)[key]

    return apply


APPLY: dict[type[events.Event], Callable[[Rows, Key, Any], None]] = {
    events.ActivityStarted: Rows.started,
    events.ActivityCompleted: Rows.done,
    events.ActivityTerminated: Rows.closed,
    events.TimerScheduled: _set("timers", lambda event: event.due_at),
    events.TimerFired: _drop("timers"),
    events.TimerCancelled: _drop("timers"),
    events.Subscribed: lambda rows, key, event: rows.waits.setdefault(key, []).append(
        (event.event_type, event.name)
    ),
    events.Unsubscribed: Rows.unsubscribed,
    events.JobCreated: _set("jobs", lambda event: event),
    events.UserTaskCreated: _set("tasks", lambda event: event),
    events.IncidentRaised: _set("incidents", lambda event: (event.element, event.kind, event.message)),
    events.IncidentResolved: _drop("incidents"),
    events.MessageThrown: lambda rows, key, event: rows.thrown.append(event.name),
    events.SignalThrown: lambda rows, key, event: rows.thrown.append(event.name),
    events.ErrorThrown: lambda rows, key, event: rows.caught.append(event.caught_by),
    events.ProcessInstanceCompleted: Rows.finished,
    events.ProcessInstanceTerminated: Rows.finished,
}
