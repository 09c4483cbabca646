"""The contract with handlers: a `Job` and `Tools` in, an `Outcome` out. Imports nothing of ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One service task to be carried out. It may be handed out again after a crash: `id` is the idempotency key."""

    id: str
    instance_id: str
    activity: str
    element: str
    topic: str
    #: process key of the case and of the drawing the element is in (another one inside a call activity)
    process_key: str
    definition_id: str
    business_key: str | None
    #: tries left, this one included
    retries: int
    #: when it was first to be done, aware, UTC
    created_at: datetime
    #: when this try began, aware, UTC
    now: datetime
    #: all the activity sees, inner scopes first
    variables: Mapping[str, Any]
    #: its input parameters alone (camunda:inputParameter)
    inputs: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewDocument:
    """A file that joins the case with the step that brings it."""

    #: upload, receipt, result, refusal, notice; "replacement": says of an issued one that another took its place
    kind: str
    name: str
    media_type: str
    content: bytes
    #: code of the document in the standard's list, or name of the template
    code: str | None = None
    number: str | None = None
    #: process variable that gets {id, name, number, kind, code, issued_at}
    variable: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    variables: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[NewDocument, ...] = ()


class BpmnError(Exception):
    """An outcome drawn in the model: the boundary error event with this code takes it. Not a failure."""

    def __init__(
        self, code: str, message: str | None = None, variables: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message or code)
        self.code, self.message, self.variables = code, message, dict(variables or {})


class Failure(Exception):
    """A job could not be done. It is tried again, then an incident; the message says to people why."""


class TryLater(Exception):
    """A system outside gives no answer: the job waits for it as long as it takes, and loses no try.

    The message says to clerks, in Russian, which system and what it did instead.
    """

    def __init__(self, message: str, after: int | None = None) -> None:
        """`after`: seconds, when the system names a pause; else the pauses grow with the wait."""
        super().__init__(message)
        self.after = after


class Tools(Protocol):
    """What a handler may reach besides its job."""

    #: address of the public pages, without a slash at the end
    base_url: str
    #: folder of the content: documents/, directories/, translations/
    processes: str
    #: mail server, smtp://user:password@host:port; empty: notices stay in the cabinet
    smtp_url: str
    #: code of a system outside -> its address; a system that is not connected is not there
    systems: Mapping[str, str]
    #: seconds to wait for an answer of theirs
    system_timeout: float

    def number(self, register: str) -> int:
        """The next number of a register; the same again when the job is repeated."""

    def body(self, body_id: str | None) -> Mapping[str, str] | None:
        """An authority of the directories: name, address, phones, email, region, district, ..."""

    def line(self, name: str, order: Sequence[Any]) -> Mapping[str, int]:
        """Of those who stand in line for a message: how many `waiting`, how many `ahead` of the case by this order."""

    def give(self, name: str, variables: Mapping[str, Any]) -> str | None:
        """The message goes to the first in line: number of its case, None when nobody waits.

        The same again when the job is repeated.
        """

    def documents(self, instance_id: str) -> list[Mapping[str, Any]]:
        """What the case holds: id, kind, name, code, number."""

    def registered(self, number: str) -> Mapping[str, Any] | None:
        """What the register of issued documents says of a number, its copies and parts; None: nothing."""

    def waiting(self, message: str, body: str | None = None) -> list[Mapping[str, Any]]:
        """Cases (of a body) that wait for a message, the oldest first: instance_id, number, title, variables."""

    def sent(self, instance_id: str) -> Mapping[str, Any]:
        """Messages thrown by a case that nobody got: on_the_way (how many), unreached (of number, reason)."""

    def colleagues(self, role: str, body: str) -> list[Mapping[str, Any]]:
        """Who has a role in a body: id, name."""


Handler = Callable[[Job, Tools], Outcome]
