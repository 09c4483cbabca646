"""The register of issued documents as a file for table programs: Russian headings, one row a document."""

import csv
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from typing import Any

from engine.clock import LOCAL
from engine.issued import IssuedDocument

STATES = {"valid": "действителен", "replaced": "заменён", "void": "недействителен"}
KINDS = {"receipt": "расписка", "result": "результат", "refusal": "отказ", "notice": "уведомление"}
COLUMNS: Mapping[str, Callable[[IssuedDocument], Any]] = {
    "Номер": lambda each: each.number,
    "По порядку": lambda each: each.serial,
    "Вид": lambda each: KINDS.get(each.kind, each.kind),
    "Документ": lambda each: each.name,
    "Выдан": lambda each: _moment(each.issued_at),
    "Орган": lambda each: each.body,
    "Состояние": lambda each: STATES[each.state],
    "Причина": lambda each: each.reason,
    "С какого времени": lambda each: _moment(each.changed_at),
    "Дело": lambda each: each.case_number,
    "Получатель": lambda each: each.case_title,
    "Услуга": lambda each: each.process_key,
    "SHA-256": lambda each: each.digest,
}
#: a cell that begins so would be run as a formula
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(documents: Iterable[IssuedDocument]) -> str:
    """With a byte order mark: without one, Excel takes Kazakh letters for Western ones."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(read(each)) for read in COLUMNS.values()] for each in documents)
    return "\ufeff" + text.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULAS) else text


def _moment(value: Any) -> str:
    return value.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M") if value else ""
