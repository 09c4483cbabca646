"""Where the annexes with registers stand in the acts, and how each of them is laid out."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.directories.errors import InvalidDirectory

COLUMNS = frozenset({"name", "address", "phones", "schedule", "settlements", "site", "post"})
HEADINGS = frozenset({"none", "region", "district", "region place", "country"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One annex: its lines, the kind of its bodies, its columns and the number of its rows."""

    service: str
    annex: int
    source: str
    first: int
    last: int
    kind: str
    columns: tuple[str, ...]
    headings: str           #: what headings name; "none" and "country": there are none
    region: str             #: of all rows, where no heading names it
    rows: int
    body: str               #: what the bodies are, where a row names only their region

    @property
    def title(self) -> str:
        return f"annex {self.annex} of {self.service}"


def read_tables(file: Path) -> tuple[Table, ...]:
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        return tuple(_table(file, reader.line_num, row) for row in reader)


def _table(file: Path, line: int, row: dict[str, str]) -> Table:
    headings, _, region = row["headings"].partition(":")
    columns = tuple(row["columns"].split())
    _require(headings, HEADINGS, file, line)
    for column in columns:
        _require(column, COLUMNS, file, line)
    try:
        return Table(
            service=row["service"], annex=int(row["annex"]), source=row["source"],
            first=int(row["first"]), last=int(row["last"]), kind=row["kind"],
            columns=columns, headings=headings, region=region, rows=int(row["rows"]),
            body=row["body"],
        )
    except ValueError as error:
        raise InvalidDirectory(str(file), line, str(error)) from error


def _require(word: str, known: frozenset[str], file: Path, line: int) -> None:
    if word not in known:
        known_words: Sequence[str] = sorted(known)
        raise InvalidDirectory(
            str(file), line, f"expected one of {', '.join(known_words)}, but found {word!r}"
        )
