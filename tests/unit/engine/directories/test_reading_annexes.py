"""Cells, rows and fields of annexes, on small tables with the defects of the real ones."""

import pytest

from engine.directories.cells import Row, read_cells, read_rows
from engine.directories.fields import Fields, join_lines, join_phones, read_fields

COLUMNS = ("name", "address", "phones", "schedule")


def rows_of(*cells: str, columns: int = 3, header: bool = True) -> list[Row]:
    """Rows of a table given cell by cell; further lines of a cell follow a |."""
    numbers = [str(number + 1) for number in range(columns + 1)]
    texts = [*(["N п/п", "Имя", "Адрес", "Телефон", *numbers] if header else []), *cells]
    lines = [line for text in texts for line in ("\t" + text).split("|")]
    return list(read_rows(read_cells(lines, 1, len(lines)), columns))


def fields_of(*cells: str) -> Fields:
    (row,) = rows_of("1", *cells, columns=len(COLUMNS))
    return read_fields(row.cells, COLUMNS)


def test_rows_stand_under_their_region() -> None:
    rows = rows_of(
        "Одна область", "1", "А", "г. А", "8 1", "2", "Б", "г. Б", "8 2",
        "город Другой", "1", "В", "г. В", "8 3",
    )

    assert [(row.number, row.region_heading, row.heading) for row in rows] == [
        (1, "Одна область", ""), (2, "Одна область", ""), (1, "Одна область", "город Другой"),
    ]
    assert [cell.text for cell in rows[1].cells] == ["Б", "г. Б", "8 2"]


def test_a_new_region_ends_the_place_before_it() -> None:
    rows = rows_of(
        "Одна область", "А район", "1", "а", "б", "в", "Другая область", "Б район", "1", "г", "д",
        "е",
    )

    assert [(row.region_heading, row.heading) for row in rows] == [
        ("Одна область", "А район"), ("Другая область", "Б район"),
    ]


def test_a_dropped_cell_does_not_swallow_the_headings_below_it() -> None:
    first, second = rows_of(
        "Одна область", "1", "а", "б", "Другая область", "Б район", "1", "в", "г", "д",
    )

    assert [cell.text for cell in first.cells] == ["а", "б"]
    assert second.region_heading == "Другая область"


def test_numbers_with_dots_and_skipped_numbers_begin_rows() -> None:
    rows = rows_of("1.", "а", "б", "в", "2.", "г", "д", "е", "4", "ж", "з", "и")

    assert [(row.number, row.skipped) for row in rows] == [(1, False), (2, False), (4, True)]


def test_a_heading_between_numbered_rows_is_no_cell_of_theirs() -> None:
    rows = rows_of("А район", "1", "а", "б", "в", "Б район", "2", "г", "д", "е")

    assert [(row.heading, len(row.cells)) for row in rows] == [("А район", 3), ("Б район", 3)]


def test_a_number_in_a_cell_begins_no_row() -> None:
    rows = rows_of("1", "а", "б", "21732", "2", "в", "3", "43010")

    assert [row.number for row in rows] == [1, 2]


def test_a_table_without_column_numbers_is_read_too() -> None:
    rows = rows_of("1", "а", "б", "в", header=False)

    assert [row.number for row in rows] == [1]


def test_an_empty_table_has_no_rows() -> None:
    assert rows_of("нет", "данных") == []


def test_a_number_without_cells_is_no_row() -> None:
    assert [row.number for row in rows_of("1", "а", "б", "в", "2")] == [1]


def test_a_cell_that_fits_no_column_is_reported() -> None:
    (row,) = rows_of("1", "ГУ", "нет", "с. Карасу", columns=5)

    fields = read_fields(row.cells, ("name", "settlements", "phones", "address", "site"))

    assert fields.doubts == [
        "no column for 'с. Карасу'", "no cell for settlements and phones and address in print",
    ]


def test_emails_and_sites_leave_the_address() -> None:
    fields = fields_of("Отдел", "село Кеген, улица|Момышулы, 7|R_s@mail.ru", "8-72777|2-11-34")

    assert (fields.address, fields.email) == ("село Кеген, улица Момышулы, 7", "R_s@mail.ru")
    assert fields.phones == "8-72777 2-11-34"
    assert fields_of("О", "Коктал, 6|bakanas.kz", "8").site == "bakanas.kz"


def test_a_broken_email_is_mended() -> None:
    fields = fields_of("О", "Узынагаш, 261|zhambyl.r@mail.|online.kz", "8-72770")

    assert fields.email == "zhambyl.r@mail.online.kz"
    assert fields_of("О", "А, 1", "21-10-4 e-mail: akmuz@ mail.ru").email == "akmuz@mail.ru"


def test_broken_words_are_joined_and_names_with_hyphens_are_not() -> None:
    assert join_lines(["Евгенемаловод-", "ненского"]) == "Евгенемаловодненского"
    assert join_lines(["Усть-", "Каменогорск"]) == "Усть- Каменогорск"


def test_a_line_that_begins_a_number_is_another_phone() -> None:
    assert join_phones(["8 (716) 2-35", "8 (716) 2-21"]) == "8 (716) 2-35; 8 (716) 2-21"
    assert join_phones(["872832", "21732"]) == "872832 21732"


def test_a_schedule_printed_twice_is_said_once() -> None:
    fields = fields_of("О", "А, 1", "8", "Ежедневно|с 9.00|Ежедневно|с 9.00")

    assert fields.schedule == "Ежедневно с 9.00"


@pytest.mark.parametrize(("cells", "missing"), [
    (("ГУ", "с. Ульги", "150306 с. Ивановка", "нет"), "phones"),
    (("ГУ", "с. Карасу", "нет"), "phones and address"),
    (("ГУ", "с. Ульги", "8(71836) 21310", "141106 с. Назаровка"), "site"),
])
def test_dropped_cells_are_told_by_their_look(cells: tuple[str, ...], missing: str) -> None:
    (row,) = rows_of("1", *cells, columns=5)

    fields = read_fields(row.cells, ("name", "settlements", "phones", "address", "site"))

    assert fields.doubts == [f"no cell for {missing} in print"]
    assert fields.settlements == [cells[1]]
