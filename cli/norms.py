"""`qyzmet norms`: which element carries which paragraph of the act, and which paragraph nobody does."""

import sys
from pathlib import Path
from typing import Any

import click

from cli.output import FAILED, as_json, show
from engine.bpmn import Definition, read
from engine.dmn import DecisionModel, read_decisions
from engine.errors import NotFound
from engine.norms import Act, Carrier, Matrix, Paragraph, carriers, find_act, matrix
from engine.settings import Settings

#: characters of a paragraph shown in words
WIDTH = 88


@click.command()
@click.argument("key")
@click.option("--missing", is_flag=True, help="Only the paragraphs that nobody carries.")
@as_json
def norms(key: str, missing: bool, as_json: bool) -> None:
    """Paragraph -> element matrix of a service, from the content folder."""
    content = Settings.from_env().content
    act = find_act(content, key)
    made = matrix(carriers(drawings(content, key), models(content, key)), act)
    report = report_of(act, made)
    if missing:
        report = {name: report[name] for name in ("key", "title", "missing", "problems")}
    show(report, as_json, _words)
    if made.problems:
        sys.exit(FAILED)


def drawings(content: Path, key: str) -> tuple[Definition, ...]:
    """The process, what staff begin for it, and those they call, all the way down."""
    known = {each.key: each for file in sorted(content.glob("*.bpmn")) for each in _read(file)}
    if key not in known:
        raise NotFound(f"Expected a drawing of {key}, but there is no {key}.bpmn in {content}; draw it.")
    found: dict[str, Definition] = {}
    wanted = [key, *(name for name, each in known.items() if each.properties.get("service") == key)]
    while wanted:
        name = wanted.pop()
        if name in known and name not in found:
            found[name] = known[name]
            wanted += [call.reference for call in known[name].calls]
    return tuple(found.values())


def models(content: Path, key: str) -> tuple[DecisionModel, ...]:
    """The decisions of the service, where it has some."""
    file = content / "decisions" / f"{key}.dmn"
    return (read_decisions(file.read_bytes(), file.name),) if file.is_file() else ()


def _read(file: Path) -> tuple[Definition, ...]:
    return read(file.read_bytes(), file.name)


# ---- what is printed -----------------------------------------------------------------------------


def report_of(act: Act, made: Matrix) -> dict[str, Any]:
    return {
        "key": act.key,
        "title": act.title,
        "approved": act.approved,
        "rows": [
            {**_paragraph(row.paragraph), "elements": [_carrier(each) for each in row.carriers]}
            for row in made.rows
        ],
        "missing": [{**_paragraph(each), "reason": act.reason(each)} for each in made.missing],
        "problems": [{**_carrier(carrier), "message": said} for carrier, said in made.problems],
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {name: getattr(paragraph, name) for name in ("ref", "section", "line", "text")}


def _carrier(carrier: Carrier) -> dict[str, Any]:
    return {name: getattr(carrier, name) for name in ("file", "element", "kind", "name", "norm")}


def _words(report: dict[str, Any]) -> str:
    lines = [report["title"]]
    for row in report.get("rows", ()):
        if row["elements"]:
            lines.append(_line(row))
            lines += [
                f"        {each['file']}: {each['element']}  {each['name']}" for each in row["elements"]
            ]
    lines.append(f"carried by nobody: {len(report['missing'])}")
    for each in report["missing"]:
        lines += [_line(each), f"        {each['reason'] or 'no reason is written down'}"]
    lines += [f"{each['file']}: {each['element']}: {each['message']}" for each in report["problems"]]
    return "\n".join(lines)


def _line(row: dict[str, Any]) -> str:
    text = row["text"] if len(row["text"]) <= WIDTH else row["text"][: WIDTH - 1] + "…"
    return f"    {row['ref']:18} {text}"


COMMANDS = (norms,)
