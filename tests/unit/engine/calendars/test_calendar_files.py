"""Reading and rewriting the files of calendars: defects are named, old versions stay."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.calendars import Calendars, InvalidCalendarData
from scripts import revise_calendar, seed_calendars
from scripts.calendar_files import DayRow, newest_version, read_days, write_version

FOLDER = Path(__file__).parents[4] / "processes" / "calendars"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in FOLDER.glob("*.csv"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return tmp_path


@pytest.mark.parametrize(("file", "old", "new", "problem"), [
    ("calendars.csv", "0900-2000,centres", "0700,centres", "hours '0700' are not in hours.csv"),
    ("calendars.csv", "centres,1,", "centres,one,", "version 'one' is not a number"),
    ("calendars.csv", "2012-01-01", "01.01.2012", "isoformat"),
    ("centres.csv", "confirmed", "sure", "status confirmed or provisional, found 'sure'"),
    ("centres.csv", "holiday", "feast", "'feast' is not a valid DayKind"),
    ("centres.csv", ",confirmed,", ",", "has not as many cells as line 1"),
    ("hours.csv", "09:00", "nine", "isoformat"),
])
def test_a_broken_line_is_named(
    file: str, old: str, new: str, problem: str, folder: Path
) -> None:
    text = (folder / file).read_text("utf-8")
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(InvalidCalendarData, match=problem) as caught:
        Calendars.load(folder)
    assert file in str(caught.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "centres.csv").unlink()

    with pytest.raises(InvalidCalendarData, match=r"centres\.csv, line 0: cannot be read"):
        Calendars.load(folder)


def test_days_of_an_organisation_override_those_of_the_week(folder: Path) -> None:
    head = (folder / "centres.csv").read_text("utf-8").split("\n")[0]
    own = "2012-07-06,worked,confirmed,2012-07-05,жұмыс,работа,work,order 5,1,"
    (folder / "own.csv").write_text(f"{head}\n{own}\n", "utf-8")
    calendars = (folder / "calendars.csv").read_text("utf-8")
    lines = [line for line in calendars.split("\n") if line.startswith("centres,1,")]
    added = lines[0].replace("centres,1,", "camp,1,").replace(",centres,", ",centres own,")
    (folder / "calendars.csv").write_text(f"{calendars}{added}\n", "utf-8")

    found = Calendars.load(folder)

    assert found.get("camp").is_working(date(2012, 7, 6))
    assert not found.get("centres").is_working(date(2012, 7, 6))


def test_a_new_version_leaves_the_old_one_as_it_was(folder: Path) -> None:
    before = Calendars.load(folder).get("centres")
    gone = [row for row in read_days(folder, "centres", 2) if row.day == date(2026, 5, 27)]
    new = DayRow(day=date(2026, 5, 28), kind="holiday", names=gone[0].names, act="x")

    write_version(folder, "centres", ([new], gone), (date(2026, 5, 20), "moon, sighted"))

    calendars = Calendars.load(folder)
    assert newest_version(folder, "centres") == 3
    assert calendars.get("centres", 2) == before
    assert not calendars.get("centres").is_working(date(2026, 5, 28))
    assert calendars.get("centres").is_working(date(2026, 5, 27))


def test_seeding_finds_a_day_that_was_changed_by_hand(folder: Path) -> None:
    file = folder / "authorities.csv"
    file.write_text(file.read_text("utf-8").replace("2012-03-09,transfer", "2012-03-12,transfer"))

    result = CliRunner().invoke(seed_calendars.main, ["--folder", str(folder)])

    assert "calendar of authorities, version 2: differs" in result.output
    assert "- Mon 2012-03-12 transfer for 2012-03-11" in result.output
    assert "+ Fri 2012-03-09 transfer for 2012-03-11" in result.output
    assert newest_version(folder, "authorities") == 2, "nothing is written without --write"


def test_seeding_writes_only_with_a_reason(folder: Path) -> None:
    file = folder / "centres.csv"
    file.write_text(file.read_text("utf-8").replace("2012-10-26,holiday", "2012-10-25,holiday"))
    write = ["--folder", str(folder), "--write"]

    refused = CliRunner().invoke(seed_calendars.main, write)
    written = CliRunner().invoke(
        seed_calendars.main, [*write, "--known-from", "2026-12-01", "--reason", "Corrected"]
    )

    assert refused.exit_code == 2
    assert "--known-from and --reason" in refused.output
    assert written.exit_code == 0
    assert newest_version(folder, "centres") == 3


def test_a_transfer_by_command_is_a_new_version(folder: Path) -> None:
    result = CliRunner().invoke(revise_calendar.main, [
        "--folder", str(folder), "transfer", "2027-07-05", "2027-07-03", "--act", "G27G1",
        "--known-from", "2026-12-01",
    ])

    assert result.exit_code == 0, result.output
    assert Calendars.load(folder).get("authorities").is_working(date(2027, 7, 3))


def test_a_confirmation_by_command_is_a_new_version(folder: Path) -> None:
    result = CliRunner().invoke(revise_calendar.main, [
        "--folder", str(folder), "confirm", "centres", "2027-05-16", "--on", "2027-05-17",
        "--act", "announcement", "--known-from", "2027-04-01",
    ])

    assert result.exit_code == 0, result.output
    centres = Calendars.load(folder).get("centres")
    assert not centres.is_working(date(2027, 5, 17))
    assert "16" not in [day.day.isoformat()[-2:] for day in centres.special.values()
                        if day.day.year == 2027 and day.day.month == 5]
