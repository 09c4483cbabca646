"""Files of a case: the row says what it is, the blob is stored once by its hash."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select

from engine.store.schema import blob, document, job


def put_blob(tx: Connection, digest: str, content: bytes) -> None:
    if tx.execute(select(blob.c.digest).where(blob.c.digest == digest)).first() is None:
        tx.execute(insert(blob), {"digest": digest, "content": content})


def content(tx: Connection, digest: str) -> bytes:
    return bytes(tx.execute(select(blob.c.content).where(blob.c.digest == digest)).scalar_one())


def get(tx: Connection, document_id: str) -> Row[Any] | None:
    return tx.execute(select(document).where(document.c.id == document_id)).first()


def by_number(tx: Connection, number: str) -> list[Row[Any]]:
    return list(tx.execute(select(document).where(document.c.number == number)))


def has_job(tx: Connection, job_id: str) -> bool:
    """Whether a job of this id has still to be done."""
    instance_id, _, activity = job_id.partition(":")
    query = select(job.c.activity).where(job.c.instance_id == instance_id, job.c.activity == activity)
    return tx.execute(query).first() is not None


def of_instance(tx: Connection, instance_id: str) -> list[Row[Any]]:
    query = select(document).where(document.c.instance_id == instance_id)
    return list(tx.execute(query.order_by(document.c.added_at, document.c.id)))
