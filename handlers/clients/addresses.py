"""Address register: {url}/addresses/{iin}, the registered place of residence."""

from typing import Any

from engine.forms import check_iin
from handlers.clients.http import System
from handlers.clients.registers import fields, look_up

FIELDS = ("region", "district", "settlement", "street", "house", "flat", "since")


def find(system: System, iin: str) -> dict[str, Any] | None:
    """The address; None when the register does not know the number."""
    return fields(look_up(system, f"/addresses/{iin}", check_iin(iin)), FIELDS)
