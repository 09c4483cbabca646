"""Uploads: how large, of which type, by content and not only by name. Downloads: the rights are in the query."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, request, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import FileStorage

from engine import queries
from engine.handling import NewDocument
from engine.values import Document
from web.access import needs
from web.current import office, read
from web.readings import note_reading

blueprint = Blueprint("files", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class FileType:
    media_type: str
    endings: tuple[str, ...]
    #: how the content begins
    signature: bytes


TYPES = (
    FileType(media_type="application/pdf", endings=("pdf",), signature=b"%PDF-"),
    FileType(media_type="image/jpeg", endings=("jpg", "jpeg"), signature=b"\xff\xd8\xff"),
    FileType(media_type="image/png", endings=("png",), signature=b"\x89PNG\r\n\x1a\n"),
)
#: shown inside a page; everything else is only saved
SHOWN: Mapping[str, str] = {each.media_type: each.endings[0] for each in TYPES}
#: a file is inert: nothing in it may load or run
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
WRONG_TYPE = lazy_gettext("приложите файл PDF, JPG или PNG")


class UploadRefusedError(ValueError):
    """The file is too large, empty, or not of a type that is taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    name: str
    media_type: str
    content: bytes

    def as_document(self, code: str | None = None, variable: str | None = None) -> NewDocument:
        return NewDocument(
            kind="upload",
            name=self.name,
            media_type=self.media_type,
            content=self.content,
            code=code,
            variable=variable,
        )


def take(storage: FileStorage) -> Upload:
    """What was uploaded, if it may be; UploadRefusedError says what to do."""
    limit = office().settings.upload_limit
    content = storage.stream.read(limit + 1)
    name = tidy_name(storage.filename or "")
    if len(content) > limit:
        raise UploadRefusedError(
            _("«%(name)s» больше %(mb)d МБ: уменьшите его", name=name, mb=limit // 2**20)
        )
    if not content:
        raise UploadRefusedError(_("«%(name)s» пуст: приложите другой файл", name=name))
    found = file_type(name, content)
    if found is None:
        raise UploadRefusedError(f"«{name}»: {WRONG_TYPE}")
    return Upload(name=name, media_type=found.media_type, content=content)


def file_type(name: str, content: bytes) -> FileType | None:
    """Content and ending must say the same."""
    ending = name.rpartition(".")[2].lower()
    return next(
        (each for each in TYPES if content.startswith(each.signature) and ending in each.endings),
        None,
    )


def tidy_name(name: str) -> str:
    """The last part of a path, without what a file system or a header could misread."""
    last = re.split(r"[/\\]", name)[-1]
    printable = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*')
    stem, point, ending = printable.strip(" .").rpartition(".")
    return f"{stem[:100]}{point}{ending[:10]}" or "файл"


@blueprint.get("/documents/<path:document_id>")
@needs("signed_in")
def document(document_id: str) -> Response:
    found, content = read(queries.content, document_id)
    note_reading(found.instance_id, f"document {found.id}")
    return sent(found, content, as_attachment="download" in request.args)


def sent(found: Document, content: bytes, as_attachment: bool = False) -> Response:
    """An inert answer; only types of ours are shown, the rest is saved."""
    is_known = found.media_type in SHOWN
    response = send_file(
        BytesIO(content),
        mimetype=found.media_type if is_known else "application/octet-stream",
        as_attachment=as_attachment or not is_known,
        download_name=file_name(found),
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def file_name(found: Document) -> str:
    ending = SHOWN.get(found.media_type, "")
    name = tidy_name(found.name)
    return name if not ending or name.lower().endswith(f".{ending}") else f"{name}.{ending}"


def preview(found: Document) -> dict[str, Any]:
    """How a page shows it: as a picture, in a frame, or as a link only."""
    kinds = {"application/pdf": "frame", "image/jpeg": "image", "image/png": "image"}
    return {"document": found, "kind": kinds.get(found.media_type, "link")}
