"""History: what was asked, what came from outside, what happened. Written once, never changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from engine.store.prepared import Prepared
from engine.store.schema import history, process_instance, seal

_INSERT = Prepared(insert(history).values({column.name: bindparam(column.name) for column in history.c}))
START = "0" * 64


def append(tx: Connection, row: dict[str, Any]) -> None:
    """(instance, seq) is the key: whoever comes second at the same moment fails here."""
    _INSERT.send(tx, row)


def of(tx: Connection, instance_id: str) -> list[Row[Any]]:
    query = select(history).where(history.c.instance_id == instance_id).order_by(history.c.seq)
    return list(tx.execute(query))


def head(tx: Connection, stream: str) -> tuple[int, str]:
    """Number and hash of the last entry of a stream; (0, zeros) before the first."""
    query = select(history.c.seq, history.c.hash).where(history.c.instance_id == stream)
    row = tx.execute(query.order_by(history.c.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, START)


def walk(tx: Connection) -> Iterator[Row[Any]]:
    """Every entry, stream by stream, in order; read in pieces."""
    query = select(history).order_by(history.c.instance_id, history.c.seq)
    with tx.execute(query, execution_options={"yield_per": 500}) as rows:
        yield from rows


def heads(tx: Connection, since: datetime | None = None) -> dict[str, tuple[int, str]]:
    """The last entry of every stream, or of those with entries since then."""
    last = select(history.c.instance_id, func.max(history.c.seq).label("seq")).group_by(history.c.instance_id)
    if since is not None:
        last = last.where(
            history.c.instance_id.in_(select(history.c.instance_id).where(history.c.at >= since))
        )
    newest = last.subquery()
    query = select(history.c.instance_id, history.c.seq, history.c.hash).join(
        newest, (history.c.instance_id == newest.c.instance_id) & (history.c.seq == newest.c.seq)
    )
    return {row.instance_id: (row.seq, row.hash) for row in tx.execute(query)}


def instance_heads(tx: Connection) -> dict[str, tuple[int, str]]:
    """What the instance rows say their last entry is."""
    query = select(process_instance.c.id, process_instance.c.seq, process_instance.c.head)
    return {row.id: (row.seq, row.head) for row in tx.execute(query)}


def seals(tx: Connection) -> list[Row[Any]]:
    return list(tx.execute(select(seal).order_by(seal.c.number)))


def last_seal(tx: Connection) -> Row[Any] | None:
    return tx.execute(select(seal).order_by(seal.c.number.desc()).limit(1)).first()


def seals_since(tx: Connection, at: datetime) -> Iterator[Row[Any]]:
    """The newest first, down to the first that is older."""
    for row in tx.execute(select(seal).order_by(seal.c.number.desc())):
        if row.at < at:
            return
        yield row


def add_seal(tx: Connection, row: dict[str, Any]) -> None:
    tx.execute(insert(seal), row)


def hash_of(tx: Connection, stream: str, seq: int) -> str | None:
    query = select(history.c.hash).where(history.c.instance_id == stream, history.c.seq == seq)
    return tx.execute(query).scalar()
