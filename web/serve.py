"""`qyzmet serve`: pages by waitress, and the engine's scheduler in the same process; or several such processes."""

import logging
import os
import signal
import socket
import time

import waitress

from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler, wake_others
from engine.settings import Settings
from handlers import HANDLERS
from web.app import UPLOADS, create_app
from web.staging import Staging

THREADS = 8
#: connections that wait to be taken
BACKLOG = 1024
#: seconds before a process that died is started again
PAUSE = 1.0

log = logging.getLogger("qyzmet.serve")
# a request that waits for a thread is nothing to report
logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def serve(settings: Settings, address: tuple[str, int], workers: bool = True, processes: int = 1) -> None:
    """Until it is stopped; without `workers` the jobs and timers are left to `qyzmet worker`.

    Several processes take connections from one socket, whichever is free.
    """
    Staging(folder=UPLOADS).sweep()
    listening = listen(address)
    if processes == 1:
        serve_pages(settings, listening, workers)
    else:
        Crew(settings, listening, workers).work(processes)


def listen(address: tuple[str, int]) -> socket.socket:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    return socket.create_server(address, family=family, backlog=BACKLOG)


def serve_pages(settings: Settings, listening: socket.socket, workers: bool) -> None:
    """The work of one process."""
    engine = ProcessEngine(settings, HANDLERS)
    app = create_app(settings, engine)
    scheduler = Scheduler(engine) if workers else None
    if scheduler:
        scheduler.start()
    else:
        wake_others(engine)
    try:
        waitress.serve(app, sockets=[listening], threads=THREADS, ident=None)
    finally:
        if scheduler:
            scheduler.stop()
        engine.close()


class Crew:
    """Processes that serve; one that dies is replaced."""

    def __init__(self, settings: Settings, listening: socket.socket, workers: bool) -> None:
        self._work = (settings, listening, workers)
        self._pids: set[int] = set()

    def work(self, processes: int) -> None:
        """Until it is told to stop: then it stops them, and waits for them."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _leave)
        try:
            for _ in range(processes):
                self._hire()
            while True:
                pid, status = os.wait()
                self._pids.discard(pid)
                log.error("process %d ended with %d; another one takes its place", pid, status)
                time.sleep(PAUSE)
                self._hire()
        except (KeyboardInterrupt, SystemExit):
            self._dismiss()

    def _hire(self) -> None:
        pid = os.fork()
        if pid:
            self._pids.add(pid)
            return
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            serve_pages(*self._work)
        finally:
            os._exit(0)

    def _dismiss(self) -> None:
        for pid in self._pids:
            os.kill(pid, signal.SIGTERM)
        for pid in self._pids:
            os.waitpid(pid, 0)


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(number)
