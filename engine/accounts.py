"""Accounts of people, with the roles that count today."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from engine import reading
from engine.errors import NotFound
from engine.reader import Reader
from engine.store import people
from engine.values import Membership, User


def user(reader: Reader, user_id: str) -> User:
    found = people.known(reader.tx, user_id, _day(reader))
    if found is None:
        raise NotFound(f'There is no person "{user_id}".', id=user_id)
    row, held = found
    return reading.user(row, frozenset(Membership(role=role, body=body) for role, body in held))


def every(reader: Reader) -> tuple[User, ...]:
    return tuple(_user(reader, row) for row in people.every(reader.tx))


def colleagues(reader: Reader, role: str, body: str) -> tuple[User, ...]:
    """Who could take a task of this role in this body."""
    return tuple(_user(reader, row) for row in people.with_role(reader.tx, role, body))


def of_iin(reader: Reader, iin: str) -> tuple[User, ...]:
    return tuple(_user(reader, row) for row in people.with_iin(reader.tx, iin))


def name(reader: Reader, user_id: str) -> str | None:
    """None for nobody."""
    return reader.once(("name", user_id), lambda: people.name(reader.tx, user_id))


def _user(reader: Reader, row: Row[Any]) -> User:
    held = people.memberships(reader.tx, row.id, _day(reader))
    return reading.user(row, frozenset(Membership(role=each.role, body=each.body) for each in held))


def _day(reader: Reader) -> str:
    """Memberships count by the day of the office, five or six hours ahead of UTC."""
    return (reader.now + timedelta(hours=5)).date().isoformat()
