"""The law beside the drawing: each paragraph of the act, and the elements and rules that carry it out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from engine import norms, queries
from engine.bpmn import Definition
from engine.dmn import DecisionModel
from engine.errors import InvalidCommand, NotFound
from engine.library import DECISION
from engine.norms import Act, Carrier, Matrix, Paragraph, Row
from engine.reader import Reader
from web.access import needs
from web.current import ask, office
from web.drawings import drawing
from web.i18n import said

blueprint = Blueprint("norms", __name__)
blueprint.record(lambda state: state.app.jinja_env.globals.update(norm_url=norm_url, norm_anchor=anchor))
RULE = "rule"
#: what carries a norm, in words
KINDS = {
    RULE: lazy_gettext("правило решения"),
    "userTask": lazy_gettext("задача человека"),
    "serviceTask": lazy_gettext("работа системы"),
    "sendTask": lazy_gettext("сообщение"),
    "scriptTask": lazy_gettext("расчёт"),
    "businessRuleTask": lazy_gettext("решение"),
    "boundaryEvent": lazy_gettext("срок или событие на шаге"),
    "intermediateCatchEvent": lazy_gettext("ожидание"),
    "startEvent": lazy_gettext("начало"),
    "endEvent": lazy_gettext("исход"),
    "exclusiveGateway": lazy_gettext("развилка"),
    "callActivity": lazy_gettext("часть услуги"),
    "subProcess": lazy_gettext("часть услуги"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Where the law is silent or speaks twice: what the model does."""

    file: str
    element: str
    name: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An act beside the models that carry it."""

    act: Act
    made: Matrix
    #: process key -> drawing: the service and what it calls
    drawings: dict[str, Definition]

    def drawn(self, rows: Sequence[Row], file: str) -> list[str]:
        """Elements of this drawing that carry one of the paragraphs, each once."""
        found = (each for row in rows for each in row.carriers)
        return list(dict.fromkeys(each.element for each in found if self.is_drawn(each, file)))

    def is_drawn(self, carrier: Carrier, file: str) -> bool:
        return carrier.kind != RULE and carrier.file == file

    def paragraphs(self, file: str) -> dict[str, dict[str, Any]]:
        """Element of this drawing -> its norm or our choice in words, and the places of its paragraphs on the page."""
        definition = self.drawings.get(file)
        found: dict[str, dict[str, Any]] = {
            each.id: {"said": said(each.properties["choice"]), "at": []}
            for each in (definition.elements.values() if definition else ())
            if "choice" in each.properties
        }
        for row in self.made.rows:
            for each in row.carriers:
                if self.is_drawn(each, file):
                    place = found.setdefault(each.element, {"said": each.norm, "at": []})
                    place["said"] = each.norm
                    place["at"].append(anchor(row.paragraph.ref))
        return found

    @property
    def carried(self) -> int:
        return sum(1 for row in self.made.rows if row.carriers)

    @property
    def missing(self) -> frozenset[Paragraph]:
        return frozenset(self.made.missing)

    @property
    def choices(self) -> Iterator[Choice]:
        for file, definition in self.drawings.items():
            for each in definition.elements.values():
                if "choice" in each.properties:
                    name = each.name or each.id
                    yield Choice(file=file, element=each.id, name=name, words=each.properties["choice"])


@blueprint.get("/norms")
@needs("norms")
def index() -> ResponseReturnValue:
    """All acts, and which of them have a model."""
    file: Path = office().settings.content / "acts" / "index.yaml"
    acts = yaml.safe_load(file.read_text(encoding="utf-8"))["acts"] if file.is_file() else []
    deployed = {each.key: each for each in ask(queries.definitions_of)}
    return render_template("norms/index.html", acts=acts, deployed=deployed)


@blueprint.get("/norms/<key>")
@needs("norms")
def show(key: str) -> ResponseReturnValue:
    """?ref= picks a paragraph, ?in= a drawing; ?only=missing leaves what nobody carries."""
    reading = read_beside(key)
    only = request.args.get("only")
    rows = [row for row in reading.made.rows if only != "missing" or row.paragraph in reading.missing]
    picked = picked_rows(reading, request.args.get("ref", ""))
    file = shown_drawing(reading, picked, request.args.get("in"))
    elements = reading.drawn(picked, file)
    return render_template(
        "norms/show.html",
        key=key,
        reading=reading,
        rows=rows,
        picked=picked,
        carriers=list(dict.fromkeys(each for row in picked for each in row.carriers)),
        file=file,
        definition=reading.drawings.get(file),
        marked={"completed": dict.fromkeys(elements, 1)},
        paragraphs=reading.paragraphs(file),
        first=elements[0] if elements else "",
        only=only,
        kinds=KINDS,
        address=lambda **changes: address(key, **changes),
    )


def address(key: str, **changes: Any) -> str:
    """This page with parts of its address changed; None takes one away."""
    arguments = {**request.args.to_dict(), **changes}
    return url_for("norms.show", key=key, **{name: each for name, each in arguments.items() if each})


def norm_url(key: str, norm: str) -> str:
    """The paragraphs of a norm, as elements name it, in the text of the act."""
    return url_for("norms.show", key=key, ref=norm, _anchor=anchor(norm))


def anchor(norm: str) -> str:
    """Id of a paragraph on the page: of "п. 16, ч. 3" p16-3, of "прил. 3" a3; of several the first."""
    first = norm.partition(";")[0]
    return ("a" if "прил" in first else "p") + "-".join(re.findall(r"\d+", first))


def read_beside(key: str) -> Reading:
    act = norms.find_act(office().settings.content, key)
    drawings = {each.key: each for each in called(key)}
    carrying = norms.carriers(drawings.values(), ask(decisions, key))
    return Reading(act=act, made=norms.matrix(carrying, act), drawings=drawings)


def called(key: str) -> Iterator[Definition]:
    """The newest version of the service and of what it calls, all the way down."""
    seen: set[str] = set()
    wanted = [key]
    while wanted:
        name = wanted.pop(0)
        if name in seen:
            continue
        seen.add(name)
        try:
            definition = drawing(ask(queries.latest, name).id)
        except NotFound:
            continue
        yield definition
        wanted += [each.reference for each in definition.calls]


def decisions(reader: Reader, key: str) -> tuple[DecisionModel, ...]:
    try:
        return (reader.library.model(reader.tx, reader.library.find(reader.tx, DECISION, key)),)
    except NotFound:
        return ()


def picked_rows(reading: Reading, ref: str) -> list[Row]:
    """A point with all that is in it, as the norms of elements name it; a text that is no reference picks nothing."""
    try:
        meant = {paragraph for each in norms.parse(ref) for paragraph in norms.resolve(each, reading.act)}
    except InvalidCommand:
        return []
    return [row for row in reading.made.rows if row.paragraph in meant]


def shown_drawing(reading: Reading, picked: Sequence[Row], wanted: str | None) -> str:
    """The one asked for, else the first that carries the paragraph, else the service itself."""
    if wanted in reading.drawings:
        return str(wanted)
    carrying = (file for file in reading.drawings if reading.drawn(picked, file))
    return next(carrying, next(iter(reading.drawings), ""))
