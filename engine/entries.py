"""Entries of a register: what was issued under a number, to whom, and whether it still holds.

What an entry says is the variable `register_entry` of the case that issued it; the rest the register of issued
documents knows: copies carry the same number, parts that number with one of their own behind a slash.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_

from engine import issued, queries
from engine.issued import IssuedDocument
from engine.reader import Reader
from engine.store import cases
from engine.store import issued as rows
from engine.values import Actor, Page

#: variable of the issuing case: what the register says of the document
ENTRY = "register_entry"
RESULT = "result"


def entry(reader: Reader, number: str) -> Mapping[str, Any] | None:
    """The entry of a number, its copies and parts, the oldest first; None where nothing was issued under it."""
    found = [_told(reader, each) for each in _results(issued.check(reader, number))]
    if not found:
        return None
    parts = [_told(reader, each) for each in _results(issued.parts(reader, number))]
    return {**found[0], "copies": found[1:], "parts": parts}


def entries(
    reader: Reader,
    actor: Actor,
    process_key: str,
    *,
    text: str | None = None,
    offset: int = 0,
    limit: int = 30,
) -> Page:
    """The register of a service: entries of the cases the actor may see, the newest first."""
    seen = cases.visible(queries.scope(actor), actor.id, actor.iin)
    where = and_(seen, rows.entered_by(process_key, text))
    found = [entry(reader, row.number) for row in rows.page(reader.tx, where, offset, limit)]
    return Page(items=tuple(found), total=rows.count(reader.tx, where), offset=offset, limit=limit)


def _results(documents: tuple[IssuedDocument, ...]) -> list[IssuedDocument]:
    return sorted(
        (each for each in documents if each.kind == RESULT), key=lambda each: (each.issued_at, each.id)
    )


def _told(reader: Reader, document: IssuedDocument) -> dict[str, Any]:
    said = queries.case_variables(reader, document.instance_id).get(ENTRY) or {}
    return {
        **said,
        "id": document.id,
        "number": document.number,
        "state": document.state,
        "reason": document.reason,
        "issued_at": document.issued_at.isoformat(),
        "case": document.case_number,
    }
