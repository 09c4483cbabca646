"""Incidents: what cannot go on without a person."""

from typing import Any

from sqlalchemy import Connection, Row, select

from engine.store.schema import incident


def open_of(tx: Connection, instance_id: str, activity: str) -> Row[Any] | None:
    query = select(incident).where(
        incident.c.instance_id == instance_id, incident.c.activity == activity, incident.c.state == "open"
    )
    return tx.execute(query.order_by(incident.c.seq.desc()).limit(1)).first()


def every(tx: Connection, instance_id: str | None, open_only: bool, limit: int = 500) -> list[Row[Any]]:
    query = select(incident).order_by(incident.c.created_at.desc(), incident.c.instance_id).limit(limit)
    if instance_id:
        query = query.where(incident.c.instance_id == instance_id)
    if open_only:
        query = query.where(incident.c.state == "open")
    return list(tx.execute(query))
