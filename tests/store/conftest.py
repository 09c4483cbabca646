"""Every test of this folder that asks for a database runs on a SQLite file and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench import sample
from bench.postgres import NoServer, Server, server
from engine.clock import FixedClock
from engine.handling import Handler
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database
from engine.store.schema import metadata
from tests.conftest import check_evidence
from tests.engine.conftest import issue, start

__all__ = ["start"]
KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for all tests."""
    try:
        with server() as started:
            yield started
    except NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


@pytest.fixture(scope="session")
def postgres_url(postgres: Server) -> Iterator[str]:
    """One database for all tests."""
    url = postgres.database()
    migrate(url)
    yield url
    postgres.drop(url)


@pytest.fixture
def empty_postgres(postgres_url: str) -> str:
    _empty(postgres_url)
    return postgres_url


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.xdist_group(kind)) for kind in KINDS])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database without rows."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/qyzmet.db"
        migrate(url)
        yield url
    else:
        yield request.getfixturevalue("empty_postgres")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def handlers() -> dict[str, Handler]:
    return {**sample.HANDLERS, "issue": issue}


@pytest.fixture
def engines(
    request: pytest.FixtureRequest, url: str, clock: FixedClock, handlers: dict[str, Handler]
) -> Iterator[Callable[[], ProcessEngine]]:
    """Makes engines over one database, as many processes would."""
    made: list[ProcessEngine] = []

    def make() -> ProcessEngine:
        made.append(ProcessEngine(Settings(database_url=url), handlers, clock))
        return made[-1]

    yield make
    if made and request.node.get_closest_marker("altered") is None:
        check_evidence(made[0])
    for each in made:
        each.close()


@pytest.fixture
def engine(engines: Callable[[], ProcessEngine]) -> ProcessEngine:
    return engines()


@pytest.fixture
def file_engine(engines: Callable[[], ProcessEngine]) -> Callable[[], ProcessEngine]:
    """The name it has in tests/engine, whose tests are run again here."""
    return engines


def migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.close()


def _empty(url: str) -> None:
    database = Database(url)
    with database.write() as tx:
        # of a few rows faster than TRUNCATE, which makes every table anew
        for table in reversed(metadata.sorted_tables):
            tx.execute(table.delete())
    database.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which databases were there."""
    for kind in KINDS:
        ran = [r for r in terminalreporter.getreports("passed") if f"[{kind}" in r.nodeid]
        terminalreporter.write_line(f"store: {len(ran)} tests passed on {kind}")
