"""The CSV files of calendars as the seeding script reads and rewrites them, version by version."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

LANGUAGES = ("kk", "ru", "en")
COLUMNS = (
    "date", "kind", "status", "pair", "name_kk", "name_ru", "name_en", "act",
    "from_version", "to_version",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DayRow:
    """One line of a file of days; valid in the versions from `from_version` to `to_version`."""

    day: date
    kind: str
    status: str = "confirmed"
    pair: date | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    act: str = ""
    from_version: int = 1
    to_version: int | None = None

    def cells(self) -> tuple[str, ...]:
        names = (self.names[language] for language in LANGUAGES)
        pair = self.pair.isoformat() if self.pair else ""
        last = "" if self.to_version is None else str(self.to_version)
        return (
            self.day.isoformat(), self.kind, self.status, pair, *names, self.act,
            str(self.from_version), last,
        )

    def is_in(self, version: int) -> bool:
        return self.from_version <= version and (
            self.to_version is None or version <= self.to_version
        )

    def __str__(self) -> str:
        pair = f" for {self.pair}" if self.pair else ""
        return f"{self.day:%a %Y-%m-%d} {self.kind}{pair}, {self.names['en']}, {self.status}"


def newest_version(folder: Path, name: str) -> int:
    """The highest version of a calendar; 0 when it is not there yet."""
    lines = _lines(folder / "calendars.csv")
    return max((int(row["version"]) for row in lines if row["name"] == name), default=0)


def read_days(folder: Path, name: str, version: int) -> list[DayRow]:
    return [row for row in _all_days(folder, name) if row.is_in(version)]


def write_version(
    folder: Path,
    name: str,
    change: tuple[Iterable[DayRow], Iterable[DayRow]],
    why: tuple[date, str],
) -> None:
    """Added and removed days become the next version; older versions stay as they were."""
    added, removed = change
    old, gone = newest_version(folder, name), {row.cells() for row in removed}
    kept = [
        replace(row, to_version=old) if row.is_in(old) and row.cells() in gone else row
        for row in _all_days(folder, name)
    ]
    rows = kept + [replace(row, from_version=old + 1, to_version=None) for row in added]
    rows.sort(key=lambda row: (row.day, row.from_version))
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row.cells() for row in rows)
    _add_version_line(folder / "calendars.csv", name, old, why)


def _add_version_line(file: Path, name: str, old: int, why: tuple[date, str]) -> None:
    """A line like that of the version before, with a new number, day and reason."""
    lines = _lines(file)
    known_from, reason = why
    model = next(row for row in lines if row["name"] == name and int(row["version"]) == old)
    new = model | {
        "version": str(old + 1), "known_from": known_from.isoformat(), "reason": reason
    }
    lines.insert(lines.index(model) + 1, new)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(model), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def _all_days(folder: Path, name: str) -> list[DayRow]:
    return [
        DayRow(
            day=date.fromisoformat(row["date"]),
            kind=row["kind"],
            status=row["status"],
            pair=date.fromisoformat(row["pair"]) if row["pair"] else None,
            names={language: row[f"name_{language}"] for language in LANGUAGES},
            act=row["act"],
            from_version=int(row["from_version"]),
            to_version=int(row["to_version"]) if row["to_version"] else None,
        )
        for row in _lines(folder / f"{name}.csv")
    ]


def _lines(file: Path) -> list[dict[str, str]]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
