"""Start players, kill them at random moments with SIGKILL, start others in their place."""

import math
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
SPAWN.set_forkserver_preload(
    ["bench.players", "web.serve", "psycopg", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql"]
)
ROLES = ("clerk", "worker", "clerk", "worker")
#: seconds a player works
LIFE = (0.1, 2.5)
#: how many die before they have begun
EARLY = 0.2


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
    _players: dict[int, BaseProcess] = field(default_factory=dict)
    #: when each is killed; None: it has not begun yet
    _ends: dict[int, float | None] = field(default_factory=dict)

    def run(self, seconds: float) -> int:
        """Returns how many were killed; none is left alive."""
        end = math.inf
        try:
            while time.monotonic() < end:
                for place in range(len(ROLES)):
                    self._care(place)
                if end == math.inf and any(self._ready(place).exists() for place in range(len(ROLES))):
                    # it counts from when there is somebody to kill
                    end = time.monotonic() + seconds
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
        """A life begins when the player is ready; one in five ends before."""
        if place not in self._players:
            self._players[place] = self._start(place)
            self._ends[place] = self._end() if self.dice.random() < EARLY else None
        elif self._ends[place] is None and self._ready(place).exists():
            self._ends[place] = self._end()
        elif time.monotonic() > (self._ends[place] or math.inf):
            self._kill(place)

    def _end(self) -> float:
        return time.monotonic() + self.dice.uniform(*LIFE)

    def _ready(self, place: int) -> Path:
        return self.folder / f"ready-{place}"

    def _start(self, place: int) -> BaseProcess:
        self._ready(place).unlink(missing_ok=True)
        arguments = (ROLES[place], self.url, str(self.folder), place, str(self.dice.random()))
        player = SPAWN.Process(target=players.main, args=arguments, daemon=True)
        player.start()
        return player

    def _kill(self, place: int) -> None:
        player = self._players.pop(place)
        player.kill()
        player.join()
        self.killed += 1
