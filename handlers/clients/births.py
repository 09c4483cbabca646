"""State database of civil status records: {url}/births/{iin of the child}."""

from typing import Any

from engine.forms import check_iin
from handlers.clients.http import System
from handlers.clients.registers import fields, look_up

FIELDS = ("iin", "name", "birth_date", "parents", "act_number", "act_date")


def find(system: System, iin: str) -> dict[str, Any] | None:
    """The birth; None when the register does not know the number."""
    return fields(look_up(system, f"/births/{iin}", check_iin(iin)), FIELDS)
