"""The texts of the pages as gettext catalogues: collect, update, compile. `python -m web.catalogues` updates them."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from web.sayings import LANGUAGES, SOURCE

WEB = Path(__file__).parent
TRANSLATIONS = WEB / "translations"
#: the pages, and the messages of forms
SOURCES = (WEB, WEB.parent / "engine" / "forms")
METHODS = [("**/templates/**.html", "jinja2"), ("templates/**.html", "jinja2"), ("**.py", "python")]
#: function -> places of its texts
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "marked": None,
    "ngettext": (1, 2),
}
HEADER = "# Qyzmet: texts of the pages. The Russian text is the key."
#: the catalogues carry no time of their own: equal texts give equal files
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


def collect() -> Catalog:
    """Every text of the pages."""
    found = Catalog()
    for folder in SOURCES:
        for _file, _line, text, _comments, _context in extract_from_dir(
            folder, METHODS, keywords=KEYWORDS, directory_filter=is_ours
        ):
            if key(text):
                found.add(text)
    return found


def is_ours(folder: str | Path) -> bool:
    return Path(folder).name not in ("frontend", "static", "translations", "__pycache__")


def key(text: object) -> str:
    """What stands for a text with plurals: its first form."""
    return str(text[0] if isinstance(text, list | tuple) else text)


def needs_words(message: Message, language: str) -> bool:
    """Russian is the source: only plurals have words of their own there."""
    return bool(message.id) and (language != SOURCE or bool(message.pluralizable))


def update(folder: Path = TRANSLATIONS) -> list[tuple[str, str]]:
    """Catalogues with exactly the texts of the pages; what is not translated yet, by language."""
    texts = collect()
    missing: list[tuple[str, str]] = []
    for language in LANGUAGES:
        file = folder / language / "LC_MESSAGES" / "messages.po"
        before = read(file, language)
        after = empty(language)
        for message in sorted(texts, key=lambda each: key(each.id)):
            if not needs_words(message, language):
                continue
            held = before.get(key(message.id))
            words = held.string if held is not None else ""
            after.add(message.id, words, flags=message.flags)
            if not is_translated(words):
                missing.append((language, key(message.id)))
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            write_po(target, after, width=110)
    return missing


def is_translated(words: object) -> bool:
    return all(words) if isinstance(words, list | tuple) else bool(words)


def read(file: Path, language: str) -> Catalog:
    if not file.exists():
        return empty(language)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def empty(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="Qyzmet",
        version="1",
        header_comment=HEADER,
        msgid_bugs_address="",
        last_translator="",
        language_team=language,
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        fuzzy=False,
    )


def compile_catalogues(folder: Path = TRANSLATIONS) -> int:
    """Write the .mo files that are older than their .po; how many."""
    written = 0
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with target.open("wb") as compiled:
            write_mo(compiled, read(source, source.parts[-3]))
        written += 1
    return written


if __name__ == "__main__":
    for language, text in update():
        sys.stdout.write(f"{language}: {text}\n")
    compile_catalogues()
