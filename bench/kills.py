"""Start players, kill them at random moments with SIGKILL, start others in their place."""

import multiprocessing
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from bench import players, sample
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database

#: a server that has imported everything, and forks: else most would die before they have begun
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["bench.players"])
ROLES = ("clerk", "worker", "clerk", "worker")
#: seconds a player lives: some die before they have done anything
LIFE = (0.2, 2.5)


def prepare(url: str) -> None:
    """A database with the sample service."""
    database = Database(url)
    database.migrate()
    database.close()
    engine = ProcessEngine(Settings(database_url=url), sample.HANDLERS)
    sample.deploy(engine, "sample.bpmn")
    engine.close()


@dataclass(kw_only=True)
class Kills:
    """Two clerks and two workers over one database; `between` is called now and then, with the dice."""

    url: str
    folder: Path
    dice: random.Random
    between: Callable[[random.Random], None] = lambda dice: None
    killed: int = 0
    _players: dict[int, tuple[BaseProcess, float]] = field(default_factory=dict)

    def run(self, seconds: float) -> int:
        """Returns how many were killed; none is left alive."""
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                for place in range(len(ROLES)):
                    self._care(place)
                self.between(self.dice)
                time.sleep(0.05)
        finally:
            for place in list(self._players):
                self._kill(place)
        return self.killed

    @property
    def journals(self) -> list[Path]:
        return sorted(self.folder.glob("journal-*"))

    def _care(self, place: int) -> None:
        if place not in self._players:
            self._players[place] = self._start(place), time.monotonic() + self.dice.uniform(*LIFE)
        elif time.monotonic() > self._players[place][1]:
            self._kill(place)

    def _start(self, place: int) -> BaseProcess:
        files = (str(self.folder / f"{name}-{place}") for name in ("journal", "output"))
        arguments = (ROLES[place], self.url, *files, str(self.dice.random()))
        player = SPAWN.Process(target=players.main, args=arguments, daemon=True)
        player.start()
        return player

    def _kill(self, place: int) -> None:
        player, _ = self._players.pop(place)
        player.kill()
        player.join()
        self.killed += 1
