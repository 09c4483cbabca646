"""The registers, imported as a person does it."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import CONTENT, ROOT, Qyzmet

SOURCES = ROOT.parent / "shared" / "sources"
needs_acts = pytest.mark.skipif(not SOURCES.is_dir(), reason="the texts of the acts (../shared/sources) are not here")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("tables.csv", "districts.csv"):
        shutil.copy(CONTENT / "directories" / name, tmp_path)
    return tmp_path


@needs_acts
def test_the_registers_are_written_and_counted(as_json, folder: Path) -> None:
    report = as_json("import-directories", SOURCES, "--folder", folder)

    assert all(each["rows"] == each["expected"] for each in report["tables"])
    assert (folder / "report.csv").read_text("utf-8").count("\n") == report["doubts"] + 1
    shipped, made = (where / "service_centre.csv" for where in (CONTENT / "directories", folder))
    assert made.read_bytes() == shipped.read_bytes()


@needs_acts
def test_a_check_writes_nothing(qyzmet: Qyzmet, folder: Path) -> None:
    said = qyzmet("import-directories", SOURCES, "--folder", folder, "--check").stdout

    assert "annex 2 of preschool-queue: 1443 rows of rural_akim" in said
    assert sorted(each.name for each in folder.glob("*.csv")) == ["districts.csv", "tables.csv"]


@needs_acts
def test_a_table_without_its_rows_fails_the_command(qyzmet: Qyzmet, folder: Path) -> None:
    tables = folder / "tables.csv"
    tables.write_text(tables.read_text("utf-8").replace(",205,", ",206,"), "utf-8")

    said = qyzmet("import-directories", SOURCES, "--folder", folder, "--check", code=1).stdout

    assert "205 rows of education_department, expected 206" in said


def test_a_folder_without_the_acts_is_bad_input(qyzmet: Qyzmet, folder: Path) -> None:
    result = qyzmet("import-directories", folder, "--folder", folder, code=2)

    assert "regulation.txt cannot be read; give the folder that holds it" in result.stderr
