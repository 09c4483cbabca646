"""Registers of services: to whom something was issued, what it allows, since when, and whether it still holds."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from engine import entries, queries
from engine.services import services
from web.access import needs
from web.current import ask, read
from web.drawings import drawing
from web.inbox import offset

blueprint = Blueprint("entries", __name__)
LIMIT = 30
#: property of a process that keeps a register: its name
REGISTER = "register"


def kept() -> dict[str, str]:
    """Key of each service that keeps a register, and the name of that."""
    keys = [each.key for each in ask(services)]
    names = {key: drawing(ask(queries.latest, key).id).properties.get(REGISTER, "") for key in keys}
    return {key: name for key, name in names.items() if name}


@blueprint.get("/issued/entries/<key>")
@needs("cases")
def show(key: str) -> ResponseReturnValue:
    """The newest first; by name, BIN or number."""
    names = kept()
    if key not in names:
        raise NotFound
    text = request.args.get("text", "").strip()
    page = read(entries.entries, key, text=text or None, offset=offset(), limit=LIMIT)

    def address(**changes: Any) -> str:
        return url_for("entries.show", key=key, **{"text": text or None, **changes})

    return render_template(
        "entries/show.html", key=key, name=names[key], page=page, text=text, address=address
    )
