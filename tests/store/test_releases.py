"""A database that any released program has left behind is upgraded, and its cases go on as if nothing had happened.

tests/releases/<schema>/ is written by `python -m scripts.record_release`, for each release that changes it.
"""

import json
import lzma
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, update

from engine.clock import FixedClock
from engine.errors import EngineError, WrongState
from engine.process_engine import ProcessEngine
from engine.replay import replay
from engine.settings import Settings
from engine.store import cases
from engine.store.database import Database
from engine.store.schema import metadata, process_instance
from engine.verification import verify
from scripts.record_release import KEY, RELEASES
from scripts.release_cases import HANDLERS, GoOn, go_on
from tests.conftest import check_evidence

KINDS = ("sqlite", "postgresql")
FOUND = sorted(each for each in RELEASES.iterdir() if each.is_dir())


@pytest.fixture(params=FOUND, ids=lambda folder: folder.name)
def release(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.xdist_group(kind)) for kind in KINDS])
def left(request: pytest.FixtureRequest, release: Path, tmp_path: Path) -> Iterator[str]:
    """URL of the database as the release left it."""
    script = lzma.decompress((release / f"{request.param}.sql.xz").read_bytes()).decode()
    if request.param == "sqlite":
        with sqlite3.connect(tmp_path / "left.db") as connection:
            connection.executescript(script)
        connection.close()
        yield f"sqlite:///{tmp_path}/left.db"
        return
    postgres = request.getfixturevalue("postgres")
    url = postgres.database()
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(script)
    yield url
    postgres.drop(url)


@pytest.fixture
def database(left: str) -> Iterator[Database]:
    opened = Database(left)
    yield opened
    opened.close()


def test_the_upgraded_database_has_the_schema_of_the_program(database) -> None:
    database.migrate()
    database.check_version()
    with database.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []


def test_cases_of_the_release_are_whole_replay_identically_and_go_on(database, release) -> None:
    database.migrate()
    engine, clock, steps = _opened(database.url, release)
    assert engine.read(verify, KEY).ok
    _replays(engine)
    go_on(engine, clock, steps)
    states = {row.business_key: row.state for row in engine.read(lambda reader: cases.every(reader.tx))}
    assert set(states.values()) == {"completed"}, states
    check_evidence(engine)
    engine.close()


def test_nothing_is_lost_on_the_way_back_and_forth(database, release) -> None:
    database.migrate()
    database.migrate_back(release.name)
    if database.migrate():
        database.migrate_back(release.name)
        with pytest.raises(EngineError, match="qyzmet migrate"):
            database.check_version()
        database.migrate()
    engine, _, _ = _opened(database.url, release)
    assert engine.read(verify, KEY).ok
    _replays(engine)
    engine.close()


def test_a_case_of_a_newer_program_is_refused_in_one_sentence(database, release) -> None:
    database.migrate()
    with database.write() as tx:
        for row in tx.execute(select(process_instance.c.id, process_instance.c.execution)).all():
            newer = b"[99," + bytes(row.execution).partition(b",")[2]
            tx.execute(
                update(process_instance).where(process_instance.c.id == row.id).values(execution=newer)
            )
    engine, clock, steps = _opened(database.url, release)
    with pytest.raises(
        WrongState, match=r"^expected state of format \d+ or older, but got 99; install[^.]*$"
    ):
        go_on(engine, clock, steps)
    assert engine.read(verify, KEY).ok
    engine.close()


def _opened(url: str, release: Path) -> tuple[ProcessEngine, FixedClock, list[GoOn]]:
    told = json.loads((release / "go_on.json").read_text())
    clock = FixedClock(datetime.fromisoformat(told["at"]))
    engine = ProcessEngine(Settings(database_url=url), HANDLERS, clock)
    return engine, clock, [GoOn(**each) for each in told["steps"]]


def _replays(engine: ProcessEngine) -> None:
    for row in engine.read(lambda reader: cases.every(reader.tx)):
        replayed = engine.read(replay, row.id)
        assert replayed.identical, replayed
