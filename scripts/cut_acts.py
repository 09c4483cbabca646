"""Cuts the sources of the acts into processes/acts/<key>.yaml: each paragraph with its reference and line.

Run: python -m scripts.cut_acts [FOLDER]   (the folder of standards.txt and regulation.txt; ../shared/sources)
"""

import re
import sys
from pathlib import Path
from typing import Any

import yaml

from scripts.act_text import Act, Line, Paragraph, lines, read_act

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "processes" / "acts"

#: keys of the standards in the order of the decree
KEYS = [
    "preschool-queue",
    "orphan-guardianship",
    "higher-education-grant-contest",
    "best-university-teacher-grant",
    "bolashak-contest-intake",
    "education-document-recognition",
    "higher-education-licence",
    "religious-education-licence",
    "sci-tech-expertise-intake",
    "tvet-education-licence",
    "kaztest",
    "externat-permit-higher-education",
    "higher-education-admission",
    "postgraduate-admission",
    "student-dormitory",
    "tvet-admission",
    "education-document-duplicate",
    "school-admission",
    "home-schooling-health",
    "preschool-enrolment",
    "special-school-admission",
    "extracurricular-education-admission",
    "free-school-transport",
    "free-school-meals",
    "school-education-licence",
    "camp-vacation-voucher",
    "guardianship-certificate",
    "minors-funds-and-vehicle-certificates",
    "minors-property-transaction-certificate",
    "education-document-apostille",
    "republican-budget-education-licence",
    "externat-permit-school",
]
STANDARDS = "Постановление Правительства Республики Казахстан от 31 августа 2012 года № 1119"
REGULATION = "Постановление акимата Алматинской области от 24 декабря 2012 года № 420"


def main(sources: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    entries = [_written(act) for act in [*standards(sources), regulation(sources)]]
    _write(TARGET / "index.yaml", {"acts": entries})


def standards(sources: Path) -> list[dict[str, Any]]:
    source = lines((sources / "standards.txt").read_text(encoding="utf-8"))
    starts = [at for at, line in enumerate(source) if re.fullmatch(r"Утвержден[о]?", line.text)]
    ends = [*starts[1:], len(source)]
    cut = []
    for number, (key, start, end) in enumerate(zip(KEYS, starts, ends, strict=True), start=1):
        about = {"key": key, "number": number, "kind": "standard", "approved": STANDARDS}
        cut.append(about | _cut(source[start:end], "standards.txt", r"[СC]тандарт государственной услуги"))
    return cut


def regulation(sources: Path) -> dict[str, Any]:
    source = lines((sources / "regulation.txt").read_text(encoding="utf-8"))
    start = next(at for at, line in enumerate(source) if line.text.startswith("Утвержден постановлением"))
    about = {"key": "targeted-social-assistance", "number": 33, "kind": "regulation", "approved": REGULATION}
    return about | _cut(source[start:], "regulation.txt", "Регламент государственной услуги")


def _cut(source: list[Line], file: str, name: str) -> dict[str, Any]:
    at = next(at for at, line in enumerate(source) if re.match(name, line.text))
    body = next(
        at for at, line in enumerate(source) if line.is_paragraph or re.match(r"1\. [А-Я]", line.text)
    )
    title = " ".join(line.text for line in source[at:body] if line.text)
    act = read_act(source[body:])
    return {
        "title": _unquoted(re.sub(rf"^{name}\s*", "", title)),
        "source": {"file": file, "from": source[0].number, "to": source[-1].number},
        "sections": act.sections,
        "annexes": [{"ref": f"прил. {each.pop('number')}"} | each for each in act.annexes],
        "paragraphs": _referenced(act),
    }


def _unquoted(title: str) -> str:
    """Without the quotation marks around it; one of two that close together is often not printed."""
    inner = title.strip().removeprefix("«").removesuffix("»").strip('"')
    return inner + "»" if inner.count("«") > inner.count("»") else inner


def _referenced(act: Act) -> list[dict[str, Any]]:
    last_section = {each.point: each.section for each in act.paragraphs}
    sizes: dict[tuple[int, int, int | None, int], int] = {}
    for each in act.paragraphs:
        place = (each.section, each.point, each.sub, each.occurrence)
        sizes[place] = sizes.get(place, 0) + 1
    lonely = {
        (section, point)
        for (section, point, _sub, _occurrence) in sizes
        if sum(n for place, n in sizes.items() if place[:2] == (section, point)) == 1
    }
    return [
        {
            "ref": _ref(each, last_section[each.point] != each.section, _is_whole(each, sizes, lonely)),
            "section": each.section,
            "text": each.text,
            "line": each.line,
        }
        for each in act.paragraphs
    ]


def _is_whole(each: Paragraph, sizes: dict[Any, int], lonely: set[tuple[int, int]]) -> bool:
    """Nothing but this paragraph in its sub-point, or point."""
    if each.sub is None:
        return (each.section, each.point) in lonely
    return sizes[(each.section, each.point, each.sub, each.occurrence)] == 1


def _ref(each: Paragraph, is_restarted: bool, is_whole: bool) -> str:
    """Where numbers start again in a later section, those before need their section."""
    parts = [f"разд. {each.section} " if is_restarted else "", f"п. {each.point}"]
    if each.sub is not None:
        parts.append(f" пп. {each.sub}" + (f" ({each.occurrence})" if each.occurrence > 1 else ""))
    return "".join(parts) + ("" if is_whole else f", ч. {each.part}")


def _written(act: dict[str, Any]) -> dict[str, Any]:
    _write(TARGET / f"{act['key']}.yaml", act)
    return {name: act[name] for name in ("key", "number", "kind", "title", "approved")}


def _write(path: Path, content: dict[str, Any]) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100_000)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "sources")
