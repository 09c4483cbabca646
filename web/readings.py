"""Who looked at personal data: recorded in the case, once a quarter of an hour for the same person and page."""

import threading
from time import monotonic

from engine.commands import RecordReading
from web.current import actor, engine, look_again

PAUSE = 900
LARGEST = 20_000

_seen: dict[tuple[str, str, str], float] = {}
_lock = threading.Lock()


def note_reading(instance_id: str, what: str) -> None:
    """Of the person who asks; the entry goes into the history of the case."""
    person = actor()
    if not _is_new((person.id, instance_id, what)):
        return
    engine().execute(RecordReading(instance_id=instance_id, what=what), person)
    look_again()


def _is_new(key: tuple[str, str, str]) -> bool:
    now = monotonic()
    with _lock:
        if now - _seen.get(key, -PAUSE) < PAUSE:
            return False
        if len(_seen) >= LARGEST:
            _seen.clear()
        _seen[key] = now
        return True
