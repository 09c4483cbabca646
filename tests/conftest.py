"""Engines for tests. Every instance made on one of them must replay identically, and every hash must hold."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.clock import FixedClock
from engine.commands import Deploy, Resource
from engine.handling import Handler
from engine.process_engine import ProcessEngine
from engine.replay import replay
from engine.settings import Settings
from engine.store import cases
from engine.store.changes import leftovers
from engine.store.database import Database
from engine.values import SYSTEM
from engine.verification import verify

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
MODELS = Path(__file__).parent / "models"
START = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def handlers() -> dict[str, Handler]:
    """Topics of the test's own models; a test puts its handlers in."""
    return {}


@pytest.fixture
def engine(
    request: pytest.FixtureRequest, clock: FixedClock, handlers: dict[str, Handler]
) -> Iterator[ProcessEngine]:
    """An engine in memory."""
    made = ProcessEngine(Settings(database_url="sqlite://"), handlers, clock)
    yield made
    if request.node.get_closest_marker("altered") is None:
        check_evidence(made)
    made.close()


@pytest.fixture
def file_engine(
    tmp_path: Path, clock: FixedClock, handlers: dict[str, Handler]
) -> Iterator[Callable[[], ProcessEngine]]:
    """Makes engines over one file: as many processes would."""
    url = f"sqlite:///{tmp_path}/qyzmet.db"
    Database(url).migrate()
    made: list[ProcessEngine] = []

    def make() -> ProcessEngine:
        made.append(ProcessEngine(Settings(database_url=url), handlers, clock))
        return made[-1]

    yield make
    for each in made:
        check_evidence(each)
        each.close()


def check_evidence(engine: ProcessEngine) -> None:
    """What every test ends with, without asking for it."""
    report = engine.read(verify)
    assert report.ok, report.first_broken
    assert engine.read(lambda reader: leftovers(reader.tx)) == []
    for row in engine.read(lambda reader: cases.every(reader.tx)):
        replayed = engine.read(replay, row.id)
        assert replayed.identical, replayed


def deploy(engine: ProcessEngine, *names: str) -> None:
    """Models of tests/models, by name."""
    resources = tuple(Resource(name=name, content=(MODELS / name).read_bytes()) for name in names)
    engine.execute(Deploy(resources=resources), SYSTEM)
