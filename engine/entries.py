"""Entries of a register: what was issued under a number, to whom, and whether it still holds.

What an entry says is the variable `register_entry` of the case that issued it; the rest the register of issued
documents knows: copies carry the same number, parts that number with one of their own behind a slash.
"""

from collections.abc import Mapping
from typing import Any

from engine import issued, queries
from engine.issued import IssuedDocument
from engine.queries import Reader

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
