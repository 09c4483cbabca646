"""State database of legal entities: {url}/legal-entities/{bin}."""

from typing import Any

from engine.forms import check_bin
from handlers.clients.http import System
from handlers.clients.registers import fields, look_up

FIELDS = ("bin", "name", "head", "address", "registered_on", "state")


def find(system: System, number: str) -> dict[str, Any] | None:
    """The legal entity; None when the register does not know the number."""
    return fields(look_up(system, f"/legal-entities/{number}", check_bin(number)), FIELDS)
