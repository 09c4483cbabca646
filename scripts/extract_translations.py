"""Brings processes/translations/<language>/LC_MESSAGES/content.po up to date with the Russian words of the content.

Words of drawings, forms, decisions and titles of the acts; those of the program are in web/translations.
What is no longer said goes, what is new comes in empty, translations stay.
Run: python -m scripts.extract_translations [--check]
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from engine.bpmn import Definition, Element, read
from engine.dmn import Decision, read_decisions
from engine.dmn.listing import rules
from engine.expressions import Expression
from engine.forms import Field, Group, Note, Part, read_form
from engine.norms import ELSEWHERE, GENERAL

CONTENT = Path(__file__).parent.parent / "processes"
LANGUAGES = ("kk", "en")
#: input parameters that people read
READ = ("name", "subject", "text")
#: columns of decisions that people read
SAID = ("name", "text", "note", "basis", "unit")

#: dates of the files, so that equal words give equal files
HEADER = "# Words of the content. Written by scripts/extract_translations.py; translations are kept."
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

Found = Iterator[tuple[str, str]]


def texts() -> dict[str, list[str]]:
    """Text -> files it stands in."""
    found: dict[str, list[str]] = {}
    for file, text in (*drawings(), *forms(), *decisions(), *titles(), *reasons()):
        if _is_russian(text) and file not in found.setdefault(text, []):
            found[text].append(file)
    return found


def _is_russian(text: str) -> bool:
    """Formulas in FEEL are left out: they join pieces of a case."""
    return any("а" <= letter <= "я" or letter == "ё" for letter in text.lower()) and not text.startswith("=")


# ---- where words are -----------------------------------------------------------------------------


def drawings() -> Found:
    for path in sorted(CONTENT.glob("*.bpmn")):
        for definition in read(path.read_bytes(), path.name):
            yield from ((path.name, text) for text in _of_drawing(definition))


def _of_drawing(definition: Definition) -> Iterator[str]:
    yield definition.name
    yield definition.properties.get("register", "")
    yield from definition.lanes
    yield from (flow.name for flow in definition.flows.values())
    for element in definition.elements.values():
        yield from _of_element(element)


def _of_element(element: Element) -> Iterator[str]:
    yield element.name
    yield from (element.properties.get(name, "") for name in ("public", "choice", "line"))
    for parameter in element.inputs:
        if parameter.name in READ and isinstance(parameter.content, Expression):
            yield from _constants(parameter.content.text)


def _constants(text: str) -> list[str]:
    """The text itself, or the texts that a formula chooses from."""
    return re.findall(r"'([^']*)'", text) if "${" in text else [text]


def forms() -> Found:
    for path in sorted((CONTENT / "forms").glob("*.form")):
        form = read_form(path.read_bytes(), path.name)
        yield from ((f"forms/{path.name}", text) for part in form.parts for text in _of_part(part))


def _of_part(part: Part) -> Iterator[str]:
    if isinstance(part, Note):
        yield _heading(part.text)
    elif isinstance(part, Group):
        yield part.label
        for each in part.parts:
            yield from _of_part(each)
    else:
        yield from _of_field(part)


def _heading(text: str) -> str:
    """A text of one line that is a heading is looked up without its mark."""
    return text.lstrip("# ") if "\n" not in text.strip() else text


def _of_field(field: Field) -> Iterator[str]:
    yield from (field.label, field.hint, field.prefix, field.suffix, field.properties.get("error", ""))
    yield from (option.label for option in field.options)


def decisions() -> Found:
    for path in sorted((CONTENT / "decisions").glob("*.dmn")):
        model = read_decisions(path.read_bytes(), path.name)
        for decision in model.decisions.values():
            yield from ((f"decisions/{path.name}", text) for text in _of_decision(decision))


def _of_decision(decision: Decision) -> Iterator[str]:
    yield decision.name
    for rule in rules(decision.table) if decision.table else ():
        yield from (rule[name] for name in SAID if isinstance(rule.get(name), str))
        if ELSEWHERE.fullmatch(rule["norm"] or ""):
            yield rule["norm"]


def titles() -> Found:
    index = yaml.safe_load((CONTENT / "acts" / "index.yaml").read_text(encoding="utf-8"))
    yield from (("acts/index.yaml", act["title"]) for act in index["acts"])


def reasons() -> Found:
    """Why nobody carries a paragraph."""
    yield from (("acts", said) for _, said in GENERAL)
    for path in sorted((CONTENT / "acts").glob("*.reasons.yaml")):
        written = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        yield from ((f"acts/{path.name}", said) for said in written.values())


# ---- catalogues ----------------------------------------------------------------------------------


def updated(language: str, wanted: dict[str, list[str]]) -> Catalog:
    """A catalogue with exactly the wanted texts, in their order, and the translations there are."""
    known = _known(language)
    catalogue = Catalog(
        locale=language,
        header_comment=HEADER,
        project="Qyzmet content",
        version="1",
        last_translator="Qyzmet",
        language_team=language,
        msgid_bugs_address="Qyzmet",
        creation_date=EPOCH,
        revision_date=EPOCH,
        fuzzy=False,
    )
    for text, files in wanted.items():
        catalogue.add(text, known.get(text, ""), locations=[(file, 1) for file in files])
    return catalogue


def _known(language: str) -> dict[str, str]:
    path = catalogue_path(language)
    if not path.exists():
        return {}
    with path.open("rb") as source:
        return {str(each.id): str(each.string) for each in read_po(source) if each.id and each.string}


def catalogue_path(language: str) -> Path:
    return CONTENT / "translations" / language / "LC_MESSAGES" / "content.po"


def main(is_check: bool) -> int:
    wanted = texts()
    missing = 0
    for language in LANGUAGES:
        catalogue = updated(language, wanted)
        empty = [str(each.id) for each in catalogue if each.id and not each.string]
        extra = set(_known(language)) - set(wanted)
        missing += len(empty) + len(extra)
        print(
            f"{language}: {len(wanted)} texts, {len(empty)} without translation, {len(extra)} no longer said"
        )
        if not is_check:
            _write(catalogue, catalogue_path(language))
    return int(is_check and missing > 0)


def _write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, width=0, include_lineno=False, omit_header=False, sort_output=False)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
