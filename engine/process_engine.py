"""The door. `execute` is the only way to change anything; COMMANDS is the engine's table of contents."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from engine import (
    commands,
    definitions,
    incidents,
    instances,
    issued,
    jobs,
    messages,
    migration,
    people,
    permissions,
    seals,
    tasks,
    terms,
    timers,
)
from engine.clock import Clock, SystemClock
from engine.content import Content
from engine.context import Context, Seen
from engine.errors import Conflict
from engine.events import Event
from engine.handling import Handler
from engine.library import Library
from engine.reader import Reader
from engine.settings import Settings
from engine.store.database import Database
from engine.values import Actor

Told = Sequence[tuple[str, Event]]
P = ParamSpec("P")
R = TypeVar("R")

COMMANDS: dict[type[commands.Command], Callable[[Any, Context], Any]] = {
    commands.Deploy: definitions.deploy,
    commands.StartProcessInstance: instances.start,
    commands.StartByEvent: instances.start_by_event,
    commands.CancelProcessInstance: instances.cancel,
    commands.SuspendProcessInstance: instances.suspend,
    commands.ResumeProcessInstance: instances.resume,
    commands.SetVariables: instances.set_variables,
    commands.ModifyProcessInstance: instances.modify,
    commands.MigrateProcessInstance: migration.migrate,
    commands.RestartProcessInstance: instances.restart,
    commands.AddDocument: instances.add_document,
    commands.AnnulDocument: issued.annul,
    commands.AddNote: instances.add_note,
    commands.RecordReading: instances.record_reading,
    commands.CorrelateMessage: messages.correlate,
    commands.CorrelateFirst: messages.correlate_first,
    commands.DeliverMessage: messages.deliver,
    commands.BroadcastSignal: messages.broadcast,
    commands.DeliverSignal: messages.deliver_signal,
    commands.DeliverThrown: messages.deliver_thrown,
    commands.ClaimUserTask: tasks.claim,
    commands.UnclaimUserTask: tasks.unclaim,
    commands.AssignUserTask: tasks.assign,
    commands.DelegateUserTask: tasks.delegate,
    commands.ResolveUserTask: tasks.resolve,
    commands.CompleteUserTask: tasks.complete,
    commands.SaveDraft: tasks.save_draft,
    commands.AcquireJobs: jobs.acquire,
    commands.ExtendLocks: jobs.extend,
    commands.CompleteJob: jobs.complete,
    commands.ThrowBpmnError: jobs.throw_error,
    commands.FailJob: jobs.fail,
    commands.ReserveNumber: jobs.reserve_number,
    commands.FireTimer: timers.fire,
    commands.FireStartTimer: timers.fire_start,
    commands.HoldTimer: timers.hold,
    commands.PauseTerm: terms.pause,
    commands.ResumeTerm: terms.resume_term,
    commands.ExtendTerm: terms.extend_term,
    commands.RecountTerms: terms.recount_terms,
    commands.SealHistory: seals.seal,
    commands.ResolveIncident: incidents.resolve,
    commands.CreateUser: people.create,
    commands.ChangePassword: people.change_password,
    commands.DisableUser: people.disable,
    commands.GrantRole: people.grant,
    commands.RevokeRole: people.revoke,
}

#: a command that meets another one in the same instance is tried so often, with a short pause
ATTEMPTS, PAUSE = 5, 0.02


class ProcessEngine:
    """One engine over one database. Threads may share it; so may processes, each with its own."""

    def __init__(
        self,
        settings: Settings,
        handlers: Mapping[str, Handler] | None,
        clock: Clock | None = None,
    ) -> None:
        """`handlers` None: workers elsewhere do all jobs, so that no topic is unknown."""
        self.settings = settings
        self.handlers = handlers or {}
        self._topics = None if handlers is None else handlers.keys()
        self.clock = clock or SystemClock()
        self.database = Database(settings.database_url)
        self.database.check_version()
        self.library = Library()
        self.content = Content(settings.content)
        #: called after each commit with the command and what happened: [(instance, event)]
        self.listeners: list[Callable[[commands.Command, Told], None]] = []
        #: called before the connections are closed
        self.at_close: list[Callable[[], None]] = []

    def execute(self, command: commands.Command, actor: Actor, seen: Seen | None = None) -> Any:
        """One command, one transaction: all of it happens, or an EngineError says why not.

        `seen`, of `engine.desk`, is not read again; when it is out of date the command is tried on what is now.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                result, told = self._attempt(command, actor, seen if attempt == 1 else None, attempt > 1)
                break
            except Conflict:
                if attempt == ATTEMPTS:
                    raise
                time.sleep(PAUSE * attempt)
        for listener in self.listeners:
            listener(command, told)
        return result

    def _attempt(
        self, command: commands.Command, actor: Actor, seen: Seen | None, is_again: bool
    ) -> tuple[Any, Told]:
        with self.database.write() as tx:
            context = self._context(tx, command, actor, is_again)
            if seen:
                context.recall(seen)
            permissions.require(command, context)
            return COMMANDS[type(command)](command, context), context.told

    def _context(self, tx: Connection, command: commands.Command, actor: Actor, is_again: bool) -> Context:
        return Context(
            tx=tx,
            now=self.clock.now(),
            actor=actor,
            command=command,
            library=self.library,
            content=self.content,
            topics=self._topics,
            seal_key=self.settings.seal_key,
            is_locking=is_again,
        )

    def read(self, query: Callable[Concatenate[Reader, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask one of `queries`, in a transaction that changes nothing."""
        with self.reading() as reader:
            return query(reader, *args, **kwargs)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """For several queries that see the same moment; open for as short as can be."""
        with self.database.read() as tx:
            yield self._reader(tx)

    def _reader(self, tx: Connection) -> Reader:
        return Reader(tx=tx, now=self.clock.now(), library=self.library, content=self.content)

    def glance(self, query: Callable[Concatenate[Reader, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """As `read`, for a query that asks one prepared question: no transaction is begun unless it asks more."""
        try:
            with self.database.glance() as tx:
                return query(self._reader(tx), *args, **kwargs)
        except Conflict:  # two answers were not of one moment
            return self.read(query, *args, **kwargs)

    def close(self) -> None:
        for each in self.at_close:
            each()
        self.database.close()
