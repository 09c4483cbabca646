"""People at their browsers while web and worker processes are killed at random, and the database comes and goes.

What a page confirmed is written to the journal; what a person must never see is a fault.
"""

import contextlib
import http.client
import json
import math
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.parse import urlencode

from bench import sample
from bench.browser import FORM, Browser
from bench.kills import EARLY, SPAWN
from bench.players import BUSY, REMIND_AFTER, Journal, main
from bench.processes import free_port
from bench.site import CONTENT, FILLED_IN, LOGIN, PASSWORD
from engine.errors import EngineError, Unavailable
from engine.identifiers import Address
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.values import UserTask
from web.serve import listen, serve_pages

SERVERS, VISITORS = 2, 2
#: seconds a process works before it is killed, once it listens
LIFE = (1.0, 6.0)
#: processes that are killed at least, however soon it is enough
KILLED = 4
#: done; done by somebody else a moment ago; the database is away
EXPECTED = (302, 409, 503)
#: what a page says while the database is away, in the language of the person
AWAY = "Ничего не потеряно"


class Visitor(Browser):
    """One who takes whatever answer comes, and goes to another server with the session they have."""

    def __init__(self, port: int) -> None:
        try:
            super().__init__(port, LOGIN, PASSWORD)
        except (OSError, http.client.HTTPException, RuntimeError):
            self.close()
            raise

    def move(self, port: int) -> None:
        self._connection.close()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def show(self, path: str) -> tuple[int, str]:
        self._connection.request("GET", path, headers=self._headers())
        status, body = self._answer()
        if 'name="csrf_token"' in body.decode():
            self._token = self._token_of(body.decode())
        return status, body.decode()

    def send(self, path: str, values: dict[str, str]) -> tuple[int, str]:
        body = urlencode({"csrf_token": self._token, **values})
        self._connection.request("POST", path, body, {**self._headers(), "Content-Type": FORM})
        status, answer = self._answer()
        return status, answer.decode()


