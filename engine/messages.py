"""Messages and signals: find who waits, deliver; start what a message or signal starts."""

from typing import Any

from sqlalchemy import Row

from engine import encoding, executions, instances
from engine.advance import Move, advance
from engine.commands import (
    BroadcastSignal,
    CorrelateFirst,
    CorrelateMessage,
    DeliverMessage,
    DeliverSignal,
    DeliverThrown,
    StartByEvent,
)
from engine.context import Context
from engine.errors import Conflict, EngineError, NotFound, WrongState
from engine.store import definitions, lines, messages

#: how often who is first is looked up anew, when others are quicker
LOOKS = 20


def correlate(command: CorrelateMessage, context: Context) -> str:
    """Exactly one subscription or start event; returns the id of the instance that got it."""
    waiting = messages.subscribers(
        context.tx, "message", command.name, command.business_key, command.instance_id
    )
    waiting = [row for row in waiting if _fits(context, row, command.correlation)]
    starts = (
        []
        if waiting or command.instance_id
        else definitions.start_events(context.tx, "message", command.name)
    )
    if len(waiting) + len(starts) != 1:
        raise _not_one(command, len(waiting) + len(starts))
    if starts:
        return _start(context, starts[0], command.variables, command.business_key)
    found = waiting[0]
    deliver(
        DeliverMessage(
            instance_id=found.instance_id,
            activity=found.activity,
            name=command.name,
            variables=command.variables,
        ),
        context,
    )
    return str(found.instance_id)


def correlate_first(command: CorrelateFirst, context: Context) -> str | None:
    """Id of the instance that got it; None: nobody waits. One transaction: what is given is given once."""
    before = lines.given(context.tx, command.key)
    if before is not None:
        return before
    for _ in range(LOOKS):
        found = lines.first(context.tx, command.name)
        if found is None:
            return None
        if _takes(command, context, found):
            variables = encoding.dumps(dict(command.variables))
            lines.give(context.tx, command.key, found, variables, context.now)
            return str(found.instance_id)
    raise Conflict(f'Expected the first in line for "{command.name}" to wait still, but others are quicker; try again.')


def _takes(command: CorrelateFirst, context: Context, found: Row[Any]) -> bool:
    """False when another transaction has served this one since it was looked up."""
    place = {"instance_id": found.instance_id, "activity": found.activity}
    try:
        deliver(DeliverMessage(**place, name=command.name, variables=command.variables), context)
    except WrongState:
        return False
    return True


def _not_one(command: CorrelateMessage, found: int) -> EngineError:
    key = f' and business key "{command.business_key}"' if command.business_key else ""
    kind = NotFound if found == 0 else WrongState
    said = (
        "nobody waits for it"
        if found == 0
        else f"{found} wait for it; add a business key or correlation values"
    )
    return kind(
        f'Expected exactly one receiver of message "{command.name}"{key}, but {said}.', name=command.name
    )


def deliver(command: DeliverMessage, context: Context) -> None:
    move = {"activity": command.activity, "message_name": command.name, "variables": dict(command.variables)}
    advance(context, command.instance_id, Move(do="deliver", arguments=move))


def broadcast(command: BroadcastSignal, context: Context, thrower: str | None = None) -> None:
    """Everyone who waits, each instance by its own entry, then what the signal starts. Nobody: no fault.

    The instance that threw it has delivered it to itself, at that moment.
    """
    waiting = messages.subscribers(context.tx, "signal", command.name)
    for instance_id in dict.fromkeys(row.instance_id for row in waiting if row.instance_id != thrower):
        deliver_signal(
            DeliverSignal(instance_id=instance_id, name=command.name, variables=command.variables), context
        )
    for row in definitions.start_events(context.tx, "signal", command.name):
        _start(context, row, command.variables, None)


def deliver_signal(command: DeliverSignal, context: Context) -> None:
    move = {"name": command.name, "variables": dict(command.variables)}
    advance(context, command.instance_id, Move(do="signal", arguments=move))


def deliver_thrown(command: DeliverThrown, context: Context) -> None:
    """What an instance has thrown; a message nobody waits for is set aside and shown to the operator."""
    row = messages.get(context.tx, command.message_id)
    if row is None or row.state != "waiting":
        raise WrongState(f"Expected message {command.message_id} to wait for delivery, but it does not.")
    variables = encoding.loads(bytes(row.variables))
    try:
        if row.event_type == "signal":
            thrower = row.id.partition(":")[0]
            broadcast(BroadcastSignal(name=row.name, variables=variables), context, thrower)
        else:
            sent = CorrelateMessage(name=row.name, business_key=row.business_key, variables=variables)
            correlate(sent, context)
    except (NotFound, WrongState) as error:
        messages.undelivered(context.tx, row.id, error.message)
    else:
        messages.delivered(context.tx, row.id)


def _start(context: Context, row: Row[Any], variables: Any, business_key: str | None) -> str:
    command = StartByEvent(
        definition_id=row.definition_id,
        start=row.element,
        variables=dict(variables),
        business_key=business_key,
    )
    return instances.start_by_event(command, context).id


def _fits(context: Context, row: Row[Any], wanted: Any) -> bool:
    """Whether what the subscription sees equals every correlation value."""
    if not wanted:
        return True
    instance = context.instance(row.instance_id)
    execution, _ = executions.loaded(context, instance)
    seen = execution.variables(row.activity)
    return all(seen.get(name) == value for name, value in wanted.items())
