"""People and the bodies and roles they work in, from a date to a date."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select, update

from engine.store.prepared import Prepared
from engine.store.schema import membership, person

_DAY = bindparam("day", type_=membership.c.valid_from.type)
_COUNTS = and_(
    membership.c.user_id == person.c.id,
    membership.c.valid_from.is_(None) | (membership.c.valid_from <= _DAY),
    membership.c.valid_until.is_(None) | (membership.c.valid_until >= _DAY),
)
_KNOWN = Prepared(
    select(*person.c, membership.c.role, membership.c.body)
    .outerjoin(membership, _COUNTS)
    .where(person.c.id == bindparam("id"))
)

_NAME = Prepared(select(person.c.name).where(person.c.id == bindparam("id")))


def add(tx: Connection, row: dict[str, Any]) -> None:
    tx.execute(insert(person), row)


def get(tx: Connection, user_id: str) -> Row[Any] | None:
    return tx.execute(select(person).where(person.c.id == user_id)).first()


def known(tx: Connection, user_id: str, day: str) -> tuple[Any, list[tuple[str, str]]] | None:
    """The person with the roles and bodies that count on this day (ISO date), in one question."""
    rows = _KNOWN.all(tx, {"id": user_id, "day": day})
    if not rows:
        return None
    found = SimpleNamespace(**dict(zip(person.c.keys(), rows[0], strict=False)))
    return found, [row[-2:] for row in rows if row[-1] is not None]


def change(tx: Connection, user_id: str, **values: Any) -> int:
    return tx.execute(update(person).where(person.c.id == user_id).values(**values)).rowcount


def every(tx: Connection) -> list[Row[Any]]:
    return list(tx.execute(select(person).order_by(person.c.id)))


def with_iin(tx: Connection, iin: str) -> list[Row[Any]]:
    return list(tx.execute(select(person).where(person.c.iin == iin).order_by(person.c.id)))


def name(tx: Connection, user_id: str) -> str | None:
    found = _NAME.first(tx, {"id": user_id})
    return str(found[0]) if found else None


def memberships(tx: Connection, user_id: str, day: str) -> list[Row[Any]]:
    """Those that count on this day (ISO date)."""
    query = select(membership).where(
        membership.c.user_id == user_id,
        membership.c.valid_from.is_(None) | (membership.c.valid_from <= day),
        membership.c.valid_until.is_(None) | (membership.c.valid_until >= day),
    )
    return list(tx.execute(query.order_by(membership.c.role, membership.c.body)))


def grant(tx: Connection, row: dict[str, Any]) -> None:
    revoke(tx, row["user_id"], row["role"], row["body"])
    tx.execute(insert(membership), row)


def revoke(tx: Connection, user_id: str, role: str, body: str) -> int:
    where = (membership.c.user_id == user_id) & (membership.c.role == role) & (membership.c.body == body)
    return tx.execute(delete(membership).where(where)).rowcount


def with_role(tx: Connection, role: str, body: str) -> list[Row[Any]]:
    """Who could take a task of this role in this body."""
    query = (
        select(person)
        .join(membership, membership.c.user_id == person.c.id)
        .where(membership.c.role == role, membership.c.body.in_([body, "*"]), person.c.is_active)
    )
    return list(tx.execute(query.distinct().order_by(person.c.name)))
