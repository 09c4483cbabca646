"""Processes that are killed: clerks who file and complete, workers who do jobs and fire timers.

Whatever a commit was reported for is written to the journal.
"""

import json
import os
import random
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import sample
from engine.commands import Command
from engine.errors import EngineError
from engine.process_engine import ProcessEngine, Told
from engine.scheduler import Scheduler
from engine.settings import Settings

#: a clerk files a new case while fewer tasks than this are open
BUSY = 30
REMIND_AFTER = "PT1S"
#: how far the clock of a player is off; most of the time it is right
JUMPS = (*[timedelta()] * 3, *(timedelta(minutes=each) for each in (-2880, -60, -3, 30, 2880)))


class Journal:
    """One line for each committed command; a line is written whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def note(self, command: Command, told: Told) -> None:
        happened = [
            [instance_id, type(event).__name__, getattr(event, "activity", "")] for instance_id, event in told
        ]
        line = json.dumps({"command": type(command).__name__, "told": happened})
        os.write(self._file, f"{line}\n".encode())


def play(engine: ProcessEngine, dice: random.Random) -> None:
    """A clerk's day, without an end."""
    while True:
        tasks = sample.open_tasks(engine)
        try:
            if len(tasks) < BUSY:
                sample.file(engine, REMIND_AFTER)
            else:
                sample.complete(engine, dice.choice(tasks).id, dice)
        except EngineError as error:
            # another clerk was faster, or the database is away for a moment
            print(error.message, flush=True)
            time.sleep(0.01)


def work(engine: ProcessEngine) -> None:
    """A worker, without an end."""
    scheduler = Scheduler(engine)
    scheduler.start()
    threading.Event().wait()


class JumpingClock:
    """The clock of a machine that somebody sets now and then: by minutes, an hour, two days."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._ahead = timedelta()
        self._until = 0.0

    def now(self) -> datetime:
        if time.monotonic() > self._until:
            self._ahead = self._dice.choice(JUMPS)
            self._until = time.monotonic() + self._dice.uniform(0.2, 2)
        return datetime.now(UTC) + self._ahead


def main(role: str, url: str, folder: str, place: int, seed: str) -> None:
    """The whole life of one process: role is clerk or worker. Its files in the folder bear the number of its place."""
    journal, output, ready = (Path(folder) / f"{name}-{place}" for name in ("journal", "output", "ready"))
    sink = os.open(output, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for stream in (1, 2):
        os.dup2(sink, stream)
    clock = JumpingClock(random.Random(seed))
    engine = ProcessEngine(Settings(database_url=url, tick_seconds=0.2), sample.HANDLERS, clock)
    engine.listeners.append(Journal(journal).note)
    ready.touch()
    if role == "clerk":
        play(engine, random.Random(seed))
    else:
        work(engine)
