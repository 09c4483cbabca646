"""State database of natural persons: {url}/persons/{iin}."""

from typing import Any

from engine.forms import check_iin
from handlers.clients.http import System
from handlers.clients.registers import fields, look_up

FIELDS = ("iin", "name", "birth_date", "sex", "citizenship", "died_on")


def find(system: System, iin: str) -> dict[str, Any] | None:
    """The person; None when the register does not know the number."""
    return fields(look_up(system, f"/persons/{iin}", check_iin(iin)), FIELDS)
