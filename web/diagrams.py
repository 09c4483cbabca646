"""Drawings with the path of a case on them: for the page of the case and for the audit; and the same in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _

from engine import queries
from engine.bpmn import Definition
from web.access import needs
from web.current import ask
from web.drawings import drawing
from web.i18n import said

blueprint = Blueprint("diagrams", __name__)
#: kinds that are steps for a person who reads the path
STEPS = frozenset(
    (
        "userTask",
        "serviceTask",
        "manualTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "boundaryEvent",
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """One drawing of a case: of the process itself, or of a called one."""

    #: id of the element of the page that shows it
    host: str
    definition_id: str
    title: str
    path: Mapping[str, Any]
    is_called: bool

    @property
    def is_running(self) -> bool:
        return bool(self.path["active"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of the path in words."""

    element: str
    words: str
    norm: str
    #: done, now, stuck
    state: str
    times: int


@blueprint.get("/definitions/<definition_id>.bpmn")
@needs("norms")
def source(definition_id: str) -> Response:
    """The file as it was deployed."""
    content = ask(queries.source, definition_id)
    return Response(content, mimetype="application/xml", headers={"Cache-Control": "private, max-age=86400"})


def drawings(path: Mapping[str, Any]) -> list[Drawing]:
    """The process first, then the called processes in the order in which they were entered."""
    top = {name: value for name, value in path.items() if name != "calls"}
    found = [_drawing("diagram", top, False)]
    for number, called in enumerate(path["calls"].values(), 1):
        found.append(_drawing(f"diagram-{number}", called, True))
    return found


def _drawing(host: str, path: Mapping[str, Any], is_called: bool) -> Drawing:
    definition = drawing(path["definition_id"])
    shown = {name: path[name] for name in ("taken", "completed", "active", "incidents")}
    return Drawing(
        host=host,
        definition_id=definition.id,
        title=said(definition.name or definition.key),
        path=shown,
        is_called=is_called,
    )


def in_words(found: Drawing) -> list[Step]:
    """The path without a picture: what is done, in the order of the drawing, and where the case is."""
    return list(_steps(drawing(found.definition_id), found.path))


def _steps(definition: Definition, path: Mapping[str, Any]) -> Iterator[Step]:
    for element in definition.elements.values():
        times = path["completed"].get(element.id, 0)
        state = _state(element.id, path)
        if state and (element.kind in STEPS or state != "done"):
            yield Step(
                element=element.id,
                words=said(element.name or element.id),
                norm=element.norm or "",
                state=state,
                times=times,
            )


def _state(element: str, path: Mapping[str, Any]) -> str:
    if element in path["incidents"]:
        return "stuck"
    if element in path["active"]:
        return "now"
    return "done" if element in path["completed"] else ""


def states() -> dict[str, str]:
    """Words for the state of a step."""
    return {"done": _("сделано"), "now": _("сейчас"), "stuck": _("сбой")}
