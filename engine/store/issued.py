"""The register of issued documents: what was issued, what was said of it later, numbers that led to no document.

A mark is a document of its own (kind "annulment" or "replacement") under the number of the one it speaks of; its
code is the id of that one, or empty where the number alone tells it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from engine.store.schema import document, instance_body, number, process_instance, reservation

MARKS = ("annulment", "replacement")
#: what is no issued document
OTHERS = ("upload", *MARKS)
#: what is read of a case beside its documents
CASE = [process_instance.c[name] for name in ("business_key", "process_key", "title")]
IS_ISSUED = and_(document.c.kind.not_in(OTHERS), document.c.number.is_not(None))
_mark = document.alias("mark")


def _marked(kind: str) -> ColumnElement[bool]:
    return exists().where(
        _mark.c.number == document.c.number,
        _mark.c.kind == kind,
        or_(_mark.c.code.is_(None), _mark.c.code == document.c.id),
    )


#: an annulled document is no longer valid, whatever replaced it before
STATES: dict[str, ColumnElement[bool]] = {
    "valid": and_(~_marked("annulment"), ~_marked("replacement")),
    "replaced": and_(_marked("replacement"), ~_marked("annulment")),
    "void": _marked("annulment"),
}


def of_body(body: str, code: str) -> ColumnElement[bool]:
    """What it registered under its code, and what went out in its cases under the number of the case."""
    routed = exists().where(
        instance_body.c.instance_id == document.c.instance_id, instance_body.c.body == body
    )
    own = or_(document.c.number.not_like("%/%/%"), document.c.number.like(f"%/{code}/%"))
    return and_(routed, own)


def numbered(text: str) -> ColumnElement[bool]:
    """A place in a register, or how a number begins."""
    if text.isdigit() and len(text) <= 5:
        return document.c.number.like(f"%/{int(text):05d}")
    return func.lower(document.c.number).startswith(text.lower(), autoescape=True)


def carries(number: str) -> ColumnElement[bool]:
    return document.c.number == number


def part_of(number: str) -> ColumnElement[bool]:
    return document.c.number.startswith(f"{number}/", autoescape=True)


def entered_by(process_key: str, text: str | None) -> ColumnElement[bool]:
    """The first document of each number in the registers of a service: no copy, no part."""
    earlier = document.alias("earlier")
    is_copy = exists().where(
        earlier.c.number == document.c.number,
        earlier.c.kind == document.c.kind,
        or_(
            earlier.c.added_at < document.c.added_at,
            and_(earlier.c.added_at == document.c.added_at, earlier.c.id < document.c.id),
        ),
    )
    number = document.c.number
    own = [process_instance.c.process_key == process_key, document.c.kind == "result", ~is_copy]
    if text:
        named = process_instance.c.search.contains(text.casefold(), autoescape=True)
        own.append(or_(named, number.startswith(text.upper(), autoescape=True)))
    return and_(number.like("%/%/%/%"), number.not_like("%/%/%/%/%"), *own)


def between(first: datetime, last: datetime) -> ColumnElement[bool]:
    return and_(document.c.added_at >= first, document.c.added_at < last)


def of_kind(kind: str) -> ColumnElement[bool]:
    return document.c.kind == kind


def page(tx: Connection, where: ColumnElement[bool], offset: int, limit: int | None) -> list[Row[Any]]:
    """The newest first."""
    query = select(document, *CASE).join(process_instance, process_instance.c.id == document.c.instance_id)
    order = (document.c.added_at.desc(), document.c.id.desc())
    return list(tx.execute(query.where(IS_ISSUED, where).order_by(*order).offset(offset).limit(limit)))


def count(tx: Connection, where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(document)
    joined = query.join(process_instance, process_instance.c.id == document.c.instance_id)
    return int(tx.execute(joined.where(IS_ISSUED, where)).scalar_one())


def marks(tx: Connection, numbers: Collection[str]) -> list[Row[Any]]:
    """What was said of the documents under these numbers, oldest first."""
    query = select(document).where(document.c.number.in_(numbers), document.c.kind.in_(MARKS))
    return list(tx.execute(query.order_by(document.c.added_at, document.c.id))) if numbers else []


def unissued(tx: Connection, pattern: str, limit: int) -> list[Row[Any]]:
    """Numbers taken by a job that has brought no document: in work, or never issued."""
    issued = exists().where(document.c.id == reservation.c.key + ":0")
    query = select(reservation).where(reservation.c.register.like(pattern), ~issued)
    return list(tx.execute(query.order_by(reservation.c.register, reservation.c.number).limit(limit)))


def registers(tx: Connection, pattern: str) -> list[Row[Any]]:
    """Registers and the last number of each."""
    query = select(number).where(number.c.register.like(pattern))
    return list(tx.execute(query.order_by(number.c.register)))
