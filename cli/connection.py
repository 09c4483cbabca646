"""The engine a command works with: the database of the settings."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.process_engine import ProcessEngine
from engine.settings import Settings
from handlers import HANDLERS


@contextmanager
def engine() -> Iterator[ProcessEngine]:
    """Opened by the settings of the environment; closed at the end."""
    made = ProcessEngine(Settings.from_env(), HANDLERS)
    try:
        yield made
    finally:
        made.close()
