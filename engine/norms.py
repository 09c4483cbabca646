"""The text of an act and the elements that carry it out. Pure: text and definitions in, matrix out.

A reference is "п. 16", "п. 7 пп. 1", "п. 16, ч. 3" (ч. = paragraph inside the point or sub-point, from 1),
"прил. 3"; several are joined by "; ". "пп. 1 (2)" is the second sub-point 1 of its point, "разд. 1 п. 1" a point
whose number comes again in a later section.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.bpmn import Definition
from engine.dmn import DecisionModel
from engine.errors import InvalidCommand, NotFound

REFERENCE = re.compile(
    r"(?:разд\. (?P<section>\d+) )?п\. (?P<point>\d+)(?: пп\. (?P<sub>\d+)(?: \((?P<occurrence>\d+)\))?)?"
    r"(?:, ч\. (?P<part>\d+))?|прил\.(?: (?P<annex>\d+))?"
)
#: a choice of ours, or a paragraph of another act that this one only mentions
ELSEWHERE = re.compile(r"выбор: .*|.*\bСтандарта\b.*", re.DOTALL)
#: what acts print that asks for no step, by the title of the section or of the annex, and why
GENERAL: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("Принципы работы"), "Как ведут себя те, кто оказывает услугу; отдельного шага не требует."),
    (
        re.compile("Результаты работы|Значения показателей"),
        "Показатели считают по всем делам сразу; отдельного шага не требует.",
    ),
    (
        re.compile("[СC]писок|Перечень|Адреса|Сеть организаций|Контактные данные"),
        "Перечень органов и лиц; его читают реестры, а не шаг.",
    ),
)
#: the file beside the acts that lists them
INDEX = "index"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """An address in an act; None: all of them."""

    section: int | None = None
    point: int | None = None
    sub: int | None = None
    occurrence: int = 1
    part: int | None = None
    annex: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A line of the act: point, sub-point, paragraph inside them, or an annex by its title."""

    ref: str
    section: int | None
    text: str
    #: of the source
    line: int
    address: Reference


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    key: str
    number: int
    title: str
    approved: str
    #: number -> title
    sections: Mapping[int, str]
    paragraphs: tuple[Paragraph, ...]
    annexes: tuple[Paragraph, ...]
    #: why nobody carries a paragraph: its address and the reason
    reasons: tuple[tuple[Reference, str], ...] = ()

    def reason(self, paragraph: Paragraph) -> str | None:
        """Why no element needs to carry it: as somebody has written it down, else what holds for all acts."""
        written = (said for each, said in self.reasons if _is_meant(each, paragraph.address))
        is_annex = paragraph.address.annex is not None
        title = paragraph.text if is_annex else self.sections.get(paragraph.section or 0, "")
        general = (said for pattern, said in GENERAL if pattern.search(title))
        return next(written, None) or next(general, None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Carrier:
    """What carries a norm: an element of a drawing, or a rule of a table."""

    #: process key, or file of the decisions
    file: str
    element: str
    kind: str
    name: str
    norm: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A paragraph and who carries it."""

    paragraph: Paragraph
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    rows: tuple[Row, ...]
    #: paragraphs that nobody carries
    missing: tuple[Paragraph, ...]
    #: norms that are no reference, or lead nowhere
    problems: tuple[tuple[Carrier, str], ...]


# ---- the act -------------------------------------------------------------------------------------


def find_act(content: Path, key: str) -> Act:
    """The act of a service in the content folder."""
    path = content / "acts" / f"{key}.yaml"
    if not re.fullmatch(r"[a-z0-9-]+", key) or key == INDEX or not path.is_file():
        raise NotFound(f"Expected the text of an act for {key}, but there is no acts/{key}.yaml.", key=key)
    reasons = path.with_name(f"{key}.reasons.yaml")
    return read_act(
        path.read_text(encoding="utf-8"), reasons.read_text(encoding="utf-8") if reasons.is_file() else ""
    )


def read_act(text: str, reasons: str = "") -> Act:
    """From the text of the act as processes/acts has it, and the reasons of what nobody carries."""
    data = yaml.load(text, Loader=_LOADER)
    written = yaml.load(reasons, Loader=_LOADER) or {}
    return Act(
        key=data["key"],
        number=data["number"],
        title=data["title"],
        approved=data["approved"],
        sections={each["number"]: each["title"] for each in data["sections"]},
        paragraphs=tuple(_paragraph(each, each["text"]) for each in data["paragraphs"]),
        annexes=tuple(_paragraph(each, each["title"]) for each in data["annexes"]),
        reasons=tuple((each, said) for norm, said in written.items() for each in parse(norm)),
    )


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _paragraph(data: Mapping[str, Any], text: str) -> Paragraph:
    (address,) = parse(data["ref"])
    return Paragraph(
        ref=data["ref"], section=data.get("section"), text=text, line=data["line"], address=address
    )


# ---- references ----------------------------------------------------------------------------------


def parse(norm: str) -> tuple[Reference, ...]:
    """The references of a norm, in their order; InvalidCommand names what is none."""
    return tuple(_reference(part.strip()) for part in norm.split(";") if part.strip())


def _reference(text: str) -> Reference:
    match = REFERENCE.fullmatch(text)
    if match is None:
        raise InvalidCommand(
            f'Expected a paragraph such as "п. 16", "п. 7 пп. 1", "п. 16, ч. 3" or "прил. 3", but got "{text}".'
        )
    given = {name: int(number) for name, number in match.groupdict().items() if number}
    if given.get("point") is None:
        return Reference(annex=given.get("annex", 1))
    return Reference(**given)


def resolve(reference: Reference, act: Act) -> tuple[Paragraph, ...]:
    """The paragraphs meant; a whole point or sub-point with all that is in it. Empty: there is no such one."""
    places = act.paragraphs if reference.annex is None else act.annexes
    return tuple(each for each in places if _is_meant(reference, each.address))


def _is_meant(wanted: Reference, address: Reference) -> bool:
    if (wanted.section, wanted.point, wanted.annex) != (address.section, address.point, address.annex):
        return False
    if wanted.sub is None:
        return wanted.part is None or (address.sub is None and wanted.part == (address.part or 1))
    is_in_sub = (wanted.sub, wanted.occurrence) == (address.sub, address.occurrence)
    return is_in_sub and wanted.part in (None, address.part or 1)


# ---- the matrix ----------------------------------------------------------------------------------


def carriers(definitions: Iterable[Definition], models: Iterable[DecisionModel] = ()) -> tuple[Carrier, ...]:
    """Everything that names a norm: elements of the processes, rules of the tables."""
    drawn = [
        Carrier(
            file=definition.key,
            element=each.id,
            kind=each.kind,
            name=" ".join(each.name.split()),
            norm=each.norm,
        )
        for definition in definitions
        for each in definition.elements.values()
        if each.norm
    ]
    return (*drawn, *(carrier for model in models for carrier in _rules(model)))


def _rules(model: DecisionModel) -> Iterable[Carrier]:
    for decision in model.decisions.values():
        for rule in decision.table.rules if decision.table else ():
            if rule.annotation:
                yield Carrier(
                    file=model.file,
                    element=decision.id,
                    kind="rule",
                    name=f"{decision.name}, {rule.index}",
                    norm=rule.annotation,
                )


def matrix(carrying: Sequence[Carrier], act: Act) -> Matrix:
    """Paragraph -> carriers, in the order of the act; what nobody carries; what leads nowhere."""
    found: dict[str, list[Carrier]] = {}
    problems: list[tuple[Carrier, str]] = []
    for carrier in carrying:
        try:
            meant, faults = _meant(carrier, act)
        except InvalidCommand as error:
            meant, faults = [], [error.message]
        problems += [(carrier, fault) for fault in faults]
        for paragraph in meant:
            found.setdefault(paragraph.ref, []).append(carrier)
    rows = tuple(
        Row(paragraph=each, carriers=tuple(dict.fromkeys(found.get(each.ref, ()))))
        for each in (*act.paragraphs, *act.annexes)
    )
    return Matrix(rows=rows, missing=_missing(rows), problems=tuple(problems))


def _meant(carrier: Carrier, act: Act) -> tuple[list[Paragraph], list[str]]:
    if ELSEWHERE.fullmatch(carrier.norm):
        return [], []
    meant: list[Paragraph] = []
    faults: list[str] = []
    for reference, text in zip(parse(carrier.norm), carrier.norm.split(";"), strict=False):
        resolved = resolve(reference, act)
        meant += resolved
        if not resolved:
            faults.append(
                f'Expected a paragraph of the act, but it has no "{text.strip()}"; correct the norm.'
            )
    return meant, faults


def _missing(rows: Iterable[Row]) -> tuple[Paragraph, ...]:
    """A line that only introduces what follows ("...:") is carried with any paragraph of its point."""
    listed = list(rows)
    points = {(row.paragraph.section, row.paragraph.address.point) for row in listed if row.carriers}
    return tuple(
        row.paragraph
        for row in listed
        if not row.carriers and not _introduces(row.paragraph, points)
    )


def _introduces(paragraph: Paragraph, carried: set[tuple[int | None, int | None]]) -> bool:
    return paragraph.text.endswith(":") and (paragraph.section, paragraph.address.point) in carried
