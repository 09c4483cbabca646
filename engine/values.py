"""What readers get: plain frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    role: str
    body: str = "*"


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who asks.

    System roles: clerk, supervisor, analyst, auditor, applicant, administrator; roles of an act: centre_clerk, ...
    """

    id: str
    name: str = ""
    memberships: frozenset[Membership] = frozenset()
    #: identification number, of an applicant
    iin: str | None = None
    is_system: bool = False

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(each.role for each in self.memberships)

    def has(self, role: str, body: str | None = None) -> bool:
        """In this body; a membership in "*" counts everywhere, and a question without a body asks for any."""
        return any(m.role == role and (body is None or m.body in ("*", body)) for m in self.memberships)


SYSTEM = Actor(id="system", name="Система", is_system=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    id: str
    name: str
    password_hash: str
    email: str | None
    iin: str | None
    language: str
    is_active: bool
    is_demo: bool
    memberships: frozenset[Membership] = frozenset()

    @property
    def actor(self) -> Actor:
        return Actor(id=self.id, name=self.name, memberships=self.memberships, iin=self.iin)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessDefinition:
    """A deployed version, for lists."""

    id: str
    key: str
    version: int
    name: str
    version_tag: str | None
    deployed_at: datetime
    digest: str
    is_latest: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessInstance:
    id: str
    definition_id: str
    key: str
    business_key: str | None
    title: str | None
    subject: str | None
    #: active, suspended, completed, terminated
    state: str
    has_incident: bool
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    #: the legal deadline of the case (term "service"), if one runs or ran
    due_at: datetime | None
    #: bodies the case was routed to
    bodies: tuple[str, ...] = ()
    #: number of the last history entry
    seq: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class UserTask:
    id: str
    instance_id: str
    activity: str
    element: str
    definition_id: str
    process_key: str
    business_key: str | None
    #: of the case
    title: str | None
    name: str
    #: open, completed, cancelled
    state: str
    assignee: str | None
    owner: str | None
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    body: str | None
    lane: str | None
    form: str | None
    priority: int
    #: of the task itself
    due_at: datetime | None
    #: of the task or the case, whichever comes first: the order of the inbox
    deadline: datetime | None
    follow_up_at: datetime | None
    created_at: datetime
    completed_at: datetime | None = None
    completed_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class JobRow:
    id: str
    instance_id: str
    activity: str
    element: str
    topic: str | None
    process_key: str
    business_key: str | None
    #: available, locked, failed (incident), done, cancelled
    state: str
    retries: int
    due_at: datetime
    locked_by: str | None
    locked_until: datetime | None
    error: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TimerRow:
    id: str
    instance_id: str
    activity: str
    element: str
    due_at: datetime
    #: scheduled, fired, cancelled
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Incident:
    id: str
    instance_id: str
    activity: str
    element: str
    process_key: str
    business_key: str | None
    kind: str
    message: str
    #: open, resolved
    state: str
    created_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """A row of the ledger: a legal term of a case."""

    id: str
    instance_id: str
    activity: str
    name: str
    norm: str | None
    started_at: datetime
    due_at: datetime
    #: running, paused, met, missed, withdrawn
    state: str
    #: Reckoning.to_dict(): calendar, version, rule, steps; with `paused_at` while it stands still
    reckoning: Mapping[str, Any]
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    id: str
    instance_id: str
    kind: str
    name: str
    media_type: str
    size: int
    digest: str
    code: str | None
    number: str | None
    added_at: datetime
    added_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryEntry:
    instance_id: str
    seq: int
    at: datetime
    actor: str
    actor_name: str
    #: class name of the command, and its fields
    command: str
    arguments: Mapping[str, Any]
    #: what was done to the execution: {"do": "complete", "activity": ..., "variables": {...}}
    move: Mapping[str, Any] | None
    #: what came from outside while it ran: reference -> id that was found
    answers: Mapping[str, Any]
    #: events as `events.to_dict` writes them
    events: tuple[Mapping[str, Any], ...]
    previous: str
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayReport:
    instance_id: str
    identical: bool
    steps: int
    #: first difference: number of the entry, what was recorded, what came out
    seq: int | None = None
    recorded: Any = None
    replayed: Any = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page of a list, with the count of all."""

    items: tuple[Any, ...]
    total: int
    offset: int = 0
    limit: int = 50
    extra: Mapping[str, Any] = field(default_factory=dict)
