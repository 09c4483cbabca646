"""Text of an annex into cells, and cells into numbered rows below their headings.

A cell begins with a tab, its further lines do not. A row begins with its number, which restarts
below each heading; numbers may be skipped in print. Cells that were empty in print are missing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NUMBER = re.compile(r"(\d{1,3})\.?")
#: A row has a number and at least two cells.
MIN_DISTANCE = 3
#: A heading that names a region; other headings name a place inside it or a town of its own.
REGION = re.compile(r".*(?:область|области»?)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """The lines of one cell and the line of the source it begins on."""

    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def number(self) -> int | None:
        match = NUMBER.fullmatch(self.text)
        return int(match[1]) if match else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A numbered row with the region and the place whose headings it stands under."""

    number: int
    line: int
    region_heading: str
    heading: str
    cells: tuple[Cell, ...]
    skipped: bool           #: a number before it is missing in print


def read_cells(lines: Sequence[str], first: int, last: int) -> list[Cell]:
    """Cells of the lines `first` to `last`, counted from 1."""
    found: list[tuple[int, list[str]]] = []
    for number in range(first, min(last, len(lines)) + 1):
        text = lines[number - 1]
        if text.startswith("\t"):
            found.append((number, [text.strip()]))
        elif text.strip() and found:
            found[-1][1].append(text.strip())
    return [Cell(line=line, lines=tuple(filter(None, texts))) for line, texts in found]


def read_rows(cells: Sequence[Cell], columns: int) -> Iterator[Row]:
    """Rows of a table whose rows have so many cells beside the number."""
    cells = cells[_after_header(cells, columns):]
    starts = list(_starts(cells, columns))
    region, place, previous = "", "", 0
    between: Sequence[Cell] = cells[:starts[0]] if starts else ()
    for index, start in enumerate(starts):
        region, place = _headings(between, region, place)
        end = starts[index + 1] if index + 1 < len(starts) else len(cells)
        body = cells[start + 1:end]
        cut = _cut(body, columns) if _restarts(cells, starts, index) else columns
        number = cells[start].number or 0
        yield Row(
            number=number, line=cells[start].line, region_heading=region, heading=place,
            cells=tuple(body[:cut]), skipped=number not in (1, previous + 1),
        )
        previous, between = number, body[cut:]


def _headings(cells: Sequence[Cell], region: str, place: str) -> tuple[str, str]:
    """The headings in force after these cells; a new region ends the place before it."""
    for cell in cells:
        region, place = (cell.text, "") if REGION.fullmatch(cell.text) else (region, cell.text)
    return region, place


def _cut(body: Sequence[Cell], columns: int) -> int:
    """Where the cells of a row end and the headings above the next row begin."""
    cut = max(min(columns, len(body) - 1), 1)
    while cut > 1 and REGION.fullmatch(body[cut - 1].text):
        cut -= 1
    return cut


def _restarts(cells: Sequence[Cell], starts: Sequence[int], place: int) -> bool:
    return place + 1 < len(starts) and cells[starts[place + 1]].number == 1


def _after_header(cells: Sequence[Cell], columns: int) -> int:
    """Behind the line of column numbers, where it is printed."""
    numbers = [cell.number for cell in cells]
    wanted = list(range(1, columns + 2))
    for start in range(min(len(cells), 3 * columns)):
        if numbers[start:start + columns + 1] == wanted:
            return start + columns + 1
    return 0


def _starts(cells: Sequence[Cell], columns: int) -> Iterator[int]:
    """Places of the cells that number a row: the next number, a skipped one, or 1 after a heading."""
    expected, last = 1, -MIN_DISTANCE
    for place, cell in enumerate(cells):
        is_last = place + 1 == len(cells)
        if cell.number is None or is_last or place - last < MIN_DISTANCE:
            continue
        is_next = cell.number == expected
        is_skipped = cell.number == expected + 1 and place - last > columns
        if is_next or is_skipped or cell.number == 1:
            yield place
            expected, last = cell.number + 1, place
