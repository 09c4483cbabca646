"""Errors of the database library become ours where they enter."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.errors import Conflict, EngineError, InvalidCommand, Unavailable

#: PostgreSQL: serialization failure, deadlock, lock not available, unique violation
CONFLICTS = frozenset({"40001", "40P01", "55P03", "23505"})


@contextmanager
def translated() -> Iterator[None]:
    """Conflict: try again. InvalidCommand: it never will. Unavailable: the database is away or full."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable("Every connection to the database is busy; try again in a moment.") from error
    except DBAPIError as error:
        raise _ours(error) from error
    except StatementError as error:
        raise InvalidCommand(f"The database cannot hold a value: {error.orig}.") from error


def _ours(error: DBAPIError) -> EngineError:
    if isinstance(error, IntegrityError) or _state(error) in CONFLICTS or "database is locked" in str(error):
        return Conflict(f"Somebody changed the same thing at the same moment; try again. ({_said(error)})")
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return Unavailable(f"The database did not answer: {_said(error)}.")
    return InvalidCommand(f"The database refused a value: {_said(error)}.")


def _state(error: DBAPIError) -> str | None:
    """SQLSTATE, of PostgreSQL."""
    return getattr(error.orig, "sqlstate", None)


def _said(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0].rstrip(".")
