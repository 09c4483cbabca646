"""Compare processes/calendars/ with the `holidays` package; --write stores it as a new version.

A package upgrade never moves a legal date by itself: somebody reads the difference and writes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import click

from scripts.calendar_files import DayRow, newest_version, read_days, write_version
from scripts.holiday_source import FIRST_YEAR, LAST_YEAR, days_of_week

FOLDER = Path(__file__).parents[1] / "processes" / "calendars"
#: calendar -> working days in its week
WEEKS = {"authorities": 5, "centres": 6}


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What the package says and the repository does not, and the other way round."""

    added: tuple[DayRow, ...]
    removed: tuple[DayRow, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def difference(stored: Iterable[DayRow], proposed: Iterable[DayRow]) -> Difference:
    """Day by day; names, pair, act and status count as much as the date."""
    before, after = _by_content(stored), _by_content(proposed)
    return Difference(
        added=tuple(row for key, row in sorted(after.items()) if key not in before),
        removed=tuple(row for key, row in sorted(before.items()) if key not in after),
    )


def _by_content(rows: Iterable[DayRow]) -> Mapping[tuple[str, ...], DayRow]:
    return {replace(row, from_version=1, to_version=None).cells(): row for row in rows}


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER)
@click.option("--write", is_flag=True, help="Store the difference as a new version.")
@click.option("--known-from", type=click.DateTime(["%Y-%m-%d"]), help="Since when this is known.")
@click.option("--reason", default="", help="Why there is a new version; shown with it.")
def main(folder: Path, write: bool, known_from: datetime | None, reason: str) -> None:
    """Print what the holidays package would change in the calendars."""
    for name, week in WEEKS.items():
        version = newest_version(folder, name)
        proposed = days_of_week(week, range(FIRST_YEAR, LAST_YEAR + 1))
        found = difference(read_days(folder, name, version), proposed)
        _report(name, version, found)
        if write and found:
            since = _require_reason(known_from, reason)
            write_version(folder, name, (found.added, found.removed), (since, reason))


def _report(name: str, version: int, found: Difference) -> None:
    verdict = "differs" if found else "agrees"
    click.echo(f"calendar of {name}, version {version}: {verdict}")
    for sign, rows in (("-", found.removed), ("+", found.added)):
        for row in rows:
            click.echo(f"  {sign} {row}")


def _require_reason(known_from: datetime | None, reason: str) -> date:
    if known_from is None or not reason:
        raise click.UsageError("expected --known-from and --reason with --write; give both")
    return known_from.date()


if __name__ == "__main__":
    main()
