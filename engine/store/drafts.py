"""Values of forms not yet sent."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from engine.store.schema import draft


def put(tx: Connection, key: str, user_id: str, at: datetime, variables: bytes) -> None:
    remove(tx, key)
    tx.execute(insert(draft), {"key": key, "user_id": user_id, "at": at, "variables": variables})


def get(tx: Connection, key: str) -> tuple[datetime, bytes] | None:
    row = tx.execute(select(draft.c.at, draft.c.variables).where(draft.c.key == key)).first()
    return (row.at, bytes(row.variables)) if row else None


def remove(tx: Connection, key: str) -> None:
    tx.execute(delete(draft).where(draft.c.key == key))
