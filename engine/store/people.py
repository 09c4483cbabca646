"""People and the bodies and roles they work in, from a date to a date."""

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from engine.store.schema import membership, person


def add(tx: Connection, row: dict[str, Any]) -> None:
    tx.execute(insert(person), row)


def get(tx: Connection, user_id: str) -> Row[Any] | None:
    return tx.execute(select(person).where(person.c.id == user_id)).first()


def change(tx: Connection, user_id: str, **values: Any) -> int:
    return tx.execute(update(person).where(person.c.id == user_id).values(**values)).rowcount


def every(tx: Connection) -> list[Row[Any]]:
    return list(tx.execute(select(person).order_by(person.c.id)))


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
