"""The schema, up and down, on every database; and what a database of another version is told."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from engine.errors import DatabaseTooNew, EngineError
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database
from engine.store.migration import FOLDER
from engine.store.schema import metadata

#: all, oldest first
REVISIONS = [step.revision for step in ScriptDirectory(str(FOLDER)).walk_revisions()][::-1]


@pytest.fixture(
    params=[pytest.param(kind, marks=pytest.mark.xdist_group(kind)) for kind in ("sqlite", "postgresql")]
)
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, without a schema."""
    if request.param == "sqlite":
        yield from _opened(f"sqlite:///{tmp_path}/new.db")
    else:
        postgres = request.getfixturevalue("postgres")
        url = postgres.database()
        yield from _opened(url)
        postgres.drop(url)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


def test_the_migrations_give_the_schema_of_the_program(new) -> None:
    assert new.migrate() == REVISIONS
    new.check_version()
    with new.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []


def test_a_second_migration_does_nothing(new) -> None:
    new.migrate()
    assert new.migrate() == []


def test_migrations_go_back_and_forth(new) -> None:
    new.migrate()
    new.migrate_back()
    with new.read() as tx:
        assert set(inspect(tx).get_table_names()) <= {"alembic_version"}
    assert new.migrate() == REVISIONS


def test_processes_that_migrate_at_once_do_it_once(new) -> None:
    with ThreadPoolExecutor(3) as pool:
        applied = list(pool.map(lambda _: _migrated(new.url), range(3)))
    assert sorted(map(len, applied)) == [0, 0, len(REVISIONS)]


def _migrated(url: str) -> list[str]:
    database = Database(url)
    try:
        return database.migrate()
    finally:
        database.close()


def test_a_newer_database_is_refused(new) -> None:
    new.migrate()
    with new.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="9999"):
        new.check_version()
    with pytest.raises(DatabaseTooNew):
        new.migrate()


def test_a_database_without_the_schema_is_told_to_migrate(new) -> None:
    with pytest.raises(EngineError, match="qyzmet migrate"):
        ProcessEngine(Settings(database_url=new.url), {})
