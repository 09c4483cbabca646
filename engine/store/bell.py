"""A bell between processes: PostgreSQL's NOTIFY wakes workers elsewhere at once. Without it they look every tick."""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

CHANNEL = "qyzmet"
#: seconds between two looks whether to go on, and before a lost connection is opened again
PATIENCE = 1.0


def ring(engine: Engine) -> None:
    """Something is due. Nobody hears it: no matter."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


def listen(engine: Engine, heard: Callable[[], None], stopped: threading.Event) -> None:
    """Call `heard` at each ring, until `stopped`."""
    driver_error: Any = engine.dialect.loaded_dbapi.Error
    while not stopped.is_set():
        try:
            _listen(engine, heard, stopped)
        except (DBAPIError, driver_error):
            # the server is away: what rang meanwhile is found by the next look
            stopped.wait(PATIENCE)


def _listen(engine: Engine, heard: Callable[[], None], stopped: threading.Event) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        driver: Any = connection.connection.driver_connection
        # what rang before we listened was not heard
        heard()
        try:
            while not stopped.is_set():
                for _ in driver.notifies(timeout=PATIENCE, stop_after=1):
                    heard()
        finally:
            # it must not go back to the pool with its ear open
            connection.invalidate()
