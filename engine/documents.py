"""Files that join a case: stored by hash, told as events, named to the process by a small reference."""

from typing import Any

from engine import encoding
from engine.context import Context
from engine.events import DocumentAdded, Event
from engine.handling import NewDocument
from engine.store import documents


def keep(
    context: Context, instance_id: str, place: str, new: tuple[NewDocument, ...]
) -> tuple[tuple[Event, ...], dict[str, Any]]:
    """Store the contents; the events that tell of them, and the variables that point to them."""
    told: list[Event] = []
    variables: dict[str, Any] = {}
    for index, each in enumerate(new):
        digest = encoding.digest(each.content)
        documents.put_blob(context.tx, digest, each.content)
        document_id = f"{instance_id}:{place}:{index}"
        told.append(
            DocumentAdded(
                document_id=document_id,
                kind=each.kind,
                name=each.name,
                media_type=each.media_type,
                size=len(each.content),
                digest=digest,
                code=each.code,
                number=each.number,
            )
        )
        if each.variable:
            variables[each.variable] = _reference(context, document_id, each)
    return tuple(told), variables


def _reference(context: Context, document_id: str, document: NewDocument) -> dict[str, Any]:
    return {
        "id": document_id,
        "name": document.name,
        "kind": document.kind,
        "number": document.number,
        "code": document.code,
        "issued_at": context.now,
    }


def place_of(context: Context, instance_id: str) -> str:
    """Where a file is added that no activity brings: numbered by what the case holds."""
    return f"file:{len(documents.of_instance(context.tx, instance_id)) + 1}"
