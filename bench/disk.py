"""A disk that is full: what is asked meanwhile is refused in one sentence, and goes on when there is room again."""

import contextlib
import os
import random
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from bench import sample
from bench.evidence import Evidence, examine
from bench.kills import prepare
from bench.players import REMIND_AFTER, Journal
from bench.postgres import Server
from engine.errors import EngineError
from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler
from engine.settings import Settings

#: steps after which a disk without room should have been noticed
ENOUGH = 3000
#: of a database of PostgreSQL, which is 8 before there is anything in it
MEGABYTES = {"sqlite": 8, "postgresql": 40}


class NoDisk(Exception):
    """The reason is the message."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Disk:
    """A file system of its own, so small that it can be filled."""

    folder: Path

    def fill(self) -> None:
        """Not a byte is left."""
        with self._ballast.open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
            while ballast.write(b"\\0" * 4096):
                """Until the disk says no."""

    def free(self) -> None:
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextlib.contextmanager
def disk(megabytes: int) -> Iterator[Disk]:
    """Mounted until the block ends. NoDisk says why there is none."""
    if os.geteuid() != 0:
        raise NoDisk("a small disk can only be mounted by root; run it as root")
    folder = Path(mkdtemp(prefix="qyzmet-disk-"))
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(folder)],
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        folder.rmdir()
        raise NoDisk(f"no small disk could be mounted: {done.stderr.strip()}")
    try:
        yield Disk(folder=folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
        folder.rmdir()


@contextlib.contextmanager
def database(kind: str, server: Server | None = None) -> Iterator[tuple[str, Disk]]:
    """URL of a database whose data lie on a small disk."""
    with disk(MEGABYTES[kind]) as small:
        if server is None:
            yield f"sqlite:///{small.folder}/qyzmet.db", small
            return
        with server.database_on(small.folder) as url:
            yield url, small


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """What the clerks were told while the disk was full, and what was found afterwards."""

    sentences: frozenset[str]
    found: Evidence


def run(url: str, small: Disk, folder: Path, seconds: float = 2) -> Refused:
    """A clerk and workers; the disk becomes full under them, stays so for a while, and has room again."""
    prepare(url)
    engine = ProcessEngine(Settings(database_url=url, tick_seconds=0.1), sample.HANDLERS)
    engine.listeners.append(Journal(folder / "journal-0").note)
    dice = random.Random(1)
    scheduler = Scheduler(engine)
    scheduler.start()
    _work(engine, dice, 20)
    small.fill()
    try:
        sentences = _until_refused(engine, dice, seconds)
    finally:
        small.free()
    _work(engine, dice, 20)
    scheduler.stop()
    engine.close()
    return Refused(sentences=frozenset(sentences), found=examine(url, [folder / "journal-0"]))


def _work(engine: ProcessEngine, dice: random.Random, steps: int) -> None:
    for _ in range(steps):
        tasks = sample.open_tasks(engine)
        if len(tasks) < 5:
            sample.file(engine, REMIND_AFTER)
        else:
            sample.complete(engine, dice.choice(tasks).id, dice)


def _until_refused(engine: ProcessEngine, dice: random.Random, seconds: float) -> list[str]:
    """What was said, from the first refusal on."""
    said: list[str] = []
    until = time.monotonic() + 60
    for _ in range(ENOUGH):
        try:
            _work(engine, dice, 1)
        except EngineError as error:
            until = min(until, time.monotonic() + seconds)
            said.append(error.message)
            time.sleep(0.05)
        if time.monotonic() > until:
            break
    return said
