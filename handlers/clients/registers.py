"""What the state databases have in common: a record by number, in the words of the case."""

from collections.abc import Mapping
from typing import Any

from engine.forms import Fault
from handlers.clients.http import System, get
from handlers.faults import HandlerFault


def look_up(system: System, path: str, fault: Fault | None) -> Mapping[str, Any] | None:
    """None when the register does not know the number; one that cannot have been issued is not even asked for."""
    if fault is not None:
        return None
    found = get(system, path)
    if found is not None and not isinstance(found, Mapping):
        raise HandlerFault(f"{system.name}: ответ непонятен, ожидалась запись; сообщите администратору.")
    return found


def fields(found: Mapping[str, Any] | None, names: tuple[str, ...]) -> dict[str, Any] | None:
    """What a case keeps of a record: nothing that it did not ask for."""
    return None if found is None else {name: found.get(name) for name in names}
