"""Reads the text of an act: sections, points, sub-points, paragraphs and headings of annexes, with the lines.

A paragraph is indented by no-break spaces, a heading of a section is not. Whose an unnumbered paragraph behind
a sub-point is, the indentation does not tell: it belongs to the sub-point when that ends with a colon or the next
sub-point follows, else to the point.
"""

import re
from dataclasses import dataclass, field, replace

NBSP = "\u00a0"
SECTION = re.compile(r"(\d+)\.\s*([А-ЯЁ].*)")
POINT = re.compile(r"(\d+)\.?\s+([А-ЯЁ].*)")
SUB_POINT = re.compile(r"(\d+)\)\s*(.*)")
ANNEX = re.compile(r"Приложени[ея]\s*(\d+)?\b")
#: how titles of annexes begin whose heading is not printed
TITLES = ("Таблица.", "Cписок", "Адреса", "Контактные данные", "Образец: «")
REMNANTS = ("образования детей",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of the source: its number, its words, and how it is set."""

    number: int
    text: str
    is_paragraph: bool
    is_cell: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    line: int
    section: int
    text: str
    point: int
    sub: int | None = None
    #: the number of a sub-point may come again in its point: 2 is the second one
    occurrence: int = 1
    #: from 1 inside the sub-point, or among the paragraphs of the point that belong to no sub-point
    part: int = 1


@dataclass(kw_only=True, slots=True)
class Act:
    sections: list[dict[str, object]] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    annexes: list[dict[str, object]] = field(default_factory=list)


def lines(text: str) -> list[Line]:
    return [_line(number, raw) for number, raw in enumerate(text.split("\n"), start=1)]


def _line(number: int, raw: str) -> Line:
    return Line(
        number=number,
        text=" ".join(raw.replace(NBSP, " ").split()),
        is_paragraph=raw.startswith(NBSP),
        is_cell=raw.startswith("\t"),
    )


def read_act(source: list[Line]) -> Act:
    """`source` begins after the title of the act and ends with its last annex."""
    act = Act()
    end = next((at for at, line in enumerate(source) if _ends_body(line)), len(source))
    body = [line for line in source[:end] if line.text]
    for line in body:
        _take(act, line)
    act.paragraphs = _owned(act.paragraphs)
    act.annexes = read_annexes(source[end:])
    return act


def _ends_body(line: Line) -> bool:
    """The first annex or table; where the heading is not printed, the title or what is left of the heading."""
    return line.is_cell or bool(ANNEX.match(line.text)) or line.text.startswith((*TITLES, *REMNANTS))


# ---- body ----------------------------------------------------------------------------------------


def _take(act: Act, line: Line) -> None:
    section = SECTION.fullmatch(line.text)
    if line.is_paragraph:
        _take_paragraph(act, line)
    elif section:
        act.sections.append({"number": int(section[1]), "title": section[2], "line": line.number})
    elif act.sections:
        act.sections[-1]["title"] = f"{act.sections[-1]['title']} {line.text}"


def _take_paragraph(act: Act, line: Line) -> None:
    if not act.sections:
        act.sections.append({"number": 1, "title": "", "line": line.number})
    section = int(str(act.sections[-1]["number"]))
    before = act.paragraphs[-1] if act.paragraphs else None
    point, sub = POINT.match(line.text), SUB_POINT.match(line.text)
    made = Paragraph(line=line.number, section=section, text=line.text, point=before.point if before else 0)
    if point and _is_next(int(point[1]), section, before):
        made = replace(made, point=int(point[1]))
    elif sub or point:
        made = replace(made, sub=int((sub or point)[1]))  # type: ignore[index]  # one of them matched
    act.paragraphs.append(made)


def _is_next(number: int, section: int, before: Paragraph | None) -> bool:
    """Points count on; a smaller number inside a section is an item of the point."""
    return before is None or before.section != section or number > before.point


def _owned(found: list[Paragraph]) -> list[Paragraph]:
    """Point by point: who owns the unnumbered paragraphs, and which number each gets."""
    groups: dict[tuple[int, int], list[Paragraph]] = {}
    for each in found:
        groups.setdefault((each.section, each.point), []).append(each)
    return [owned for group in groups.values() for owned in _owned_in_point(group)]


def _owned_in_point(group: list[Paragraph]) -> list[Paragraph]:
    owned: list[Paragraph] = []
    seen: dict[int, int] = {}
    own = 0
    for at, each in enumerate(group):
        owner = _owner(group, at)
        if each.sub is not None:
            seen[each.sub] = seen.get(each.sub, 0) + 1
            owned.append(replace(each, occurrence=seen[each.sub]))
        elif owner is not None:
            owned.append(
                replace(each, sub=owner.sub, occurrence=owned[-1].occurrence, part=owned[-1].part + 1)
            )
        else:
            own += 1
            owned.append(replace(each, part=own))
    return owned


def _owner(group: list[Paragraph], at: int) -> Paragraph | None:
    """The sub-point an unnumbered paragraph belongs to."""
    last = next((each for each in reversed(group[:at]) if each.sub is not None), None)
    if last is None:
        return None
    following = next((each for each in group[at:] if each.sub is not None), None)
    goes_on = following is not None and following.sub == (last.sub or 0) + 1
    return last if goes_on or (last.text.endswith(":") and following is None) else None


# ---- annexes -------------------------------------------------------------------------------------


def read_annexes(source: list[Line]) -> list[dict[str, object]]:
    """Number, title and line of each annex. One whose heading is not printed gets the next number."""
    found: list[dict[str, object]] = []
    for at, line in enumerate(source):
        heading = ANNEX.match(line.text)
        if line.text.startswith("к постановлению Правительства"):  # an annex of the decree itself
            return found[:-1]
        if heading and not line.is_cell:
            number = int(heading[1] or 1)
            found.append({"number": number, "title": _title(source[at + 1 :]), "line": line.number})
        elif _is_title_without_heading(line, found):
            found.append(
                {"number": len(found) + 1, "title": line.text, "line": line.number, "heading": "not printed"}
            )
    return found


def _title(source: list[Line]) -> str:
    """The words behind "к стандарту государственной услуги «...»", up to the table or form."""
    block = [line for line in source[:24] if line.text]
    closed = next((at for at, line in enumerate(block) if re.search(r"[»\"]$", line.text)), 0)
    words: list[str] = []
    for line in block[closed + 1 :]:
        if (
            line.is_cell
            or len(words) == 3
            or (words and (line.is_paragraph or words[0].startswith(TITLES[0])))
        ):
            break
        if re.match(r"[^\W_]", line.text):
            words.append(line.text)
    return " ".join(words)


def _is_title_without_heading(line: Line, found: list[dict[str, object]]) -> bool:
    has_gap = not found or found[-1].get("heading") is not None
    return has_gap and line.text.startswith(TITLES)
