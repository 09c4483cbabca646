"""Ticks: run jobs, fire timers, seal the history. Holds no truth of its own; any number of processes may tick."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from apscheduler.executors.pool import ThreadPoolExecutor as TickExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from engine.commands import Command, ResolveIncident, SealHistory
from engine.due import deliver_thrown, fire_timers
from engine.errors import Unavailable
from engine.events import JobCreated, MessageThrown, SignalThrown, TimerScheduled
from engine.executor import acquire, run_job
from engine.handling import Job
from engine.process_engine import ProcessEngine, Told
from engine.values import SYSTEM

log = logging.getLogger("qyzmet.scheduler")
#: seconds between two seals of the history
SEAL_EVERY = 3600
#: events after which there is something to do at once
DUE = (JobCreated, TimerScheduled, MessageThrown, SignalThrown)


def is_work(command: Command, told: Told) -> bool:
    """Whether a command left something to do for a worker."""
    return any(isinstance(event, DUE) for _, event in told) or isinstance(command, ResolveIncident)


def wake_others(engine: ProcessEngine) -> None:
    """For a process without workers of its own: those of other processes need not wait for their next look."""

    def tell(command: Command, told: Told) -> None:
        if is_work(command, told):
            try:
                engine.database.ring()
            except Unavailable as error:
                log.info("the workers were not woken: %s", error.message)

    engine.listeners.append(tell)


class Scheduler:
    """Background work of one process: a ticking thread, and a pool that carries out jobs."""

    def __init__(self, engine: ProcessEngine) -> None:
        self.engine = engine
        self.worker = f"{socket.gethostname()}:{os.getpid()}"
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(engine.settings.workers, thread_name_prefix="job")
        self._free = threading.Semaphore(engine.settings.workers)
        self._ticks = BackgroundScheduler(
            executors={"default": TickExecutor(2)}, job_defaults={"coalesce": True, "max_instances": 1}
        )
        self._thread = threading.Thread(target=self._run, name="tick", daemon=True)
        self._ear = threading.Thread(target=self._listen, name="ear", daemon=True)

    def start(self) -> None:
        self.engine.listeners.append(self._woken)
        self._ticks.add_job(self.wake, "interval", seconds=self.engine.settings.tick_seconds)
        self._ticks.add_job(self._seal, "interval", seconds=SEAL_EVERY)
        self._ticks.start()
        self._thread.start()
        self._ear.start()

    def wake(self) -> None:
        """Look at once: something may be due."""
        self._wake.set()

    def stop(self) -> None:
        """Finish what runs, begin nothing new."""
        self._stopped.set()
        self._wake.set()
        self._ticks.shutdown(wait=False)
        self._thread.join(timeout=30)
        self._ear.join(timeout=30)
        self._pool.shutdown(wait=True)

    def _woken(self, command: Command, told: Told) -> None:
        if is_work(command, told):
            self.wake()

    def _listen(self) -> None:
        self.engine.database.listen(self.wake, self._stopped)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._wake.wait(timeout=self.engine.settings.tick_seconds)
            self._wake.clear()
            while not self._stopped.is_set() and self._guarded(self.round):
                pass

    def round(self) -> int:
        """Messages, timers, jobs; returns how much there was."""
        return deliver_thrown(self.engine) + fire_timers(self.engine) + self._hand_out()

    def _hand_out(self) -> int:
        """Acquire no more jobs than there are free hands."""
        hands = 0
        while hands < self.engine.settings.workers and self._free.acquire(blocking=False):
            hands += 1
        jobs = acquire(self.engine, self.worker, hands) if hands else ()
        for job in jobs:
            self._pool.submit(self._carry_out, job)
        for _ in range(hands - len(jobs)):
            self._free.release()
        return len(jobs)

    def _carry_out(self, job: Job) -> None:
        self._guarded(lambda: run_job(self.engine, self.worker, job))
        self._free.release()
        self.wake()

    def _seal(self) -> None:
        self._guarded(lambda: self.engine.execute(SealHistory(), SYSTEM))

    def _guarded(self, work: Callable[[], object]) -> int:
        """A failing round must not end the ticking."""
        try:
            done = work()
        except Exception:
            log.exception("a round of background work failed; it is tried again at the next tick")
            return 0
        return done if isinstance(done, int) else 0
