"""People: accounts, and where they work in which role. Each change is an entry of the stream "people"."""

from engine import record
from engine.commands import ChangePassword, CreateUser, DisableUser, GrantRole, RevokeRole
from engine.context import Context
from engine.errors import InvalidCommand, NotFound, WrongState
from engine.store import people

STREAM = "people"


def create(command: CreateUser, context: Context) -> None:
    if people.get(context.tx, command.user_id) is not None:
        raise WrongState(f'Expected a new name, but there is a person "{command.user_id}" already.')
    if not command.user_id or ":" in command.user_id:
        raise InvalidCommand(f'Expected a name without colons, but it is "{command.user_id}".')
    row = {
        name: getattr(command, name)
        for name in ("name", "password_hash", "email", "iin", "language", "is_demo")
    }
    people.add(context.tx, {**row, "id": command.user_id, "is_active": True, "created_at": context.now})
    _note(context)


def change_password(command: ChangePassword, context: Context) -> None:
    _changed(people.change(context.tx, command.user_id, password_hash=command.password_hash), command.user_id)
    _note(context)


def disable(command: DisableUser, context: Context) -> None:
    _changed(people.change(context.tx, command.user_id, is_active=False), command.user_id)
    _note(context)


def grant(command: GrantRole, context: Context) -> None:
    _changed(people.get(context.tx, command.user_id) is not None, command.user_id)
    people.grant(
        context.tx,
        {name: getattr(command, name) for name in ("user_id", "role", "body", "valid_from", "valid_until")},
    )
    _note(context)


def revoke(command: RevokeRole, context: Context) -> None:
    if not people.revoke(context.tx, command.user_id, command.role, command.body):
        raise NotFound(
            f'Expected "{command.user_id}" to be {command.role} in {command.body}, but they are not.'
        )
    _note(context)


def _changed(found: int | bool, user_id: str) -> None:
    if not found:
        raise NotFound(f'Expected a person "{user_id}", but there is none.', id=user_id)


def _note(context: Context) -> None:
    record.append_to_stream(context, STREAM)