def serve(url: str, folder: str, port: int) -> None:
    """`qyzmet serve --no-worker`, in a process that need not read the whole program first."""
    sink = os.open(Path(folder) / "output-serve", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for stream in (1, 2):
        os.dup2(sink, stream)
    os.chdir(folder)
    settings = Settings(database_url=url, processes=str(CONTENT), secret_key="a key for the bench")
    listening = listen(("127.0.0.1", port))
    while True:
        # as whoever looks after the processes of an installation does
        with contextlib.suppress(Unavailable):
            serve_pages(settings, listening, workers=False)
        time.sleep(0.2)


@dataclass(kw_only=True)
class Visits:
    """Servers and workers over one database, and people who use them; `between` is called now and then."""

    url: str
    folder: Path
    dice: random.Random
    between: Callable[[random.Random], None] = lambda dice: None
    killed: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _servers: dict[int, BaseProcess] = field(default_factory=dict)
    #: when each server is killed; none yet: it has not answered
    _ends: dict[int, float] = field(default_factory=dict)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def run(self, seconds: float, enough: int | None = None) -> int:
        """Returns how many processes were killed; none is left alive. Ends sooner when so many steps were confirmed."""
        with contextlib.ExitStack() as stack:
            self._care()
            for number in range(VISITORS):
                stack.enter_context(self._beside(self._visit, number))
            stack.enter_context(self._beside(self._file, VISITORS))
            workers = [stack.enter_context(self._worker(place)) for place in range(2)]
            stack.callback(self._kill_servers)
            stack.callback(self._stopped.set)
            end = math.inf
            while time.monotonic() < end and not self._is_enough(enough):
                self._care()
                if end == math.inf and self.statuses:
                    # it counts from the first answer
                    end = time.monotonic() + seconds
                self.between(self.dice)
                if self.dice.random() < 0.02:
                    self.dice.choice(workers)()
                time.sleep(0.05)
        return self.killed

    @property
    def journals(self) -> list[Path]:
        return sorted(self.folder.glob("journal-*"))

    def _is_enough(self, steps: int | None) -> bool:
        return steps is not None and self.statuses[302] >= steps and self.killed >= KILLED

    # ---- processes -------------------------------------------------------------------------------

    def _care(self) -> None:
        for port, server in list(self._servers.items()):
            if server.exitcode is not None:
                self.faults.append(f"a server ended by itself with {server.exitcode}")
            if server.exitcode is not None or time.monotonic() > self._ends.get(port, math.inf):
                self._kill(port)
        while len(self._servers) < SERVERS:
            port = free_port()
            self._servers[port] = SPAWN.Process(
                target=serve, args=(self.url, str(self.folder), port), daemon=True
            )
            self._servers[port].start()
            if self.dice.random() < EARLY:
                self._live(port)

    def _live(self, port: int) -> None:
        """A server lives from its first answer; one in five ends before."""
        self._ends.setdefault(port, time.monotonic() + self.dice.uniform(*LIFE))

    def _kill(self, port: int) -> None:
        self._ends.pop(port, None)
        server = self._servers.pop(port)
        server.kill()
        server.join()
        self.killed += 1

    def _kill_servers(self) -> None:
        for port in list(self._servers):
            self._kill(port)

    @contextlib.contextmanager
    def _worker(self, place: int) -> Iterator[Callable[[], None]]:
        """A worker that carries out the jobs of the sample; what is given kills it and starts the next."""
        alive = []

        def begin() -> None:
            arguments = ("worker", self.url, str(self.folder), place, "")
            alive.append(SPAWN.Process(target=main, args=arguments, daemon=True))
            alive[-1].start()

        def end() -> None:
            alive[-1].kill()
            alive[-1].join()
            self.killed += 1

        def again() -> None:
            end()
            begin()

        begin()
        yield again
        end()

    # ---- people ----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _beside(self, work: Callable[[ProcessEngine, random.Random], None], number: int) -> Iterator[None]:
        """A thread of its own, with its own look into the database and its own journal."""
        engine = ProcessEngine(Settings(database_url=self.url), sample.HANDLERS)
        engine.listeners.append(Journal(self.folder / f"journal-visitor-{number}").note)
        thread = threading.Thread(target=work, args=(engine, random.Random(self.dice.random())))
        thread.start()
        yield
        thread.join()
        engine.close()

    def _file(self, engine: ProcessEngine, dice: random.Random) -> None:
        """Applications come in."""
        while not self._stopped.wait(0.02):
            with contextlib.suppress(EngineError):
                if len(sample.open_tasks(engine)) < BUSY:
                    sample.file(engine, REMIND_AFTER)

    def _visit(self, engine: ProcessEngine, dice: random.Random) -> None:
        visitor = None
        while not self._stopped.wait(0.01):
            ports = list(self._servers)
            if not ports:
                continue
            port = dice.choice(ports)
            # a server that is killed while it answers has told nobody anything
            with contextlib.suppress(OSError, http.client.HTTPException, RuntimeError):
                if visitor is None:
                    visitor = Visitor(port)
                visitor.move(port)
                while not self._stopped.is_set():
                    self._step(visitor, engine, dice)
                    self._live(port)
        if visitor is not None:
            visitor.close()

    def _step(self, visitor: Visitor, engine: ProcessEngine, dice: random.Random) -> None:
        try:
            tasks = sample.open_tasks(engine)
        except EngineError:
            # the database is away: they look at their inbox
            self._note(*visitor.show("/inbox"))
            time.sleep(0.05)
            return
        if tasks:
            self._complete(visitor, dice.choice(tasks), engine)

    def _complete(self, visitor: Visitor, task: UserTask, engine: ProcessEngine) -> None:
        status, page = visitor.show(f"/tasks/{task.id}")
        if status != 200 or 'name="csrf_token"' not in page:
            self._note(status, page)
            return
        status, page = visitor.send(f"/tasks/{task.id}", FILLED_IN)
        self._note(status, page)
        if status == 302:
            at = Address.parse(task.id)
            told = [[at.instance_id, "ActivityCompleted", at.activity]]
            line = json.dumps({"command": "CompleteUserTask", "told": told})
            with (self.folder / "journal-pages").open("a") as journal:
                journal.write(f"{line}\n")

    def _note(self, status: int, page: str) -> None:
        self.statuses[status] += 1
        if status not in (200, *EXPECTED):
            self.faults.append(f"a person saw {status}: {page[:300]}")
        if status == 503 and AWAY not in page:
            self.faults.append(f"a person saw a page that does not say what is going on: {page[:300]}")
