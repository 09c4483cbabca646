"""Who stands in line for a message: subscriptions, sorted by the key that the event's `order` gave them.

The index over type, name and key answers all of it: who is first, how many are ahead.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, insert, select

from engine.store.schema import instance_body, message, process_instance, subscription

#: of what was given: kept, so that a repeated question has the same answer
GIVEN = "given"


def _in_line(name: str) -> ColumnElement[bool]:
    return and_(subscription.c.event_type == "message", subscription.c.name == name)


def first(tx: Connection, name: str) -> Row[Any] | None:
    """Of active instances; a suspended one keeps its place and is passed over."""
    query = (
        select(subscription)
        .join(process_instance, process_instance.c.id == subscription.c.instance_id)
        .where(_in_line(name), process_instance.c.state == "active")
    )
    return tx.execute(
        query.order_by(subscription.c.business_key, subscription.c.instance_id).limit(1)
    ).first()


def kept_by(tx: Connection, name: str, bodies: Collection[str] | None) -> Row[Any] | None:
    """Of those whose case went to these bodies (None: to any) the first: element, definition_id, process_key."""
    case = process_instance.c
    columns: list[Any] = [subscription.c.element, case.definition_id, case.process_key]
    query = (
        select(*columns)
        .join(process_instance, case.id == subscription.c.instance_id)
        .where(_in_line(name), *_theirs(bodies))
    )
    return tx.execute(query.order_by(subscription.c.business_key).limit(1)).first()


def _theirs(bodies: Collection[str] | None) -> list[ColumnElement[bool]]:
    """The case went to one of these bodies."""
    if bodies is None:
        return []
    theirs = instance_body.c.body.in_(sorted(bodies))
    return [exists().where(instance_body.c.instance_id == process_instance.c.id, theirs)]


def ahead(tx: Connection, name: str, key: str) -> int:
    """How many stand before this key."""
    where = and_(_in_line(name), subscription.c.business_key < key)
    return int(tx.execute(select(func.count()).select_from(subscription).where(where)).scalar_one())


def length(tx: Connection, name: str) -> int:
    return int(tx.execute(select(func.count()).select_from(subscription).where(_in_line(name))).scalar_one())


def page(tx: Connection, name: str, offset: int, limit: int) -> list[Row[Any]]:
    """Those in line, the first first, with what lists show of the case."""
    case = process_instance.c
    query = (
        select(subscription, case.business_key.label("number"), case.title, case.state, case.started_at)
        .join(process_instance, case.id == subscription.c.instance_id)
        .where(_in_line(name))
    )
    order = (subscription.c.business_key, subscription.c.instance_id)
    return list(tx.execute(query.order_by(*order).offset(offset).limit(limit)))


def awaited(tx: Connection, bodies: Collection[str] | None) -> list[Row[Any]]:
    """Every message that cases of these bodies (None: any) wait for; `waiting` says how many do."""
    case = process_instance.c
    columns = (subscription.c.name, subscription.c.element, case.definition_id, case.process_key)
    query = (
        select(*columns, func.count().label("waiting"))
        .join(process_instance, case.id == subscription.c.instance_id)
        .where(subscription.c.event_type == "message", case.state == "active", *_theirs(bodies))
    )
    return list(tx.execute(query.group_by(*columns).order_by(*columns)))


# ---- what was given ------------------------------------------------------------------------------


def given(tx: Connection, key: str) -> str | None:
    """The instance that got what was given under this key."""
    query = select(message.c.instance_id).where(message.c.id == _id(key), message.c.state == GIVEN)
    found: str | None = tx.execute(query).scalar_one_or_none()
    return found


def give(tx: Connection, key: str, to: Row[Any], variables: bytes, now: datetime) -> None:
    tx.execute(
        insert(message).values(
            id=_id(key),
            instance_id=to.instance_id,
            event_type="message",
            name=to.name,
            business_key=None,
            variables=variables,
            state=GIVEN,
            created_at=now,
        )
    )


def _id(key: str) -> str:
    return f"{GIVEN} {key}"
