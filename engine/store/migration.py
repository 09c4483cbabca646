"""The schema's version: Alembic, run from the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from engine.errors import DatabaseTooNew, EngineError

FOLDER = Path(__file__).parent / "migrations"
#: any number, the same in every process
LOCK = 7_178_220


def upgrade(engine: Engine) -> list[str]:
    """To the newest version; returns the revisions that were applied."""
    script = ScriptDirectory(str(FOLDER))
    with _alone(engine) as connection:
        before = _current(connection, script)
        command.upgrade(_config(connection), "head")
    return [step.revision for step in reversed(list(script.iterate_revisions("head", before or "base")))]


def downgrade(engine: Engine, revision: str) -> None:
    with _alone(engine) as connection:
        command.downgrade(_config(connection), revision)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """One transaction; processes that start at the same moment wait for each other."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        yield connection


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def check(engine: Engine) -> None:
    """Refuse to work on a schema that is not the program's."""
    script = ScriptDirectory(str(FOLDER))
    with engine.connect() as connection:
        current = _current(connection, script)
    if current != script.get_current_head():
        raise EngineError("The database has not the program's schema yet; run `qyzmet migrate`.")


def _current(connection: Connection, script: ScriptDirectory) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {step.revision for step in script.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseTooNew(
            f"The database has schema {current}, which this program does not know; "
            "install the newer version of the program that wrote it."
        )
    return current
