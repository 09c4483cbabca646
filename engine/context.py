"""What a command works with: the open transaction, the time, the actor, and the shared caches."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from engine.commands import Command
from engine.content import Content
from engine.events import Event
from engine.library import Library
from engine.values import Actor


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
    #: what happened so far, in order: (instance, event)
    told: list[tuple[str, Event]] = field(default_factory=list)

    def for_command(self, command: Command) -> "Context":
        """The same, for a command that this one leads to in another instance."""
        return replace(self, command=command)
