"""The only way a token moves: load -> move -> record -> project -> save."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import events, executions, lifecycle, projection, record
from engine.bpmn import Definition, Execution, migrate
from engine.context import Context
from engine.errors import WrongState
from engine.projection.case import Case
from engine.store import history, instances
from engine.store.changes import Changes
from engine.store.history import START
from engine.store.prepared import together
from engine.world import World

#: what `Case` and the row of the instance share by name
WHO = ("definition_id", "process_key", "business_key", "title", "subject")
CASE_COLUMNS = (*WHO, "state", "incidents", "due_at", "due_activity", "ended_at")
#: what a step may change in the row
SAVED_COLUMNS = ("definition_id", "state", "incidents", "ended_at", "due_at", "due_activity", "seq")


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """What is done to an execution: a name of MOVES and its arguments. History keeps it, a replay does it again."""

    do: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, execution: Execution) -> None:
        MOVES[self.do](execution, **self.arguments)

    def to_dict(self) -> dict[str, Any]:
        return {"do": self.do, **self.arguments}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Move":
        return cls(do=data["do"], arguments={name: value for name, value in data.items() if name != "do"})


def _migrate(execution: Execution, definition_id: str, mapping: Mapping[str, str | None]) -> None:
    migrate(execution, execution.world.definition_by_id(definition_id), mapping)


MOVES: dict[str, Callable[..., None]] = {
    "complete": Execution.complete,
    "throw_error": Execution.throw_error,
    "fail": Execution.fail,
    "retry": Execution.retry,
    "fire": Execution.fire,
    "deliver": Execution.deliver,
    "signal": Execution.signal,
    "set_variables": Execution.set_variables,
    "cancel": Execution.cancel,
    "modify": Execution.modify,
    "migrate": _migrate,
}
#: moves that a suspended instance may make, too
WHILE_SUSPENDED = ("cancel", "migrate")


def advance(
    context: Context, instance_id: str, move: Move, before: tuple[events.Event, ...] = ()
) -> Execution:
    """Do the move to the stored execution; `before` happened with it. WrongState unless the instance is active."""
    row = context.instance(instance_id)
    if row.state != "active" and move.do not in WHILE_SUSPENDED:
        raise WrongState(f"Expected process instance {instance_id} to be active, but it is {row.state}.")
    execution, world = context.execution(row)
    move.apply(execution)
    happened = (*before, *execution.drain())
    _save(context, row, happened, executions.dumped(context, execution), move.to_dict(), world.answers)
    return execution


def note(context: Context, instance_id: str, *happened: events.Event) -> Any:
    """Something happened to an instance that moves no token."""
    row = context.instance(instance_id)
    _save(context, row, happened, executions.Stored(bytes(row.execution), {}), None, {})
    return row


def begin(
    context: Context, definition: Definition, case: Case, move: Move, before: tuple[events.Event, ...] = ()
) -> None:
    """The first entry of a new instance; `case` says who it is."""
    world = executions.world(context, case.process_key, case.definition_id)
    execution = started(definition, world, move)
    happened = (*execution.drain(), *before)
    changes = Changes(case.instance_id)
    projection.project(case, happened, changes)
    entry = record.build(
        context,
        record.Link(case.instance_id, 1, START),
        happened,
        {**move.to_dict(), "definition_id": definition.id},
        world.answers,
    )
    stored = executions.dumped(context, execution)
    row = {**_new_row(case), "seq": 1, "head": entry["hash"], "execution": stored.state}
    with together(context.tx):
        instances.add(context.tx, row)
        instances.put_pages(context.tx, case.instance_id, stored.pages)
        history.append(context.tx, entry)
        _flush(context, case, changes, happened)


def started(definition: Definition, world: World, move: Move) -> Execution:
    """A fresh execution, as the move says."""
    return Execution.start(definition, world, **move.arguments)


def _save(
    context: Context,
    row: Any,
    happened: tuple[events.Event, ...],
    stored: executions.Stored,
    move: Mapping[str, Any] | None,
    answers: Mapping[str, Any],
) -> None:
    case = _case(context, row)
    changes = Changes(row.id)
    projection.project(case, happened, changes)
    if case.state != row.state:
        lifecycle.require("process instance", row.id, row.state, case.state)
    entry = record.build(context, record.Link(row.id, case.seq, row.head), happened, move, answers)
    columns = {name: getattr(case, name) for name in SAVED_COLUMNS}
    columns |= {"head": entry["hash"], "execution": stored.state}
    with instances.saving(context.tx, row.id, row.seq, columns):
        instances.put_pages(context.tx, row.id, stored.pages)
        history.append(context.tx, entry)
        _flush(context, case, changes, happened)
    if case.incidents and any(isinstance(event, events.ActivityTerminated) for event in happened):
        instances.count_incidents(context.tx, row.id)


def _flush(context: Context, case: Case, changes: Changes, happened: tuple[events.Event, ...]) -> None:
    context.told.extend((case.instance_id, event) for event in happened)
    context.changed(case.instance_id)
    changes.flush(context.tx)
    if case.due_changed:
        instances.move_deadlines(context.tx, case.instance_id, case.due_at)


def _case(context: Context, row: Any) -> Case:
    return Case(
        **{name: getattr(row, name) for name in CASE_COLUMNS},
        instance_id=row.id,
        seq=row.seq + 1,
        now=context.now,
        actor=context.actor.id,
        bodies=_names(row.bodies),
        running=_names(row.running),
    )


def _names(text: str | None) -> set[str]:
    return set(text.split(",")) if text else set()


def _new_row(case: Case) -> dict[str, Any]:
    shown = (case.business_key, case.title, case.subject)
    return {
        **{name: getattr(case, name) for name in CASE_COLUMNS},
        "id": case.instance_id,
        "search": " ".join(text.casefold() for text in shown if text),
        "started_at": case.now,
        "started_by": case.actor,
    }
