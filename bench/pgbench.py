"""Runs of pgbench, a client of PostgreSQL that costs little, and what they took of whom."""

import contextlib
import os
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from bench import clones
from bench.bulk import settle
from bench.clones import Clones
from bench.measures import FULL_SPEED, Yardstick, milliseconds
from bench.processes import becomes
from bench.site import children
from engine.store.database import Database

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """Scripts that take turns, and the cases they are for."""

    name: str
    scripts: tuple[str, ...]
    values: dict[str, str]
    kinds: tuple[Clones, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Counters:
    """Seconds of processors, bytes and times, so far."""

    server: float
    load: float
    all: float
    log: int
    pages: int
    flushes: int

    @classmethod
    def of(cls, database: Database) -> "Counters":
        with database.read() as tx:
            backend = int(tx.execute(text("SELECT pg_backend_pid()")).scalar_one())
            wal = tx.execute(text("SELECT wal_bytes, wal_fpi, wal_sync FROM pg_stat_wal")).one()
        used = os.times()
        return cls(
            server=_server_seconds(int(_stat(backend)[1])),
            load=used.children_user + used.children_system,
            all=_all_seconds(),
            log=int(wal.wal_bytes),
            pages=wal.wal_fpi,
            flushes=wal.wal_sync,
        )


def _stat(pid: int) -> list[str]:
    """From the third field on; nothing but zeros for a process that has just ended."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return ["0"] * 15


def _server_seconds(pid: int) -> float:
    """Of a server, of what it has started, and of what has ended since."""
    living = sum(int(field) for each in (pid, *children(pid)) for field in _stat(each)[11:13])
    return (living + sum(map(int, _stat(pid)[13:15]))) / TICK


def _all_seconds() -> float:
    """Of everybody on the machine, and of whoever it is shared with."""
    user, nice, system, _idle, _waits, *interrupts = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + sum(interrupts)) / TICK


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What came of one run."""

    clients: int
    #: of each transaction, milliseconds
    taken: Sequence[float]
    seconds: float
    before: Counters
    after: Counters
    speed: float

    @property
    def rate(self) -> float:
        return len(self.taken) / self.seconds

    @property
    def server(self) -> float:
        """Milliseconds of a processor for one transaction."""
        return (self.after.server - self.before.server) * 1000 / len(self.taken)

    def line(self) -> str:
        count, before, after = len(self.taken), self.before, self.after
        own = [(after.server - before.server), (after.load - before.load)]
        shares = [each / self.seconds for each in (*own, after.all - before.all - sum(own))]
        return (
            f"{self.clients:>7} {self.rate:>9.0f} {statistics.median(self.taken):>8.2f} "
            f"{statistics.quantiles(self.taken, n=20)[-1]:>8.2f} {self.server:>9.2f} "
            f"{self.server * self.speed:>9.2f} {(after.log - before.log) / count / 1024:>8.1f} "
            f"{(after.pages - before.pages) / count:>7.2f} {count / max(after.flushes - before.flushes, 1):>8.1f}  "
            + " ".join(f"{share:>7.2f}" for share in shares)
            + f" {self.speed:>7.0%}"
        )


HEADS = (
    f"{'':>7} {'a second':>9} {'median':>8} {'95th':>8} {'database':>9} {'at full':>9} {'log':>8} "
    f"{'whole':>7} {'commits':>8}  {'processors':^23} {'':>7}\n"
    f"{'clients':>7} {'':>9} {'ms':>8} {'ms':>8} {'ms each':>9} {'speed':>9} {'KB each':>8} "
    f"{'pages':>7} {'a flush':>8}  {'server':>7} {'pgbench':>7} {'others':>7} {'speed':>7}"
)


def flush() -> float:
    """What the disk takes to have a page for good, milliseconds: a commit waits for it."""
    with tempfile.TemporaryFile(buffering=0) as file:

        def write() -> None:
            os.pwrite(file.fileno(), bytes(8192), 0)
            os.fdatasync(file.fileno())

        return milliseconds(write, 100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """A database filled, and pgbench to load it."""

    database: Database
    program: Path
    #: of each run, an option of pgbench: seconds of all (-T10), or transactions of each client (-t10)
    bound: str
    yardstick: Yardstick

    def run(self, load: Load, clients: int, **values: int) -> Run:
        """As right after a checkpoint, which is when pages go to the log whole."""
        settle(self.database.url)
        with self.database.write() as tx:
            tx.execute(text("CHECKPOINT"))
        speed, before = self.yardstick.milliseconds(), Counters.of(self.database)
        with tempfile.TemporaryDirectory(prefix="qyzmet-limit-") as folder:
            self._pgbench(load, Path(folder), {"clients": clients, **values})
            # client, its count, microseconds, script, second and microsecond of the end
            lines = [
                [*map(int, line.split())]
                for log in Path(folder).glob("taken.*")
                for line in log.read_text().splitlines()
            ]
        becomes(self._are_gone)
        ends = [line[4] + line[5] / 1e6 for line in lines]
        run = Run(
            clients=clients,
            taken=[line[2] / 1000 for line in lines],
            seconds=max(ends) - min(end - line[2] / 1e6 for end, line in zip(ends, lines, strict=True)),
            before=before,
            after=Counters.of(self.database),
            speed=2 * FULL_SPEED / (speed + self.yardstick.milliseconds()),
        )
        try:
            self._check(load, run)
        finally:
            # they wait again
            clones.renew(self.database, list(load.kinds))
        return run

    def _pgbench(self, load: Load, folder: Path, values: dict[str, int]) -> None:
        words = [self.program, "-n", "-M", "prepared", self.bound, "-c", values["clients"], "-l"]
        words += ["-j", min(values["clients"], os.cpu_count() or 1), f"--log-prefix={folder / 'taken'}"]
        counters = {"n": 0, **{f"n{kind.place}": 0 for kind in load.kinds}}
        for name, value in {**counters, **values, **load.values}.items():
            words += ["-D", f"{name}={value}"]
        for number, script in enumerate(load.scripts):
            file = folder / f"script{number}"
            file.write_text(script)
            words += ["-f", file]
        address = (
            make_url(self.database.url).set(drivername="postgresql").render_as_string(hide_password=False)
        )
        done = subprocess.run([*map(str, words), address], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"pgbench failed: {done.stderr[-2000:]}")

    def _are_gone(self) -> bool:
        """The clients, and what they used is counted."""
        with self.database.read() as tx:
            query = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pgbench'")
            return not tx.execute(query).scalar_one()

    def _check(self, load: Load, run: Run) -> None:
        """That every transaction took its step, as the product does."""
        stepped = sum(kind.stepped(self.database) for kind in load.kinds)
        if load.kinds and stepped != len(run.taken):
            raise RuntimeError(
                f"expected {len(run.taken)} cases to have taken their step, but {stepped} have; take more --cases"
            )
        for kind in load.kinds:
            if kind.stepped(self.database):
                kind.check(self.database)
