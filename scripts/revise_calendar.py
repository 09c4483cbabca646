"""Store the next version of a calendar: a provisional day confirmed, a day off transferred."""

from datetime import date, datetime
from pathlib import Path

import click

from engine.calendars import (
    Calendar,
    Calendars,
    Grounds,
    SpecialDay,
    confirm,
    difference,
    transfer,
)
from scripts.calendar_files import DayRow, read_days, write_version

FOLDER = Path(__file__).parents[1] / "processes" / "calendars"
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Revise a calendar by an act of the government."""
    context.obj = folder


@main.command("confirm")
@click.argument("name")
@click.argument("day", type=DAY)
@click.option("--on", type=DAY, help="The day it turned out to be; without it the same day.")
@click.option("--act", required=True)
@click.option("--known-from", type=DAY, required=True)
@click.pass_obj
def confirm_day(
    folder: Path, name: str, day: datetime, on: datetime | None, act: str, known_from: datetime
) -> None:
    """Make the provisional DAY of calendar NAME certain."""
    calendar = Calendars.load(folder).get(name)
    grounds = Grounds(act=act, known_from=known_from.date())
    _store(folder, calendar, confirm(calendar, day.date(), (on or day).date(), grounds))


@main.command("transfer")
@click.argument("off", type=DAY)
@click.argument("worked", type=DAY)
@click.option("--act", required=True)
@click.option("--known-from", type=DAY, required=True)
@click.pass_obj
def transfer_day(
    folder: Path, off: datetime, worked: datetime, act: str, known_from: datetime
) -> None:
    """Give OFF for WORKED in the calendar of authorities."""
    calendar = Calendars.load(folder).get("authorities")
    grounds = Grounds(act=act, known_from=known_from.date())
    _store(folder, calendar, transfer(calendar, off.date(), worked.date(), grounds))


def _store(folder: Path, older: Calendar, newer: Calendar) -> None:
    found = difference(older, newer)
    stored = read_days(folder, older.name, older.version)
    gone = {day.day for day in found.removed}
    removed = [row for row in stored if row.day in gone]
    added = [_row(day) for day in found.added]
    reason = f"{added[0].act}: {', '.join(map(str, added))}"
    write_version(folder, older.name, (added, removed), (newer.known_from, reason))
    _report(newer, added, removed)


def _report(calendar: Calendar, added: list[DayRow], removed: list[DayRow]) -> None:
    click.echo(f"calendar of {calendar.name}, version {calendar.version}")
    for sign, rows in (("-", removed), ("+", added)):
        for row in rows:
            click.echo(f"  {sign} {row}")


def _row(day: SpecialDay) -> DayRow:
    status = "provisional" if day.provisional else "confirmed"
    pair: date | None = day.pair
    return DayRow(
        day=day.day, kind=day.kind.value, status=status, pair=pair, names=day.names, act=day.act
    )


if __name__ == "__main__":
    main()
