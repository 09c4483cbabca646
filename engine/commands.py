"""What may be asked of the engine: imperative, one frozen dataclass each.

`ProcessEngine.execute` is the only door. Time and actor are set by the door, random ids come with the command,
so that the recorded command can be carried out again. A task or job is addressed by its id,
"<instance id>:<activity>"; see `values.Address`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.handling import NewDocument
from engine.identifiers import new_id

Variables = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """Base of all commands."""


# ---- definitions ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """One file of a deployment."""

    #: file name; its ending says what it is: .bpmn, .dmn, .form
    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Deploy(Command):
    """All files or none. Equal content is not a new version."""

    resources: tuple[Resource, ...]
    name: str | None = None


# ---- instances -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class StartProcessInstance(Command):
    key: str
    variables: Variables = field(default_factory=dict)
    #: None: the engine gives the next number of the process
    business_key: str | None = None
    #: newest version when None
    version: int | None = None
    #: start event, where the process has several without a trigger
    start: str | None = None
    #: files handed in with the application
    documents: tuple[NewDocument, ...] = ()
    instance_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class StartByEvent(Command):
    """A start event caught something: message, signal, timer or condition."""

    definition_id: str
    start: str
    variables: Variables = field(default_factory=dict)
    business_key: str | None = None
    instance_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelProcessInstance(Command):
    instance_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspendProcessInstance(Command):
    instance_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResumeProcessInstance(Command):
    instance_id: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SetVariables(Command):
    instance_id: str
    variables: Variables
    #: activity whose scope holds them; None: the process
    scope: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ModifyProcessInstance(Command):
    instance_id: str
    cancel: tuple[str, ...] = ()
    #: element ids
    start: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MigrateProcessInstance(Command):
    """Go on by another version. `mapping`: old element id -> new one (None: not taken over), where it is otherwise."""

    instance_id: str
    definition_id: str
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RestartProcessInstance(Command):
    """Begin anew what an ended instance began, with its start variables."""

    predecessor: str
    reason: str
    #: newest version when None
    version: int | None = None
    instance_id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrelateMessage(Command):
    """Exactly one subscription or start event must match: by business key, and by equal variables if given."""

    name: str
    business_key: str | None = None
    correlation: Variables = field(default_factory=dict)
    variables: Variables = field(default_factory=dict)
    instance_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrelateFirst(Command):
    """The first of those who stand in line for a message gets it; asked again with the same key, the same one."""

    name: str
    variables: Variables = field(default_factory=dict)
    key: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverMessage(Command):
    """What `CorrelateMessage` found: one subscription."""

    instance_id: str
    activity: str
    name: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class BroadcastSignal(Command):
    """Everyone who listens: running instances and start events."""

    name: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverSignal(Command):
    instance_id: str
    name: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverThrown(Command):
    """A message or signal that an instance has thrown: to whoever waits for it."""

    message_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AddDocument(Command):
    instance_id: str
    document: NewDocument


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnulDocument(Command):
    """An issued document is void from now on; it stays, and its number is not given again."""

    instance_id: str
    document_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AddNote(Command):
    instance_id: str
    text: str
    is_public: bool = False


# ---- user tasks ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimUserTask(Command):
    task_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnclaimUserTask(Command):
    task_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AssignUserTask(Command):
    """A supervisor gives the task to a person, or back to the group (None)."""

    task_id: str
    assignee: str | None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DelegateUserTask(Command):
    task_id: str
    assignee: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolveUserTask(Command):
    """The person asked gives the task back to its owner."""

    task_id: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class CompleteUserTask(Command):
    task_id: str
    variables: Variables = field(default_factory=dict)
    documents: tuple[NewDocument, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SaveDraft(Command):
    """Values of a form not yet sent; not validated, no history. `key`: a task id, or "start:<process>:<actor>"."""

    key: str
    variables: Variables


# ---- jobs, timers, incidents ---------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class AcquireJobs(Command):
    """Lock due jobs for a worker. Moves no token, leaves no history."""

    worker: str
    topics: tuple[str, ...] = ()
    limit: int = 10
    lock_seconds: float = 300
    #: counts the worker's questions: each service has its turn
    turn: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtendLocks(Command):
    """The worker still carries out these jobs. Moves no token, leaves no history."""

    worker: str
    job_ids: tuple[str, ...]
    lock_seconds: float = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class CompleteJob(Command):
    job_id: str
    worker: str
    variables: Variables = field(default_factory=dict)
    documents: tuple[NewDocument, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ThrowBpmnError(Command):
    job_id: str
    worker: str
    code: str
    message: str | None = None
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class FailJob(Command):
    """The handler could not do it: again later, or an incident when no tries are left."""

    job_id: str
    worker: str
    error: str
    #: tries left; None: one less than before
    retries: int | None = None
    #: seconds; None: as the model or the engine says
    retry_after: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReserveNumber(Command):
    """The next number of a register; the same for the same key: a repeated handler call takes none twice."""

    register: str
    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FireTimer(Command):
    timer_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FireStartTimer(Command):
    """A timer start event of the newest version is due."""

    definition_id: str
    start: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldTimer(Command):
    """It could not be fired: set aside until an operator looks."""

    timer_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PauseTerm(Command):
    """The term that a timer or user task started stands still; `norm`: the paragraph that allows it."""

    term_id: str
    reason: str
    norm: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResumeTerm(Command):
    """It runs on with what was left."""

    term_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtendTerm(Command):
    """`unit` as a decision names it: working_day, calendar_day, month, hour, ..."""

    term_id: str
    amount: int
    unit: str
    grounds: str
    norm: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecountTerms(Command):
    """Move the open terms of a case that end otherwise in the newest version of their calendar."""

    instance_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SealHistory(Command):
    """Chain the heads of the histories that have grown into the register of seals."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolveIncident(Command):
    """Try again: a job gets its tries back, anything else is carried out once more."""

    incident_id: str
    retries: int = 3


# ---- people --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class CreateUser(Command):
    user_id: str
    name: str
    password_hash: str
    email: str | None = None
    #: identification number of an applicant
    iin: str | None = None
    language: str = "ru"
    is_demo: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangePassword(Command):
    user_id: str
    password_hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DisableUser(Command):
    user_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantRole(Command):
    """A person works in a body with a role; system roles (clerk, supervisor, ...) may have body "*"."""

    user_id: str
    role: str
    body: str = "*"
    valid_from: str | None = None
    valid_until: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokeRole(Command):
    user_id: str
    role: str
    body: str = "*"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordReading(Command):
    """Somebody read personal data: `what` names page and case."""

    instance_id: str
    what: str
