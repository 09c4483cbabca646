"""The registers from the text of the acts: every row is kept, every doubt is reported."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.directories.bodies import Occurrence
from engine.directories.cells import Cell, Row, read_cells, read_rows
from engine.directories.errors import SourceUnreadable
from engine.directories.fields import read_fields
from engine.directories.location import locate
from engine.directories.merging import Entries, Entry, Note, code_bodies, number_bodies
from engine.directories.places import Places
from engine.directories.tables import Table, read_tables

COLUMNS = (
    "id", "code", "service", "annex", "kind", "region", "district", "settlement", "name", "address",
    "phones", "email", "site", "schedule", "source_line",
)
REPORT_COLUMNS = ("id", "kind", "service", "annex", "source_line", "name", "problem")
#: Between the services, annexes, lines and settlements of one body.
SEPARATOR = "; "


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Rows found in a table against the rows it should have."""

    table: Table
    found: int

    @property
    def is_right(self) -> bool:
        return self.found == self.table.rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Import:
    """Everything read from the acts."""

    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]
    counts: tuple[Count, ...]

    @property
    def wrong_counts(self) -> tuple[Count, ...]:
        return tuple(count for count in self.counts if not count.is_right)


def import_directories(sources: Path, folder: Path) -> Import:
    """Read all annexes of the acts in `sources` and write the registers of `folder`."""
    found = read_directories(sources, folder)
    write_directories(found, folder)
    return found


def read_directories(sources: Path, folder: Path) -> Import:
    """Read all annexes that `folder`/tables.csv names; writes nothing."""
    places = Places.load(folder / "districts.csv")
    entries = Entries()
    notes: list[Note] = []
    counts: list[Count] = []
    for table in read_tables(folder / "tables.csv"):
        rows = list(read_rows(_cells(sources, table), len(table.columns)))
        notes += _read_table(table, rows, places, entries)
        counts.append(Count(table=table, found=len(rows)))
    number_bodies(entries.all)
    code_bodies(entries.all, places.codes, _known_codes(folder))
    return Import(entries=tuple(entries.all), notes=tuple(notes), counts=tuple(counts))


def _known_codes(folder: Path) -> dict[str, str]:
    """The codes of the registers that are there: they are printed on documents and stay."""
    known: dict[str, str] = {}
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            known |= {row["id"]: row["code"] for row in csv.DictReader(stream) if row.get("code") and row.get("id")}
    return known


def _cells(sources: Path, table: Table) -> list[Cell]:
    file = sources / table.source
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise SourceUnreadable(str(file)) from error
    return read_cells(lines, table.first, table.last)


def _read_table(
    table: Table, rows: Sequence[Row], places: Places, entries: Entries
) -> Iterator[Note]:
    entries.begin(table)
    above, schedule = "", ""
    for row in rows:
        fields = read_fields(row.cells, table.columns)
        location = locate(row, fields, table, places, above)
        if table.body:
            fields.name = f"{table.body}, {location.region}"
        above, schedule = location.district, fields.schedule or schedule
        doubts = [*fields.doubts, *location.doubts]
        if row.skipped:
            doubts.append(f"the number before {row.number} is missing in print")
        if schedule and not fields.schedule:
            fields.schedule = schedule
        occurrence = Occurrence(
            service=table.service, annex=table.annex, source_line=f"{table.source}:{row.line}"
        )
        new = Entry(kind=table.kind, fields=fields, location=location)
        entry, difference = entries.add(new, occurrence)
        for problem in filter(None, [*doubts, difference]):
            yield Note(entry=entry, occurrence=occurrence, problem=problem)


def write_directories(found: Import, folder: Path) -> None:
    """One file per kind of body, and the report."""
    kinds = dict.fromkeys(entry.kind for entry in found.entries)
    for kind in kinds:
        rows = (_cells_of(entry) for entry in found.entries if entry.kind == kind)
        _write(folder / f"{kind}.csv", COLUMNS, rows)
    _write(folder / "report.csv", REPORT_COLUMNS, (_cells_of_note(note) for note in found.notes))


def _cells_of(entry: Entry) -> tuple[str, ...]:
    fields, location, printed = entry.fields, entry.location, entry.occurrences
    return (
        entry.id, entry.code,
        SEPARATOR.join(each.service for each in printed),
        SEPARATOR.join(str(each.annex) for each in printed),
        entry.kind, location.region, location.district, SEPARATOR.join(location.settlements),
        fields.name, fields.address, fields.phones, fields.email, fields.site, fields.schedule,
        SEPARATOR.join(each.source_line for each in printed),
    )


def _cells_of_note(note: Note) -> tuple[str, ...]:
    printed = note.occurrence
    return (
        note.entry.id, note.entry.kind, printed.service, str(printed.annex), printed.source_line,
        note.entry.fields.name, note.problem,
    )


def _write(file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
