"""`python -m bench.limit`: how much one PostgreSQL takes when nothing but its own statements is in the way.

What the product sends is recorded and sent again by pgbench, each client on cases of its own.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from bench import clones, sample
from bench.browser import TOKEN
from bench.bulk import settle
from bench.clones import FIRST, ROOM, Clones
from bench.measures import FULL_SPEED, Yardstick
from bench.pages import MOVED_ON, STEPS
from bench.postgres import NoServer, Server, server
from bench.recording import Replay, Sent, recording
from bench.site import FILLED_IN, LOGIN, PASSWORD, children, prepared
from engine import due
from engine.process_engine import ProcessEngine
from engine.store.database import Database
from web.app import create_app

CLIENTS = (1, 2, 4, 8, 16)
#: cases are taken by strides of this prime: those that follow each other do not lie together
STRIDE = 7919
#: of the best: from here on it does not grow
ENOUGH = 0.95
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
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


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


def completing(engine: ProcessEngine, count: int) -> Load:
    """Completing a user task on its page: each step of the sample, on so many cases that wait for it."""
    client = create_app(engine.settings, engine).test_client()
    given = {"csrf_token": _token(client.get("/sign-in").text), "username": LOGIN, "password": PASSWORD}
    client.post("/sign-in", data=given)
    waiting = [brought(engine, place) for place in range(len(STEPS))]
    kinds = [
        Clones(case=task.partition(":")[0], place=place, count=count // len(STEPS))
        for place, task in enumerate(waiting)
    ]
    tokens = [_token(client.get(f"/tasks/{task}").text) for task in waiting]
    clones.fill(engine.database, kinds)
    replay, scripts = Replay(), []
    for kind, task, token in zip(kinds, waiting, tokens, strict=True):
        sent: list[Sent] = []
        with recording(sent):
            answer = client.post(f"/tasks/{task}", data={**FILLED_IN, "csrf_token": token})
        if answer.status_code != MOVED_ON:
            raise RuntimeError(f"expected {task} to be completed, but the answer is {answer.status_code}")
        scripts.append(replay.script(sent, _next(kind), {kind.case: "id"}))
    return Load(
        name="user tasks completed", scripts=tuple(scripts), values=replay.values, kinds=tuple(kinds)
    )


def _next(kind: Clones) -> str:
    """The next case of a client, in pgbench's words."""
    n, place = f"n{kind.place}", f"(:n{kind.place} * :clients + :client_id)"
    return f"\\set {n} :{n} + 1\n\\set id {kind.first + 1} + {place} * {STRIDE} % {kind.count}"


def _token(page: str) -> str:
    found = TOKEN.search(page)
    if found is None:
        raise RuntimeError("expected a form with a token, but the page has none")
    return found[1]


def brought(engine: ProcessEngine, place: int) -> str:
    """The open task of a new case that has taken so many steps."""
    case = sample.file(engine)
    for _ in range(place):
        sample.complete(engine, sample.open_of(engine, case.id)[0].id)
        while due.run_due(engine):
            """What the step led to."""
    return sample.open_of(engine, case.id)[0].id


def filing(engine: ProcessEngine) -> tuple[Load, float]:
    """A new case with the next number of its register; and the milliseconds for which the product holds that row."""
    held = []
    for _ in range(20):
        sent: list[Sent] = []
        with recording(sent):
            case = sample.file(engine)
        (took,) = (each for each in sent if each.text.startswith("INSERT INTO number "))
        held.append((sent[-1].at - took.at) * 1000)
    head = (
        "\\set n :n + 1\n\\set register :client_id % :registers\n"
        f"\\set id {FIRST + len(STEPS) * ROOM} + (:begun + :n) * 1000 + :client_id"
    )
    replay = Replay()
    script = replay.script(sent, head, {case.id: "id", took.values["register"]: "register"})
    load = Load(name="cases filed", scripts=(script,), values=replay.values)
    return load, statistics.median(held)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """A database filled, and pgbench to load it."""

    url: str
    engine: ProcessEngine
    pgbench: Path
    seconds: int
    yardstick: Yardstick

    def run(self, load: Load, clients: int, **values: int) -> Run:
        """As right after a checkpoint, which is when pages go to the log whole."""
        settle(self.url)
        with self.engine.database.write() as tx:
            tx.execute(text("CHECKPOINT"))
        speed = self.yardstick.milliseconds()
        before, begun = Counters.of(self.engine.database), time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="qyzmet-limit-") as folder:
            self._pgbench(load, Path(folder), {"clients": clients, **values})
            seconds = time.perf_counter() - begun
            lines = [line.split() for log in Path(folder).glob("taken.*") for line in log.open()]
        run = Run(
            clients=clients,
            taken=[int(line[2]) / 1000 for line in lines],
            seconds=seconds,
            before=before,
            after=Counters.of(self.engine.database),
            speed=2 * FULL_SPEED / (speed + self.yardstick.milliseconds()),
        )
        self._check(load, run)
        return run

    def _pgbench(self, load: Load, folder: Path, values: dict[str, int]) -> None:
        words = [self.pgbench, "-n", "-M", "prepared", "-T", self.seconds, "-c", values["clients"], "-l"]
        words += ["-j", min(values["clients"], os.cpu_count() or 1), f"--log-prefix={folder / 'taken'}"]
        counters = {"n": 0, **{f"n{kind.place}": 0 for kind in load.kinds}}
        for name, value in {**counters, **values, **load.values}.items():
            words += ["-D", f"{name}={value}"]
        for number, script in enumerate(load.scripts):
            file = folder / f"script{number}"
            file.write_text(script)
            words += ["-f", file]
        address = make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        done = subprocess.run([*map(str, words), address], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"pgbench failed: {done.stderr[-2000:]}")

    def _check(self, load: Load, run: Run) -> None:
        """That every transaction took its step, as the product does; then the cases wait again."""
        stepped = sum(kind.stepped(self.engine.database) for kind in load.kinds)
        if load.kinds and stepped != len(run.taken):
            raise RuntimeError(
                f"expected {len(run.taken)} cases to have taken their step, but {stepped} have; take more --cases"
            )
        for kind in load.kinds:
            kind.check(self.engine.database)
        clones.renew(self.engine.database, list(load.kinds))
