"""User tasks: claim, give back, assign, delegate, complete; drafts."""

from typing import Any

from engine import documents, encoding, events
from engine.advance import Move, advance, note
from engine.commands import (
    AssignUserTask,
    ClaimUserTask,
    CompleteUserTask,
    DelegateUserTask,
    ResolveUserTask,
    SaveDraft,
    UnclaimUserTask,
)
from engine.context import Context
from engine.errors import NotFound, WrongState
from engine.identifiers import Address
from engine.store import drafts, people


def claim(command: ClaimUserTask, context: Context) -> None:
    at, task = _open(command.task_id, context)
    if task.assignee not in (None, context.actor.id):
        raise WrongState(
            f'Expected "{task.name}" to be free, but {task.assignee} has it; ask them, or a supervisor.'
        )
    note(context, at.instance_id, events.UserTaskClaimed(activity=at.activity, assignee=context.actor.id))


def unclaim(command: UnclaimUserTask, context: Context) -> None:
    at, task = _open(command.task_id, context)
    if task.assignee is None:
        raise WrongState(f'Expected "{task.name}" to be taken, but nobody has it.')
    note(context, at.instance_id, events.UserTaskUnclaimed(activity=at.activity, assignee=task.assignee))


def assign(command: AssignUserTask, context: Context) -> None:
    at, task = _open(command.task_id, context)
    if command.assignee is not None:
        _person(command.assignee, context)
    told = events.UserTaskAssigned(
        activity=at.activity, assignee=command.assignee, previous=task.assignee, reason=command.reason
    )
    note(context, at.instance_id, told)


def delegate(command: DelegateUserTask, context: Context) -> None:
    at, _ = _open(command.task_id, context)
    _person(command.assignee, context)
    told = events.UserTaskDelegated(activity=at.activity, owner=context.actor.id, assignee=command.assignee)
    note(context, at.instance_id, told)


def resolve(command: ResolveUserTask, context: Context) -> None:
    at, task = _open(command.task_id, context)
    if task.owner is None:
        raise WrongState(f'Expected "{task.name}" to be delegated, but it is not.')
    told = events.UserTaskResolved(activity=at.activity, owner=task.owner)
    if command.variables:
        move = Move(do="set_variables", arguments={"scope": None, "variables": dict(command.variables)})
        advance(context, at.instance_id, move, before=(told,))
    else:
        note(context, at.instance_id, told)


def complete(command: CompleteUserTask, context: Context) -> None:
    at, task = _open(command.task_id, context)
    if task.owner is not None:
        raise WrongState(
            f'Expected "{task.name}" to be given back by {task.assignee} first; it is delegated.'
        )
    told, references = documents.keep(context, at.instance_id, at.activity, command.documents)
    variables = {**command.variables, **references}
    advance(
        context,
        at.instance_id,
        Move(do="complete", arguments={"activity": at.activity, "variables": variables}),
        told,
    )
    if task.has_draft:
        drafts.remove(context.tx, command.task_id)


def save_draft(command: SaveDraft, context: Context) -> None:
    """No history: a draft is nobody's act yet."""
    drafts.put(
        context.tx, command.key, context.actor.id, context.now, encoding.dumps(dict(command.variables))
    )


def _open(task_id: str, context: Context) -> tuple[Address, Any]:
    at = Address.parse(task_id)
    task = context.task(at)
    if task.state != "open":
        raise WrongState(f'Expected "{task.name}" to be open, but it is {task.state}.', state=task.state)
    return at, task


def _person(user_id: str, context: Context) -> None:
    if people.get(context.tx, user_id) is None:
        raise NotFound(f'Expected a person "{user_id}", but there is none.', id=user_id)
