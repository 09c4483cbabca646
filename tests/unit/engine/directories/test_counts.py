"""The rows read of each annex, and of each of its headings, against the readings of all 33 standards."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.directories import Import, place_key, read_directories
from engine.directories.places import Places

ROOT = Path(__file__).parents[4]
FOLDER, SHARED = ROOT / "processes" / "directories", ROOT.parent / "shared"
STANDARDS = SHARED / "standards"
pytestmark = pytest.mark.skipif(
    not STANDARDS.is_dir() or not (SHARED / "sources").is_dir(),
    reason="the texts of the acts and the readings of the standards (../shared) are not beside the repository",
)
ABBREVIATED = {
    "ВКО": "Восточно-Казахстанская", "ЗКО": "Западно-Казахстанская", "СКО": "Северо-Казахстанская",
    "ЮКО": "Южно-Казахстанская", "г. Алматы": "Алматы", "г. Астана": "Астана",
}


@pytest.fixture(scope="module")
def found() -> Import:
    return read_directories(SHARED / "sources", FOLDER)


def annexes(standard: Path) -> Iterator[dict[str, Any]]:
    """What a reading says of the annexes with registers, however it is written down."""
    directory = yaml.safe_load(standard.read_text("utf-8"))["directory"]
    listed = directory if isinstance(directory, list) else directory.get("annexes") or directory.get("tables") or []
    sections = next((each["counts_per_heading"] for each in listed if "counts_per_heading" in each), None)
    for each in listed:
        rows = each.get("rows") or each.get("count")
        if each.get("annex") and rows:
            yield {
                "annex": int(re.match(r"\d+", str(each["annex"]))[0]),
                "rows": rows,
                "sections": sections_of(each.get("rows_by_region") or each.get("rows_per_section") or sections),
            }


def sections_of(said: Any) -> dict[str, int]:
    if isinstance(said, dict):
        return {str(name): int(count) for name, count in said.items()}
    pairs = (part.strip().rpartition(" ") for part in (said or "").split(",") if part.strip())
    return {ABBREVIATED.get(name, name): int(count) for name, _, count in pairs}


def read_standards() -> dict[tuple[str, int], dict[str, Any]]:
    files = sorted(STANDARDS.glob("*.yaml"))
    assert len(files) == 33
    return {(file.stem[3:], each["annex"]): each for file in files for each in annexes(file)}


def test_every_annex_of_every_standard_is_read_and_no_other(found: Import) -> None:
    rows = {(count.table.service, count.table.annex): count.found for count in found.counts}

    assert rows == {key: each["rows"] for key, each in read_standards().items()}


def test_the_rows_of_the_first_standard(found: Import) -> None:
    rows = {count.table.annex: count.found for count in found.counts if count.table.service == "preschool-queue"}

    assert rows == {1: 205, 2: 1443, 3: 285}


def test_every_heading_has_as_many_rows_as_the_standard_says(found: Import) -> None:
    places = Places.load(FOLDER / "districts.csv")
    printed = Counter(
        (row.service, row.annex, place_key(heading)) for row, heading in _headings(found, places)
    )
    wanted = {
        (service, annex, place_key(_section(name, places))): count
        for (service, annex), each in read_standards().items()
        for name, count in each["sections"].items()
    }

    assert len(wanted) > 250
    wrong = {key: (printed[key], count) for key, count in wanted.items() if printed[key] != count}
    assert wrong == {}


def _section(name: str, places: Places) -> str:
    return places.region(name) or places.district("Алматинская область", name) or name


def _headings(found: Import, places: Places) -> Iterator[tuple[Any, str]]:
    """The region, or where the table heads districts the district, a row belongs to."""
    by_district = {(c.table.service, c.table.annex) for c in found.counts if c.table.headings == "district"}
    for entry in found.entries:
        for each in entry.occurrences:
            is_inner = (each.service, each.annex) in by_district
            yield each, entry.location.district if is_inner else entry.location.region
