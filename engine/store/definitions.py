"""Processes, decision models and forms, every version of them; and what can start the newest."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from engine.store.prepared import Prepared
from engine.store.schema import definition
from engine.store.schema import start_event as start_event_table

COLUMNS = [column for column in definition.c if column.name != "content"]
_LATEST = Prepared(
    select(*COLUMNS).where(
        definition.c.kind == bindparam("b_kind"),
        definition.c.key == bindparam("b_key"),
        definition.c.is_latest,
    )
)


def latest(tx: Connection, kind: str, key: str) -> Any | None:
    return _LATEST.named(tx, {"b_kind": kind, "b_key": key})


def by_version(tx: Connection, kind: str, key: str, version: int) -> Row[Any] | None:
    query = select(*COLUMNS).where(definition.c.kind == kind, definition.c.key == key)
    return tx.execute(query.where(definition.c.version == version)).first()


def by_tag(tx: Connection, kind: str, key: str, tag: str) -> Row[Any] | None:
    """The newest version with this tag."""
    query = select(*COLUMNS).where(definition.c.kind == kind, definition.c.key == key)
    query = query.where(definition.c.version_tag == tag).order_by(definition.c.version.desc())
    return tx.execute(query.limit(1)).first()


def by_deployment(tx: Connection, kind: str, key: str, deployment: str) -> Row[Any] | None:
    query = select(*COLUMNS).where(definition.c.kind == kind, definition.c.key == key)
    return tx.execute(query.where(definition.c.deployment == deployment)).first()


def get(tx: Connection, definition_id: str) -> Row[Any] | None:
    """With its content."""
    return tx.execute(select(definition).where(definition.c.id == definition_id)).first()


def every(tx: Connection, kind: str, latest_only: bool = True) -> list[Row[Any]]:
    query = select(*COLUMNS).where(definition.c.kind == kind)
    if latest_only:
        query = query.where(definition.c.is_latest)
    return list(tx.execute(query.order_by(definition.c.key, definition.c.version.desc())))


def add(tx: Connection, row: dict[str, Any]) -> None:
    """A new version; the one before is not the latest any more."""
    tx.execute(
        update(definition)
        .where(definition.c.kind == row["kind"], definition.c.key == row["key"], definition.c.is_latest)
        .values(is_latest=False)
    )
    tx.execute(insert(definition), {**row, "is_latest": True})


def replace_start_events(tx: Connection, key: str, rows: list[dict[str, Any]]) -> None:
    tx.execute(delete(start_event_table).where(start_event_table.c.process_key == key))
    if rows:
        tx.execute(insert(start_event_table), rows)


def start_events(tx: Connection, event_type: str, name: str) -> list[Row[Any]]:
    query = select(start_event_table).where(start_event_table.c.event_type == event_type)
    return list(tx.execute(query.where(start_event_table.c.name == name)))


def start_event(tx: Connection, definition_id: str, element: str) -> Row[Any] | None:
    where = (start_event_table.c.definition_id == definition_id) & (start_event_table.c.element == element)
    return tx.execute(select(start_event_table).where(where)).first()


def due_start_events(tx: Connection, now: datetime, limit: int) -> list[Row[Any]]:
    query = select(start_event_table).where(
        start_event_table.c.event_type == "timer", start_event_table.c.due_at <= now
    )
    return list(tx.execute(query.order_by(start_event_table.c.due_at).limit(limit)))


def reschedule_start_event(
    tx: Connection, definition_id: str, element: str, due_at: datetime | None, cycle: str | None
) -> None:
    where = (start_event_table.c.definition_id == definition_id) & (start_event_table.c.element == element)
    tx.execute(update(start_event_table).where(where).values(due_at=due_at, cycle=cycle))


def next_due(tx: Connection) -> datetime | None:
    query = select(start_event_table.c.due_at).where(start_event_table.c.due_at.is_not(None))
    return tx.execute(query.order_by(start_event_table.c.due_at).limit(1)).scalar()
