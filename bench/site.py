"""The product as people reach it: `qyzmet serve` in processes of its own, over a database with the sample service."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bench import sample
from engine.clock import SystemClock
from engine.commands import CreateUser, GrantRole
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database
from engine.values import SYSTEM
from web.auth import hasher

LOGIN, PASSWORD = "erlan", "correct horse battery"
ROLES = ("clerk", "registry_clerk", "specialist", "head")
#: the content of the product, from the root of the repository
CONTENT = Path(__file__).parent.parent / "processes"
PATIENCE = 30.0
#: the program, of this very tree
QYZMET = "from cli.main import main; main()"
#: how a clerk fills in the form of a step
FILLED_IN = {
    "step.number": "12/2026",
    "step.checked_on": "2026-03-16",
    "step.pages": "14",
    "step.phone": "+7 701 000 00 00",
    "note": "Документы сверены с подлинниками, расхождений нет",
    "complete": "on",
    "approved": "on",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """Where it listens, and an engine over the same database for what is prepared behind it."""

    port: int
    engine: ProcessEngine
    #: of the process that was started; the others are its children
    pid: int

    @property
    def pids(self) -> tuple[int, ...]:
        """Of all that serve."""
        return (self.pid, *children(self.pid))


@contextlib.contextmanager
def site(url: str, processes: int = 1, worker: bool = False) -> Iterator[Site]:
    """Served until the block ends; jobs and timers are left to the bench unless `worker`."""
    engine = prepared(url)
    with tempfile.TemporaryDirectory(prefix="qyzmet-site-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        server = _start(url, port, Path(folder), processes, worker)
        try:
            _wait(port, server)
            yield Site(port=port, engine=engine, pid=server.pid)
        finally:
            server.terminate()
            server.wait(PATIENCE)
            engine.close()


def prepared(url: str) -> ProcessEngine:
    """A new database with the sample and its clerk."""
    database = Database(url)
    database.migrate()
    database.close()
    settings = Settings(database_url=url, processes=str(CONTENT))
    engine = ProcessEngine(settings, sample.HANDLERS, SystemClock())
    sample.deploy(engine, "sample.bpmn")
    password = hasher.hash(PASSWORD)
    engine.execute(CreateUser(user_id=LOGIN, name="Ерлан Ахметов", password_hash=password), SYSTEM)
    for role in ROLES:
        engine.execute(GrantRole(user_id=LOGIN, role=role, body="talgar"), SYSTEM)
    return engine


def _start(url: str, port: int, folder: Path, processes: int, worker: bool) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-c", QYZMET, "serve", "--address", f"127.0.0.1:{port}"]
    words += [] if worker else ["--no-worker"]
    words += ["--processes", str(processes)] if processes > 1 else []
    environment = {
        **os.environ,
        "QYZMET_DATABASE_URL": url,
        "QYZMET_PROCESSES": str(CONTENT),
        "QYZMET_SECRET_KEY": "a key for the bench",
        "PYTHONPATH": str(CONTENT.parent),
    }
    return subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.DEVNULL)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"expected the site to listen on {port}, but it does not; look at what it printed")


def children(pid: int) -> tuple[int, ...]:
    """Of a process, from /proc."""
    file = Path(f"/proc/{pid}/task/{pid}/children")
    return tuple(int(each) for each in file.read_text().split()) if file.exists() else ()


def processor_seconds(pid: int) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Memory a process holds now, MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def database_pids(engine: ProcessEngine) -> tuple[int, ...]:
    """Of a PostgreSQL on this machine: the server and all its processes."""
    if engine.database.is_sqlite:
        return ()
    with engine.database.read() as tx:
        backend = int(tx.execute(text("SELECT pg_backend_pid()")).scalar_one())
    server = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    return (server, *children(server))


def log_bytes(engine: ProcessEngine) -> int:
    """What PostgreSQL has written to its log so far."""
    if engine.database.is_sqlite:
        return 0
    with engine.database.read() as tx:
        return int(tx.execute(text("SELECT pg_current_wal_lsn() - '0/0'")).scalar_one())
