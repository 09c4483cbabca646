"""Issued documents: the register, whether a document is valid, and its annulment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_

from engine import documents, queries
from engine.advance import note
from engine.clock import LOCAL
from engine.commands import AnnulDocument
from engine.context import Context
from engine.errors import InvalidCommand, NotFound, WrongState
from engine.reader import Reader
from engine.store import cases
from engine.store import documents as files
from engine.store import issued as rows
from engine.values import Actor, Page

KINDS = ("receipt", "result", "refusal", "notice")
STATES = ("valid", "replaced", "void")
#: a document that was annulled, or replaced by another, in states
STATE_OF = {"annulment": "void", "replacement": "replaced"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """Which documents; None: whatever it is."""

    body: str | None = None
    year: int | None = None
    kind: str | None = None
    #: a place in a register, or how a number begins
    number: str | None = None
    state: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuedDocument:
    id: str
    instance_id: str
    #: of the document: "GC/EDU-AKM-001/2026/00017", or that of its case
    number: str
    #: place in the register of the body and year; None: it stands in none
    serial: int | None
    kind: str
    name: str
    digest: str
    issued_at: datetime
    #: id of the body whose register it stands in
    body: str | None
    #: valid, replaced, void
    state: str
    #: what was said when it was annulled or replaced, and when
    reason: str | None
    changed_at: datetime | None
    case_number: str | None
    case_title: str | None
    process_key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unissued:
    """A number that a job has taken and that no document carries."""

    number: str
    instance_id: str
    #: the job has still to be done
    is_in_work: bool


# ---- the command ---------------------------------------------------------------------------------


def annul(command: AnnulDocument, context: Context) -> None:
    """The document stays as it is; the register says that it is void, since when and why."""
    found = files.get(context.tx, command.document_id)
    if found is None or found.instance_id != command.instance_id or found.kind in rows.OTHERS:
        raise NotFound("Expected an issued document of this case, but there is none.", id=command.document_id)
    reason = command.reason.strip()
    if not reason:
        raise InvalidCommand("Expected a reason for the annulment, but there is none; say why in one sentence.")
    if any(mark.kind == "annulment" and _speaks_of(mark, found) for mark in rows.marks(context.tx, [found.number])):
        raise WrongState(f"Expected document {found.number} to be valid, but it is annulled already.")
    note(context, command.instance_id, documents.annulment(context, found, reason))


# ---- reads ---------------------------------------------------------------------------------------


def register(
    reader: Reader, actor: Actor, wanted: Filter, *, offset: int = 0, limit: int | None = 50
) -> Page:
    """Issued documents of the cases the actor may see, the newest first. Limit None: all."""
    where = and_(cases.visible(queries.scope(actor), actor.id, actor.iin), *_conditions(reader, wanted))
    found = rows.page(reader.tx, where, offset, limit)
    total = rows.count(reader.tx, where)
    return Page(items=_told(reader, found), total=total, offset=offset, limit=limit or total)


def check(reader: Reader, number: str) -> tuple[IssuedDocument, ...]:
    """What was issued under this number; for the public check of a document, whoever asks."""
    return _told(reader, rows.page(reader.tx, rows.carries(number), 0, None))


def parts(reader: Reader, number: str) -> tuple[IssuedDocument, ...]:
    """What belongs to the document of this number: its own number stands behind a slash."""
    return _told(reader, rows.page(reader.tx, rows.part_of(number), 0, None))


def unissued(reader: Reader, actor: Actor, wanted: Filter, limit: int = 50) -> tuple[Unissued, ...]:
    """Numbers of a body without a document, or of all; () for those who may not see its cases."""
    bodies = queries.scope(actor)
    code = _code(reader, wanted.body) if wanted.body else "%"
    if bodies is not None and wanted.body not in bodies:
        return ()
    found = rows.unissued(reader.tx, f"%/{code}/{wanted.year or '%'}", limit)
    return tuple(
        Unissued(
            number=f"{row.register}/{row.number:05d}",
            instance_id=row.key.partition(":")[0],
            is_in_work=files.has_job(reader.tx, row.key),
        )
        for row in found
    )


def _conditions(reader: Reader, wanted: Filter) -> list[ColumnElement[bool]]:
    found = []
    if wanted.body:
        found.append(rows.of_body(wanted.body, _code(reader, wanted.body)))
    if wanted.year:
        first, last = (datetime(wanted.year + step, 1, 1, tzinfo=LOCAL) for step in (0, 1))
        found.append(rows.between(first, last))
    if wanted.kind:
        found.append(rows.of_kind(wanted.kind))
    if wanted.number:
        found.append(rows.numbered(wanted.number.strip()))
    if wanted.state:
        found.append(rows.STATES[wanted.state])
    return found


def _code(reader: Reader, body: str) -> str:
    known = reader.content.directories.by_id.get(body)
    return known.code if known else body


def _told(reader: Reader, found: list[Row[Any]]) -> tuple[IssuedDocument, ...]:
    marks = rows.marks(reader.tx, {row.number for row in found})
    return tuple(_issued(reader, row, [mark for mark in marks if _speaks_of(mark, row)]) for row in found)


def _speaks_of(mark: Row[Any], document: Row[Any]) -> bool:
    return bool(mark.number == document.number and mark.code in (None, document.id))


def _issued(reader: Reader, row: Row[Any], marks: Iterable[Row[Any]]) -> IssuedDocument:
    last = max(marks, key=lambda mark: (mark.kind == "annulment", mark.added_at), default=None)
    parts = row.number.split("/")
    is_registered = len(parts) == 4 and parts[3].isdigit()
    return IssuedDocument(
        id=row.id,
        instance_id=row.instance_id,
        number=row.number,
        serial=int(parts[3]) if is_registered else None,
        kind=row.kind,
        name=row.name,
        digest=row.digest,
        issued_at=row.added_at,
        body=reader.content.directories.by_code.get(parts[1], parts[1]) if is_registered else None,
        state=STATE_OF[last.kind] if last else "valid",
        reason=last.name if last else None,
        changed_at=last.added_at if last else None,
        case_number=row.business_key,
        case_title=row.title,
        process_key=row.process_key,
    )
