"""The engine a command works with: the database of the settings, or the content folder in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.files import resources
from engine.commands import Deploy
from engine.process_engine import ProcessEngine
from engine.services import services
from engine.settings import Settings
from engine.values import SYSTEM
from handlers import HANDLERS

SQLITE_FILE = "sqlite:///"


@contextmanager
def engine() -> Iterator[ProcessEngine]:
    """Opened by the settings of the environment; closed at the end."""
    with _opened(Settings.from_env()) as made:
        yield made


@contextmanager
def engine_with_services() -> Iterator[ProcessEngine]:
    """The same; where nothing is deployed yet, the content folder answers from memory."""
    settings = Settings.from_env()
    if is_new(settings):
        with _content(settings) as made:
            yield made
        return
    with _opened(settings) as made:
        if made.read(services):
            yield made
            return
    with _content(settings) as made:
        yield made


def is_new(settings: Settings) -> bool:
    """The database is a file that does not exist yet."""
    file = settings.database_url.removeprefix(SQLITE_FILE)
    return file != settings.database_url and not (Path(file).exists() and Path(file).stat().st_size)


@contextmanager
def _opened(settings: Settings) -> Iterator[ProcessEngine]:
    made = ProcessEngine(settings, HANDLERS)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def _content(settings: Settings) -> Iterator[ProcessEngine]:
    memory = Settings(database_url="sqlite://", processes=settings.processes, base_url=settings.base_url)
    with _opened(memory) as made:
        made.execute(Deploy(resources=resources([settings.processes])), SYSTEM)
        yield made
