"""The schema's version: Alembic, run from the program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from engine.errors import DatabaseTooNew, EngineError

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> list[str]:
    """To the newest version; returns the revisions that were applied."""
    script = ScriptDirectory(str(FOLDER))
    with engine.begin() as connection:
        before = _current(connection, script)
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return [step.revision for step in reversed(list(script.iterate_revisions("head", before or "base")))]


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
