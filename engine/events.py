"""What happened: past tense, one frozen dataclass each. History keeps them, `projection` turns them into rows.

`activity` is one visit of an element: "<element id>:<number>", numbers counted per instance from 1.
`element` is the id in the drawing. Every value is plain data (see `encoding`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Base of all events."""


# ---- the instance --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessInstanceStarted(Event):
    definition_id: str
    business_key: str | None = None
    #: what a list shows for the case, from the process property `title`
    title: str | None = None
    #: whom it is about (an identification number), from the process property `subject`
    subject: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessInstanceCompleted(Event):
    """No token is left."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessInstanceTerminated(Event):
    """Ended by a terminate end event of the process, or cancelled from outside."""

    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessInstanceSuspended(Event):
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessInstanceResumed(Event):
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessInstanceMigrated(Event):
    """From here on it runs by another version of its definition."""

    definition_id: str
    previous: str
    #: old element id -> new one, None: not taken over; the others keep their ids
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    #: activities that go on: as they were called -> as they are called now
    activities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessInstanceRestarted(Event):
    """It had ended; this new instance begins it again."""

    successor: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessInstanceSucceeded(Event):
    """It begins anew what this ended instance began."""

    predecessor: str
    reason: str | None = None


# ---- tokens --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityStarted(Event):
    activity: str
    element: str
    #: BPMN tag: "userTask", "startEvent", "exclusiveGateway", ...
    kind: str
    #: activity of the scope around it; None in the process itself
    parent: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityCompleted(Event):
    activity: str
    element: str
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityTerminated(Event):
    """Taken away: by an interrupting event, a terminate end, a cancellation."""

    activity: str
    element: str
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SequenceFlowTaken(Event):
    flow: str
    #: activity the token left
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CallActivityStarted(Event):
    """The scope `activity` runs this definition; elements below it belong to that drawing."""

    activity: str
    element: str
    definition_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VariablesChanged(Event):
    #: activity of the scope that holds them; None for the process
    scope: str | None
    values: Mapping[str, Any] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


# ---- what waits ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class UserTaskCreated(Event):
    activity: str
    element: str
    name: str
    #: drawing the element belongs to (the called process inside a call activity)
    definition_id: str
    assignee: str | None = None
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    #: id of the authority whose people may take it, from the property `body` of the task or its lane
    body: str | None = None
    lane: str | None = None
    form: str | None = None
    priority: int = 50
    due_at: datetime | None = None
    #: the reckoning of a legal term, where the date is one
    term: Mapping[str, Any] | None = None
    follow_up_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class JobCreated(Event):
    """Work for a handler (`topic`), or for the engine itself (topic None: an asynchronous continuation)."""

    activity: str
    element: str
    topic: str | None
    definition_id: str
    priority: int = 0
    #: how often it is tried in all
    retries: int = 3
    #: pause before each repetition, seconds; the last one repeats; empty: the engine's own
    retry_after: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TimerScheduled(Event):
    activity: str
    element: str
    due_at: datetime
    #: a cycle goes on: its text, for the next round
    cycle: str | None = None
    #: the reckoning of a legal term: name, norm, calendar, version, start, due, steps
    term: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TimerFired(Event):
    activity: str
    element: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TimerCancelled(Event):
    activity: str
    element: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscribed(Event):
    """Waits for a message or signal."""

    activity: str
    element: str
    #: "message" or "signal"
    event_type: str
    name: str
    #: of the called process around it, where that has a key of its own
    business_key: str | None = None
    #: who waits in line for the same message is sorted by it
    order: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsubscribed(Event):
    activity: str
    element: str
    event_type: str
    name: str


# ---- what happens to a running term --------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class TermEvent(Event):
    """Base of the four below. `activity` is the timer or user task by which the term was addressed."""

    activity: str
    element: str
    name: str
    #: the reckoning as it is now; with `paused_at` while the term stands still
    term: Mapping[str, Any]
    #: rows of the ledger that count the same term
    deadlines: tuple[str, ...]
    #: when its timers, and the warnings of it, are due now; those of a paused term are held
    timers: Mapping[str, datetime] = field(default_factory=dict)
    #: user tasks that are due when it ends
    tasks: tuple[str, ...] = ()
    reason: str | None = None
    #: paragraph that allows it
    norm: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TermPaused(TermEvent):
    """It stands still."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TermResumed(TermEvent):
    """It runs on with what was left."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TermExtended(TermEvent):
    """It was made longer."""

    previous: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TermRecounted(TermEvent):
    """A newer version of its calendar ends it at another moment."""

    previous: datetime | None = None


# ---- what is thrown ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageThrown(Event):
    activity: str
    element: str
    name: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    #: number of the case it is for; None: the thrower's own
    business_key: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SignalThrown(Event):
    activity: str
    element: str
    name: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorThrown(Event):
    activity: str
    element: str
    code: str
    message: str | None = None
    #: element of the boundary event or event sub-process that takes it
    caught_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EscalationThrown(Event):
    activity: str
    element: str
    code: str
    caught_by: str | None = None


# ---- what was decided, what went wrong -----------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionEvaluated(Event):
    activity: str
    element: str
    decision: str
    #: id of the deployed decision model, "<key>:<version>"
    model_id: str
    result: Any
    #: [{"decision", "rule", "index", "inputs", "outputs", "annotation"}]
    matched: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentRaised(Event):
    activity: str
    element: str
    #: "job" (tries spent), "expression", "flow", "error", "escalation", "loop", "join", "timer", "call", "decision"
    kind: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentResolved(Event):
    activity: str
    element: str


# ---- what people and workers did without moving a token ------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class UserTaskClaimed(Event):
    activity: str
    assignee: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UserTaskUnclaimed(Event):
    activity: str
    assignee: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UserTaskAssigned(Event):
    activity: str
    assignee: str | None
    previous: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UserTaskDelegated(Event):
    """The owner asks another person; the task comes back when that person resolves it."""

    activity: str
    owner: str
    assignee: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UserTaskResolved(Event):
    activity: str
    owner: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UserTaskMigrated(Event):
    """An open task takes the words and the form of another version; people and dates stay."""

    activity: str
    element: str
    name: str
    form: str | None = None
    lane: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class JobFailed(Event):
    activity: str
    error: str
    retries: int
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentAdded(Event):
    """A file joined the case: uploaded, or issued by a handler."""

    document_id: str
    #: "upload", "receipt", "result", "refusal", "notice"
    kind: str
    name: str
    media_type: str
    size: int
    #: SHA-256 of the content
    digest: str
    #: code of the document in the list of the standard, or name of the template
    code: str | None = None
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteAdded(Event):
    text: str
    #: applicant sees it too
    is_public: bool = False


EVENTS: dict[str, type[Event]] = {
    cls.__name__: cls
    for cls in list(globals().values())
    if isinstance(cls, type) and issubclass(cls, Event) and cls not in (Event, TermEvent)
}


def to_dict(value: Event) -> dict[str, Any]:
    """The event as plain data; fields at their default are left out."""
    data: dict[str, Any] = {"event": type(value).__name__}
    for each in fields(value):
        content = getattr(value, each.name)
        if content not in (None, (), {}):
            data[each.name] = list(content) if isinstance(content, tuple) else content
    return data


def from_dict(data: Mapping[str, Any]) -> Event:
    """The event that `to_dict` wrote."""
    cls = EVENTS[data["event"]]
    values = {name: tuple(v) if isinstance(v, list) and name in TUPLES else v for name, v in data.items()}
    del values["event"]
    return cls(**values)


TUPLES = {"removed", "candidate_groups", "candidate_users", "retry_after", "matched", "deadlines", "tasks"}
