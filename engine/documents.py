"""Files that join a case: stored by hash, told as events, named to the process by a small reference.

What is said of an issued document later is a file of its own, under the same number: an annulment or a replacement.
"""

from typing import Any

from sqlalchemy import Row

from engine import encoding
from engine.context import Context
from engine.errors import InvalidCommand, NotAllowed
from engine.events import DocumentAdded, Event
from engine.handling import NewDocument
from engine.store import documents, instances, issued
from engine.store.issued import MARKS, OTHERS

WORDS = "text/plain"


def keep(
    context: Context, instance_id: str, place: str, new: tuple[NewDocument, ...]
) -> tuple[tuple[Event, ...], dict[str, Any]]:
    """Store the contents; the events that tell of them, and the variables that point to them."""
    told: list[Event] = []
    variables: dict[str, Any] = {}
    for index, each in enumerate(new):
        if each.kind in MARKS:
            _require_replaceable(context, instance_id, each)
        document_id = f"{instance_id}:{place}:{index}"
        told.append(_added(context, document_id, each))
        if each.variable:
            variables[each.variable] = _reference(context, document_id, each)
    return tuple(told), variables


def _added(context: Context, document_id: str, document: NewDocument) -> DocumentAdded:
    digest = encoding.digest(document.content)
    documents.put_blob(context.tx, digest, document.content)
    return DocumentAdded(
        document_id=document_id,
        kind=document.kind,
        name=document.name,
        media_type=document.media_type,
        size=len(document.content),
        digest=digest,
        code=document.code,
        number=document.number,
    )


def _reference(context: Context, document_id: str, document: NewDocument) -> dict[str, Any]:
    return {
        "id": document_id,
        "name": document.name,
        "kind": document.kind,
        "number": document.number,
        "code": document.code,
        "issued_at": context.now,
    }


def annulment(context: Context, found: Row[Any], reason: str) -> Event:
    """The mark that makes an issued document void."""
    place = place_of(context, found.instance_id)
    mark = NewDocument(
        kind="annulment",
        name=reason,
        media_type=WORDS,
        content=reason.encode(),
        code=found.id,
        number=found.number,
    )
    return _added(context, f"{found.instance_id}:{place}:0", mark)


def _require_replaceable(context: Context, instance_id: str, mark: NewDocument) -> None:
    """A replacement comes with the job that issues the new document, and speaks of one about the same person."""
    if not context.actor.is_system or mark.kind != "replacement":
        raise NotAllowed(
            "An issued document is annulled by a supervisor of the body, and replaced by a new one."
        )
    if mark.code:
        _require_valid(context, mark)
        return
    found = [row for row in documents.by_number(context.tx, mark.number or "") if row.kind not in OTHERS]
    subjects = {instances.get(context.tx, row.instance_id).subject for row in found}
    if context.instance(instance_id).subject not in subjects:
        raise InvalidCommand(
            f"Expected a document to replace that was issued to the same person, but {mark.number} is none; "
            "look at the number."
        )


def _require_valid(context: Context, mark: NewDocument) -> None:
    """A document given by its id was looked up in the register; it may have been replaced since."""
    row = documents.get(context.tx, mark.code or "")
    if row is None or row.number != mark.number:
        raise InvalidCommand(f"Expected an issued document {mark.number} to replace, but there is none.")
    if any(each.code in (None, row.id) for each in issued.marks(context.tx, [row.number])):
        raise InvalidCommand(
            f"Expected document {mark.number} to be valid, but it is replaced or void already."
        )


def place_of(context: Context, instance_id: str) -> str:
    """Where a file is added that no activity brings: numbered by what the case holds."""
    return f"file:{len(documents.of_instance(context.tx, instance_id)) + 1}"
