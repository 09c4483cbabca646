"""Errors of the database library become ours where they enter."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.errors import Conflict, DiskFull, EngineError, InvalidCommand, Unavailable

#: SQLSTATE and names of SQLite's codes. Another one was faster: unique key, foreign key, serialization, deadlock, lock
CONFLICTS = frozenset(
    {"23505", "23503", "40001", "40P01", "55P03"}
    | {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_FOREIGNKEY"}
)
FULL = frozenset({"53100", "SQLITE_FULL"})
#: what is said of the other causes
AWAY: Mapping[str, str] = {
    "57P01": "The database is being stopped",
    "57P02": "The database was stopped",
    "57P03": "The database is starting",
    "53300": "The database has no connection left",
    "SQLITE_BUSY": "Others have been writing to the database for too long",
    "SQLITE_READONLY": "The file of the database may not be written to",
    "SQLITE_CANTOPEN": "The file of the database cannot be opened",
}
#: what follows every cause
SAFE = "Nothing was done by halves; try again in a moment."


@contextmanager
def translated() -> Iterator[None]:
    """Conflict: try again. InvalidCommand: it never will. Unavailable: the database is away; DiskFull: or full."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(f"Every connection to the database is busy. {SAFE}") from error
    except DBAPIError as error:
        raise _ours(error) from error
    except StatementError as error:
        raise InvalidCommand(f"The database cannot hold a value: {error.orig}.") from error


def _ours(error: DBAPIError) -> EngineError:
    code = _code(error)
    if code in CONFLICTS:
        return Conflict(f"Somebody changed the same thing at the same moment; try again. ({_said(error)})")
    if code in FULL or "No space left on device" in str(error.orig):
        return DiskFull()
    # "SQLITE_BUSY_TIMEOUT" is one of "SQLITE_BUSY"
    cause = next((words for known, words in AWAY.items() if code.startswith(known)), None)
    if cause:
        return Unavailable(f"{cause}. {SAFE}")
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return Unavailable(f"The database did not answer: {_said(error)}. {SAFE}")
    return InvalidCommand(f"The database refused a value: {_said(error)}.")


def _code(error: DBAPIError) -> str:
    """SQLSTATE of PostgreSQL, name of SQLite's code; "" of neither."""
    return getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None) or ""


def _said(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0].rstrip(".")
