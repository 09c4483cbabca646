"""Timers: fire what is due. A timer that cannot be fired is set aside, with the reason in the log."""

from engine import instances
from engine.advance import Move, advance
from engine.bpmn.timers import cycle as next_round
from engine.commands import FireStartTimer, FireTimer, HoldTimer, StartByEvent
from engine.context import Context
from engine.errors import WrongState
from engine.identifiers import Address
from engine.store import definitions, timers


def fire(command: FireTimer, context: Context) -> None:
    """WrongState when it is not armed any more, or not due."""
    at = Address.parse(command.timer_id)
    row = timers.take(context.tx, at.instance_id, at.activity)
    if row is None:
        raise WrongState(
            f"Expected timer {command.timer_id} to be scheduled, but it was fired or cancelled, or its case is at work."
        )
    if row.is_held:
        raise WrongState(f"Expected timer {command.timer_id} to run, but it is held; resume its term first.")
    if row.due_at > context.now:
        raise WrongState(
            f"Expected timer {command.timer_id} to be due, but it is due at {row.due_at.isoformat()}."
        )
    advance(context, at.instance_id, Move(do="fire", arguments={"activity": at.activity}))


def hold(command: HoldTimer, context: Context) -> None:
    at = Address.parse(command.timer_id)
    timers.hold(context.tx, at.instance_id, at.activity)


def fire_start(command: FireStartTimer, context: Context) -> None:
    """A new instance; a cycle is due again later."""
    row = definitions.start_event(context.tx, command.definition_id, command.start)
    if row is None or row.due_at is None or row.due_at > context.now:
        raise WrongState(f"Expected start timer {command.start} to be due, but it is not.")
    again = next_round(row.cycle, row.due_at) if row.cycle else None
    due_at, cycle = (again.due_at, again.rest) if again else (None, None)
    definitions.reschedule_start_event(context.tx, command.definition_id, command.start, due_at, cycle)
    instances.start_by_event(StartByEvent(definition_id=command.definition_id, start=command.start), context)
