"""The shipped registers are what the importer reads from the acts."""

import csv
from pathlib import Path

import pytest

from engine.directories import (
    Import,
    InvalidDirectory,
    SourceUnreadable,
    import_directories,
    read_directories,
)

ROOT = Path(__file__).parents[4]
FOLDER, SOURCES = ROOT / "processes" / "directories", ROOT.parent / "shared" / "sources"
needs_acts = pytest.mark.skipif(not SOURCES.exists(), reason="the texts of the acts (../shared/sources) are not here")


@pytest.fixture(scope="module")
def found() -> Import:
    return read_directories(SOURCES, FOLDER)


@needs_acts
def test_every_table_has_the_rows_its_standard_counts(found: Import) -> None:
    assert len(found.counts) == 34
    assert found.wrong_counts == ()


@needs_acts
def test_no_row_is_dropped(found: Import) -> None:
    rows = sum(count.found for count in found.counts)

    assert sum(len(entry.occurrences) for entry in found.entries) == rows


@needs_acts
def test_the_repository_holds_what_is_read(found: Import, tmp_path: Path) -> None:
    for name in ("districts.csv", "tables.csv"):
        (tmp_path / name).write_text((FOLDER / name).read_text("utf-8"), "utf-8")

    import_directories(SOURCES, tmp_path)

    for file in tmp_path.glob("*.csv"):
        assert file.read_text("utf-8") == (FOLDER / file.name).read_text("utf-8"), file.name


@needs_acts
def test_the_body_printed_twice_is_reported(found: Import) -> None:
    problems = [
        note.problem for note in found.notes
        if note.entry.id.startswith("education-pavlodarskaya-gorod-pavlodar-otdel")
    ]

    assert "an earlier row of this annex has the same name and place" in problems


@needs_acts
def test_the_skipped_number_is_reported(found: Import) -> None:
    notes = [note for note in found.notes if "number before 5 is missing" in note.problem]

    assert [note.occurrence.source_line for note in notes] == ["standards.txt:46570"]


def one_table(tmp_path: Path, text: str, **changes: str) -> Import:
    row = {
        "service": "s", "annex": "1", "source": "act.txt", "first": "1", "last": "99",
        "kind": "education_department", "columns": "name address phones", "headings": "region",
        "rows": "1", "body": "",
    } | changes
    with (tmp_path / "tables.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(row))
        writer.writeheader()
        writer.writerow(row)
    (tmp_path / "districts.csv").write_text((FOLDER / "districts.csv").read_text("utf-8"), "utf-8")
    (tmp_path / "act.txt").write_text(text, "utf-8")
    return read_directories(tmp_path, tmp_path)


def test_what_cannot_be_located_is_kept_and_reported(tmp_path: Path) -> None:
    text = "\tНигде область\n\t1\n\tОтдел образования Лунного района\n\tс. Кратер, 1\n\t8 1"

    found = one_table(tmp_path, text)

    assert len(found.entries) == 1
    assert [note.problem for note in found.notes] == [
        "its region is not printed", "its district cannot be read from its name",
    ]


def test_a_wrong_number_of_rows_is_told(tmp_path: Path) -> None:
    found = one_table(tmp_path, "\t1\n\tА\n\tБ\n\tВ", rows="2")

    assert [(count.found, count.table.rows) for count in found.wrong_counts] == [(1, 2)]
    assert found.wrong_counts[0].table.title == "annex 1 of s"


@pytest.mark.parametrize(("name", "address", "district"), [
    ("Городской отдел №1", "г. Атырау, ул. Мира, 1", "город Атырау"),
    ("Зайсанский городской отдел", "г. Зайсан, ул. Мира, 1", ""),
    ("Областной отдел", "ул. Мира, 1", ""),
    ("Отдел по Индерскому району", "п. Индерборский", "Индерский район"),
    ("Отделение №2", "п. Макат", ""),
])
def test_the_district_of_an_office_is_in_its_name_or_address(
    name: str, address: str, district: str, tmp_path: Path
) -> None:
    text = f"\tАтырауская область\n\t1\n\t{name}\n\t{address}\n\t8 1"

    found = one_table(tmp_path, text, kind="service_centre")

    assert found.entries[0].location.district == district


def test_a_missing_act_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"other\.txt cannot be read; give the folder"):
        one_table(tmp_path, "", source="other.txt")


@pytest.mark.parametrize(("changes", "problem"), [
    ({"headings": "county"}, "found 'county'"), ({"columns": "name fax"}, "found 'fax'"),
    ({"rows": "many"}, "many"),
])
def test_a_wrong_description_of_a_table_is_refused(
    changes: dict[str, str], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidDirectory, match=problem):
        one_table(tmp_path, "", **changes)
