"""What a command works with: the open transaction, the time, the actor, and the shared caches."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from engine import executions
from engine.bpmn import Execution
from engine.commands import Command
from engine.content import Content
from engine.events import Event
from engine.identifiers import Address
from engine.library import Library
from engine.store import opened
from engine.values import Actor
from engine.world import World


class Seen(NamedTuple):
    """A task and its instance as they were read before the command; a step on what has changed since is a Conflict."""

    at: Address
    task: Any
    instance: Any
    execution: tuple[Execution, World]


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    tx: Connection
    now: datetime
    actor: Actor
    command: Command
    library: Library
    content: Content
    #: topics that have a handler here; None: workers elsewhere take every topic
    topics: Collection[str] | None
    #: signs the seals of the history; empty: unsigned
    seal_key: str = ""
    #: another command was faster a moment ago: wait for one's turn before anything is read
    is_locking: bool = False
    #: what happened so far, in order: (instance, event)
    told: list[tuple[str, Event]] = field(default_factory=list)
    #: rows read, and not changed since
    _instances: dict[str, Any] = field(default_factory=dict)
    _tasks: dict[Address, Any] = field(default_factory=dict)
    #: read before the command
    _executions: dict[str, tuple[Execution, World]] = field(default_factory=dict)

    def for_command(self, command: Command) -> "Context":
        """The same, for a command that this one leads to in another instance."""
        return replace(self, command=command)

    def recall(self, seen: Seen) -> None:
        """Take for read what was read."""
        self._tasks[seen.at], self._instances[seen.at.instance_id] = seen.task, seen.instance
        self._executions[seen.at.instance_id] = seen.execution

    def instance(self, instance_id: str) -> Any:
        """Its row, read once; NotFound."""
        if instance_id not in self._instances:
            self._lock(instance_id)
            self._instances[instance_id] = opened.instance(self.tx, instance_id)
        return self._instances[instance_id]

    def execution(self, row: Any) -> tuple[Execution, World]:
        """Of the instance of this row; it is the caller's alone."""
        seen = self._executions.pop(row.id, None)
        return executions.loaded(self, row) if seen is None else executions.again(self, seen)

    def task(self, at: Address) -> Any:
        """The row of a user task, read once together with that of its instance; NotFound."""
        if at not in self._tasks:
            self._lock(at.instance_id)
            self._tasks[at], self._instances[at.instance_id] = opened.task(self.tx, *at)
        return self._tasks[at]

    def changed(self, instance_id: str) -> None:
        """What was read of this instance is out of date."""
        self._instances.pop(instance_id, None)
        self._executions.pop(instance_id, None)
        for at in [each for each in self._tasks if each.instance_id == instance_id]:
            del self._tasks[at]

    def _lock(self, instance_id: str) -> None:
        if self.is_locking and instance_id not in self._instances:
            opened.lock(self.tx, instance_id)
