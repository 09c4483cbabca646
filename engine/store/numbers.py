"""Numbers of registers: one after the other, no gap, no number twice. They roll back with the step that took them."""

from sqlalchemy import Connection, insert, select, text

from engine.store.schema import number, reservation

#: the same words in SQLite and PostgreSQL
_TAKE = text(
    "INSERT INTO number (register, last) VALUES (:register, 1) "
    "ON CONFLICT (register) DO UPDATE SET last = number.last + 1 RETURNING last"
)


def take(tx: Connection, register: str) -> int:
    """The next number. The row is locked until the transaction ends."""
    return int(tx.execute(_TAKE, {"register": register}).scalar_one())


def reserve(tx: Connection, register: str, key: str) -> int:
    """The number this key has in the register; taken now if it has none."""
    query = select(reservation.c.number).where(reservation.c.key == key, reservation.c.register == register)
    known = tx.execute(query).scalar()
    if known is not None:
        return int(known)
    taken = take(tx, register)
    tx.execute(insert(reservation), {"key": key, "register": register, "number": taken})
    return taken


def last(tx: Connection, register: str) -> int:
    """The last number given; 0 before the first."""
    return int(tx.execute(select(number.c.last).where(number.c.register == register)).scalar() or 0)
