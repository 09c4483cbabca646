"""Process instances: start, cancel, suspend, resume, change by hand."""

from datetime import datetime
from typing import Any

from engine import documents, events, reading, record
from engine.advance import Move, advance, begin, note
from engine.bpmn import Definition
from engine.clock import LOCAL
from engine.commands import (
    AddDocument,
    AddNote,
    CancelProcessInstance,
    ModifyProcessInstance,
    RecordReading,
    RestartProcessInstance,
    ResumeProcessInstance,
    SetVariables,
    StartByEvent,
    StartProcessInstance,
    SuspendProcessInstance,
)
from engine.context import Context
from engine.errors import InvalidCommand, WrongState
from engine.library import PROCESS, definition_id
from engine.lifecycle import require
from engine.projection.case import Case
from engine.store import history, numbers
from engine.values import ProcessInstance


def start(command: StartProcessInstance, context: Context) -> ProcessInstance:
    """The newest version unless the command names one; the case gets the next number of its process."""
    found = _definition(command, context)
    if command.start and command.start not in found.elements:
        raise InvalidCommand(
            f'Expected a start event of {command.key}, but there is no element "{command.start}".'
        )
    told, references = documents.keep(context, command.instance_id, "start:0", command.documents)
    variables = {**command.variables, **references}
    case = _case(context, found, command.instance_id, command.business_key or _number(context, found.key))
    move = {"variables": variables, "business_key": case.business_key, "start": command.start}
    begin(context, found, case, Move(do="start", arguments=move), told)
    return reading.instance_row(context.tx, command.instance_id)


def start_by_event(command: StartByEvent, context: Context) -> ProcessInstance:
    """A message, signal or timer start event of the newest version was triggered."""
    found = context.library.process(context.tx, command.definition_id)
    case = _case(context, found, command.instance_id, command.business_key)
    move = {"variables": dict(command.variables), "business_key": case.business_key, "start": command.start}
    begin(context, found, case, Move(do="start", arguments=move))
    return reading.instance_row(context.tx, command.instance_id)


def cancel(command: CancelProcessInstance, context: Context) -> None:
    row = context.instance(command.instance_id)
    require("process instance", row.id, row.state, "terminated")
    advance(context, row.id, Move(do="cancel", arguments={"reason": command.reason}))


def suspend(command: SuspendProcessInstance, context: Context) -> None:
    row = context.instance(command.instance_id)
    require("process instance", row.id, row.state, "suspended")
    note(context, row.id, events.ProcessInstanceSuspended(reason=command.reason))


def resume(command: ResumeProcessInstance, context: Context) -> None:
    row = context.instance(command.instance_id)
    require("process instance", row.id, row.state, "active")
    note(context, row.id, events.ProcessInstanceResumed(reason=command.reason))


def restart(command: RestartProcessInstance, context: Context) -> ProcessInstance:
    """A new case with a number of its own; either history names the other."""
    before = context.instance(command.predecessor)
    if before.state in ("active", "suspended"):
        raise WrongState(f"Expected process instance {before.id} to have ended, but it is {before.state}.")
    first = record.entry(history.of(context.tx, before.id)[0]).move or {}
    again = StartProcessInstance(key=before.process_key, version=command.version, instance_id=command.instance_id)
    found = _definition(again, context)
    if first.get("start") and first["start"] not in {each.element for each in found.start_events}:
        raise InvalidCommand(f'Expected {found.id} to start by "{first["start"]}" too; restart another version.')
    case = _case(context, found, command.instance_id, _number(context, found.key))
    move = {"variables": first["variables"], "business_key": case.business_key, "start": first.get("start")}
    told = events.ProcessInstanceSucceeded(predecessor=before.id, reason=command.reason)
    begin(context, found, case, Move(do="start", arguments=move), (told,))
    note(
        context,
        before.id,
        events.ProcessInstanceRestarted(successor=command.instance_id, reason=command.reason),
    )
    return reading.instance_row(context.tx, command.instance_id)


def set_variables(command: SetVariables, context: Context) -> None:
    move = {"scope": command.scope, "variables": dict(command.variables)}
    advance(context, command.instance_id, Move(do="set_variables", arguments=move))


def modify(command: ModifyProcessInstance, context: Context) -> None:
    move = {"cancel": tuple(command.cancel), "start": tuple(command.start)}
    advance(context, command.instance_id, Move(do="modify", arguments=move))


def add_document(command: AddDocument, context: Context) -> None:
    place = documents.place_of(context, command.instance_id)
    told, _ = documents.keep(context, command.instance_id, place, (command.document,))
    note(context, command.instance_id, *told)


def add_note(command: AddNote, context: Context) -> None:
    note(context, command.instance_id, events.NoteAdded(text=command.text, is_public=command.is_public))


def record_reading(command: RecordReading, context: Context) -> None:
    """The entry itself is the record."""
    note(context, command.instance_id)


def _definition(command: StartProcessInstance, context: Context) -> Definition:
    wanted = (
        context.library.find(context.tx, PROCESS, command.key)
        if command.version is None
        else definition_id(PROCESS, command.key, command.version)
    )
    return context.library.process(context.tx, wanted)


def _case(context: Context, found: Definition, instance_id: str, business_key: str | None) -> Case:
    nothing: dict[str, Any] = dict.fromkeys(("title", "subject", "due_at", "due_activity", "ended_at"))
    return Case(
        **nothing,
        instance_id=instance_id,
        definition_id=found.id,
        process_key=found.key,
        business_key=business_key,
        state="active",
        incidents=0,
        seq=1,
        now=context.now,
        actor=context.actor.id,
    )


def _number(context: Context, key: str) -> str:
    """ "GC-2026-000123": initials of the key, year, number in the year. Rolls back with the start: no gaps."""
    year = _year(context.now)
    initials = "".join(part[0] for part in key.split("-") if part).upper()
    return f"{initials}-{year}-{numbers.take(context.tx, f'case {key} {year}'):06d}"


def _year(now: datetime) -> int:
    return now.astimezone(LOCAL).year
