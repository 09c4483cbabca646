"""Who waits for a message or signal, and what was thrown and is not delivered yet."""

from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from engine.store.schema import instance_body, message, process_instance, subscription


def subscribers(
    tx: Connection,
    event_type: str,
    name: str,
    business_key: str | None = None,
    instance_id: str | None = None,
) -> list[Row[Any]]:
    """Of active instances, in a stable order."""
    query = (
        select(subscription)
        .join(process_instance, process_instance.c.id == subscription.c.instance_id)
        .where(
            subscription.c.event_type == event_type,
            subscription.c.name == name,
            process_instance.c.state == "active",
        )
    )
    if business_key is not None:
        query = query.where(subscription.c.business_key == business_key)
    if instance_id is not None:
        query = query.where(subscription.c.instance_id == instance_id)
    return list(tx.execute(query.order_by(subscription.c.instance_id, subscription.c.activity)))


def of_instance(tx: Connection, instance_id: str) -> list[Row[Any]]:
    return list(tx.execute(select(subscription).where(subscription.c.instance_id == instance_id)))


def waiting_cases(tx: Connection, name: str, body: str | None) -> list[Row[Any]]:
    """Active instances that wait for this message, of one body or of all, the oldest first."""
    columns = (
        subscription.c.instance_id,
        subscription.c.activity,
        process_instance.c.business_key.label("number"),
        process_instance.c.title,
        process_instance.c.started_at,
    )
    query = (
        select(*columns)
        .join(process_instance, process_instance.c.id == subscription.c.instance_id)
        .where(
            subscription.c.event_type == "message",
            subscription.c.name == name,
            process_instance.c.state == "active",
        )
    )
    if body is not None:
        query = query.join(instance_body, instance_body.c.instance_id == subscription.c.instance_id)
        query = query.where(instance_body.c.body == body)
    return list(tx.execute(query.order_by(process_instance.c.started_at, subscription.c.instance_id)))


def thrown_by(tx: Connection, instance_id: str) -> list[Row[Any]]:
    """What an instance has thrown and nobody has got (yet)."""
    query = select(message).where(
        message.c.state.in_(("waiting", "undelivered")), message.c.instance_id == instance_id
    )
    return list(tx.execute(query.order_by(message.c.created_at, message.c.id)))


def waiting(tx: Connection, limit: int) -> list[Row[Any]]:
    query = select(message).where(message.c.state == "waiting")
    return list(tx.execute(query.order_by(message.c.created_at, message.c.id).limit(limit)))


def delivered(tx: Connection, message_id: str) -> None:
    tx.execute(delete(message).where(message.c.id == message_id))


def undelivered(tx: Connection, message_id: str, error: str) -> None:
    tx.execute(update(message).where(message.c.id == message_id).values(state="undelivered", error=error))


def get(tx: Connection, message_id: str) -> Row[Any] | None:
    return tx.execute(select(message).where(message.c.id == message_id)).first()
