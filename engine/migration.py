"""Migration of running cases to another version: the plan, what it means for each case, the command, the way back.

A batch is nothing but its commands, one after the other: what is done is done, the rest stays where it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import executions, reading
from engine.advance import Move, advance
from engine.bpmn import Definition, Execution, Reason, check, propose
from engine.bpmn import migrate as moved
from engine.bpmn.crossing import Crossing, Renaming, changes, inverse
from engine.commands import MigrateProcessInstance
from engine.context import Context
from engine.errors import EngineError, InvalidCommand, NotAllowed, WrongState
from engine.library import PROCESS, definition_id
from engine.reader import Reader
from engine.record import entry
from engine.store import cases, history, instances
from engine.values import Actor, ProcessInstance

#: events that tell what a migration does beside moving tokens
EFFECTS = (
    "TimerScheduled",
    "TimerCancelled",
    "Subscribed",
    "Unsubscribed",
    "IncidentRaised",
    "IncidentResolved",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class MigrationPlan:
    """From one version to another."""

    key: str
    old: str
    new: str
    #: every element of the old version -> what is proposed for it, None: nothing of the kind is there
    proposed: Renaming
    #: what a command has to say: the elements that do not simply keep their id
    mapping: Renaming
    #: what is wrong whatever the case
    faults: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether one case can go, and what it would mean."""

    instance: ProcessInstance
    reasons: tuple[Reason, ...] = ()
    #: (event, element): timers and subscriptions that begin or end
    effects: tuple[tuple[str, str], ...] = ()

    @property
    def may_go(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One command of a batch."""

    instance_id: str
    error: str | None = None
    reasons: tuple[Reason, ...] = field(default_factory=tuple)


# ---- the command ---------------------------------------------------------------------------------


def migrate(command: MigrateProcessInstance, context: Context) -> None:
    """WrongState with all the reasons when it cannot go."""
    row = context.instance(command.instance_id)
    new = context.library.process(context.tx, command.definition_id)
    if new.key != row.process_key:
        raise InvalidCommand(f"Expected a version of {row.process_key}, but {new.id} is another process.")
    if new.id == row.definition_id:
        raise WrongState(f"Process instance {row.id} runs by {new.id} already.")
    arguments = {"definition_id": new.id, "mapping": dict(command.mapping)}
    advance(context, row.id, Move(do="migrate", arguments=arguments))


def run(
    execute: Callable[[MigrateProcessInstance], Any], plan: MigrationPlan, ids: Iterable[str], reason: str
) -> Iterator[Outcome]:
    """One command a case; a case that cannot go stays, the others go on."""
    for instance_id in ids:
        yield _tried(
            execute,
            MigrateProcessInstance(
                instance_id=instance_id, definition_id=plan.new, mapping=plan.mapping, reason=reason
            ),
        )


def undo(
    execute: Callable[[MigrateProcessInstance], Any], commands: Iterable[MigrateProcessInstance]
) -> Iterator[Outcome]:
    """The commands of `way_back`, one after the other."""
    for command in commands:
        yield _tried(execute, command)


def _tried(execute: Callable[[MigrateProcessInstance], Any], command: MigrateProcessInstance) -> Outcome:
    try:
        execute(command)
    except EngineError as error:
        found: Any = error.ids.get("reasons", ())
        return Outcome(instance_id=command.instance_id, error=error.message, reasons=tuple(found))
    return Outcome(instance_id=command.instance_id)


# ---- plan and dry run ----------------------------------------------------------------------------


def plan(reader: Reader, key: str, old: int, new: int, overrides: Renaming | None = None) -> MigrationPlan:
    """The proposal for two versions; `overrides` decide otherwise."""
    before, after = (_version(reader, key, number) for number in (old, new))
    proposed = propose(before, after)
    mapping = changes({**proposed, **(overrides or {})}, before, after)
    crossing = Crossing(old=before, new=after, mapping=mapping)
    return MigrationPlan(
        key=key,
        old=before.id,
        new=after.id,
        proposed=proposed | mapping,
        mapping=mapping,
        faults=tuple(crossing.faults()),
    )


def _version(reader: Reader, key: str, number: int) -> Definition:
    return reader.library.process(reader.tx, definition_id(PROCESS, key, number))


def running(
    reader: Reader, actor: Actor, definition: str, limit: int | None = None
) -> tuple[ProcessInstance, ...]:
    """The cases of this version that have not ended, oldest first."""
    _operator(actor)
    return tuple(map(reading.instance, cases.running(reader.tx, definition, limit)))


def verdicts(reader: Reader, actor: Actor, plan: MigrationPlan, ids: Iterable[str]) -> tuple[Verdict, ...]:
    """The dry run: each case moves in memory, and nothing is kept of it."""
    _operator(actor)
    return tuple(verdict(reader, each, plan.new, plan.mapping) for each in ids)


def verdict(reader: Reader, instance_id: str, new: str, mapping: Renaming) -> Verdict:
    row = instances.get(reader.tx, instance_id)
    target = reader.library.process(reader.tx, new)
    execution = _loaded(reader, row)
    reasons = check(execution, target, mapping)
    effects: list[tuple[str, str]] = []
    if not reasons:
        moved(execution, target, mapping)
        told = [(type(event).__name__, event) for event in execution.drain()]
        effects = [(name, getattr(event, "element", "")) for name, event in told if name in EFFECTS]
    return Verdict(instance=reading.instance(row), reasons=tuple(reasons), effects=tuple(effects))


def _loaded(reader: Reader, row: Any) -> Execution:
    return executions.loaded(reader, row)[0]


def ways_back(
    reader: Reader, actor: Actor, plan: MigrationPlan, limit: int
) -> tuple[tuple[MigrateProcessInstance, Verdict], ...]:
    """Cases of the new version that came from the old one: the command that undoes it, and whether it can."""
    found = []
    for each in running(reader, actor, plan.new, limit):
        step = _last(reader, each.id, plan.new)
        if step is not None and step["previous"] == plan.old:
            back = _back(each.id, step)
            found.append((back, verdict(reader, each.id, back.definition_id, back.mapping)))
    return tuple(found)


def way_back(reader: Reader, actor: Actor, instance_id: str) -> MigrateProcessInstance:
    """The command that undoes the last migration of a case. WrongState when there was none."""
    _operator(actor)
    step = _last(reader, instance_id, instances.get(reader.tx, instance_id).definition_id)
    if step is None:
        raise WrongState(f"Expected process instance {instance_id} to have been migrated, but it never was.")
    return _back(instance_id, step)


def _last(reader: Reader, instance_id: str, definition: str) -> Mapping[str, Any] | None:
    """The event by which the case came to this version."""
    for step in map(entry, reversed(history.of(reader.tx, instance_id))):
        for event in step.events:
            if event["event"] == "ProcessInstanceMigrated" and event["definition_id"] == definition:
                return event
    return None


def _back(instance_id: str, step: Mapping[str, Any]) -> MigrateProcessInstance:
    return MigrateProcessInstance(
        instance_id=instance_id,
        definition_id=step["previous"],
        mapping=inverse(step.get("mapping", {})),
        reason=f"back from {step['definition_id']}",
    )


def _operator(actor: Actor) -> None:
    if not (actor.is_system or actor.has("administrator")):
        raise NotAllowed("Expected an administrator.")
