"""The database: connections, transactions, the only commit of the product."""

import select
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import PoolProxiedConnection, StaticPool

from engine.errors import EngineError
from engine.store import bell, migration
from engine.store.faults import translated
from engine.store.prepared import LINE, Glance, Line
from engine.store.schema import metadata

#: SQLite waits so long for the one writer before it gives up, milliseconds
BUSY_TIMEOUT = 30_000
#: connections kept open to PostgreSQL; for a moment there may be three times as many
POOL = 10
#: seconds after which a PostgreSQL that does not even answer is away
CONNECT_TIMEOUT = 5
WRITES = "qyzmet_writes"


class Database:
    """One database, by URL: sqlite:///file, sqlite:// (memory), postgresql+psycopg://..."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.is_memory = self.is_sqlite and make_url(url).database in (None, "", ":memory:")
        self._heard: list[Callable[[str], None]] = []
        self._engine = self._create()
        self._writers = self._engine.execution_options(**{WRITES: True})
        # many questions of one reader see one moment
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._readers = self._engine.execution_options(**snapshot)
        # one connection is shared by all threads of an in-memory database
        self._lock: Any = threading.RLock() if self.is_memory else nullcontext()
        if self.is_memory:
            metadata.create_all(self._engine)

    def _create(self) -> Engine:
        if not self.is_sqlite:
            options: dict[str, Any] = {"connect_args": {"connect_timeout": CONNECT_TIMEOUT}}
            engine = create_engine(self.url, pool_size=POOL, max_overflow=2 * POOL, **options)
            event.listen(engine, "checkout", _look)
        else:
            options = {"connect_args": {"check_same_thread": False}}
            if self.is_memory:
                options["poolclass"] = StaticPool
            engine = create_engine(self.url, **options)
            event.listen(engine, "connect", _set_pragmas)
            event.listen(engine, "begin", _begin)
        event.listen(engine, "connect", lambda driver, record: self._open_line(engine, driver, record))
        return engine

    def _open_line(self, engine: Engine, driver: Any, record: Any) -> None:
        record.info[LINE] = Line(driver=driver, dialect=engine.dialect, heard=self._heard)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed whole, or not at all. Raises `Conflict` when another one was faster."""
        with self._lock, translated(), self._writers.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view that changes nothing."""
        with (
            self._lock,
            translated(),
            self._readers.connect() as connection,
            connection.begin() as transaction,
        ):
            yield connection
            transaction.rollback()

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """For prepared questions: the answer to each is of one moment, without a transaction around it."""
        with self._lock, translated(), ExitStack() as stack:
            pooled = self._pooled()
            line: Line = pooled.info[LINE]
            stack.callback(pooled.close)
            try:
                with nullcontext() if self.is_sqlite else _autocommit(line.driver):
                    begin = partial(stack.enter_context, self.read())
                    yield cast(Connection, Glance(line, begin))
            except DBAPIError:
                pooled.invalidate()
                raise

    def _pooled(self) -> PoolProxiedConnection:
        """A connection of the pool; an error of the driver as Core would raise it."""
        dialect = self._engine.dialect
        base: Any = dialect.loaded_dbapi.Error
        try:
            return self._engine.raw_connection()
        except base as error:
            raise DBAPIError.instance("", None, error, base, dialect=dialect) from error

    def migrate(self) -> list[str]:
        """Bring the schema to the program's version; returns the steps taken."""
        with translated():
            return [] if self.is_memory else migration.upgrade(self._writers)

    def migrate_back(self, revision: str = "base") -> None:
        """Take steps back, down to `revision`; "base": nothing is left, the cases least of all."""
        with translated():
            migration.downgrade(self._writers, revision)

    def check_version(self) -> None:
        """DatabaseTooNew, or a request to migrate."""
        if not self.is_memory:
            try:
                with translated():
                    migration.check(self._engine)
            except EngineError:
                self.close()
                raise

    def on_statement(self, listener: Any) -> None:
        """Call `listener(sql)` for each statement: for tests and benchmarks that count them."""
        self._heard.append(listener)
        event.listen(self._engine, "before_cursor_execute", lambda c, cur, sql, *rest: listener(sql))

    def ring(self) -> None:
        """Wake the workers of other processes; a SQLite file has none to wake."""
        if not self.is_sqlite:
            with translated():
                bell.ring(self._engine)

    def listen(self, heard: Callable[[], None], stopped: threading.Event) -> None:
        """Call `heard` whenever another process rings, until `stopped`."""
        if not self.is_sqlite:
            bell.listen(self._engine, heard, stopped)

    def ping(self) -> None:
        with self.read() as tx:
            tx.execute(text("select 1"))

    def close(self) -> None:
        self._engine.dispose()


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where the driver guesses
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT}",  # first: the others wait, too
        "journal_mode=WAL",
        "synchronous=FULL",  # a commit that was reported survives a power cut
        "foreign_keys=ON",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def _autocommit(driver: Any) -> Iterator[None]:
    driver.autocommit = True
    try:
        yield
    finally:
        # whatever happened in the block: the next one to have the connection counts on its transaction
        if not driver.closed:
            driver.autocommit = False


def _look(driver: Any, record: Any, _pooled: Any) -> None:
    """A connection that lay in the pool and has something to say was closed by the server: take another one."""
    if driver.closed or _has_something_to_say(driver):
        raise DisconnectionError


def _has_something_to_say(driver: Any) -> bool:
    socket = select.poll()
    socket.register(driver.fileno(), select.POLLIN)
    return bool(socket.poll(0))


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: no upgrade in the middle, no "database is locked"."""
    is_write = connection.get_execution_options().get(WRITES)
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if is_write else "BEGIN")
