"""What the simulator remembers, in one SQLite file: payments, messages, answers by idempotency key, keys."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
  system TEXT, key TEXT, question TEXT, status INTEGER, body TEXT, PRIMARY KEY (system, key));
CREATE TABLE IF NOT EXISTS payment (
  reference TEXT PRIMARY KEY, payer TEXT, amount INTEGER, paid_on TEXT, state TEXT, spent_for TEXT, purpose TEXT);
CREATE TABLE IF NOT EXISTS message (
  id INTEGER PRIMARY KEY, kind TEXT, sent_at TEXT, recipient TEXT, subject TEXT, body TEXT, key TEXT);
CREATE TABLE IF NOT EXISTS question (
  id INTEGER PRIMARY KEY, at TEXT, system TEXT, line TEXT, case_number TEXT, key TEXT, status INTEGER);
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, content BLOB);
CREATE TABLE IF NOT EXISTS certificate (
  serial TEXT PRIMARY KEY, pem BLOB, kind TEXT, iin TEXT, bin TEXT, revoked_at TEXT);
"""


class State:
    """One connection, one writer at a time: a simulator is asked by few."""

    def __init__(self, path: str = ":memory:") -> None:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(SCHEMA)
        self._lock = threading.RLock()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All of it or nothing; nobody else in between."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def all(self, query: str, *values: object) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> sqlite3.Row | None:
        found = self.all(query, *values)
        return found[0] if found else None

    def put(self, table: str, **values: object) -> None:
        """A new row, or a new version of it."""
        names, places = ", ".join(values), ", ".join("?" * len(values))
        with self._lock:
            self._db.execute(
                f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({places})", tuple(values.values())
            )

    def close(self) -> None:
        self._db.close()
