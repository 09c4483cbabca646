"""Ticks: run jobs, fire timers, seal the history. Holds no truth of its own; any number of processes may tick."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from apscheduler.executors.pool import ThreadPoolExecutor as TickExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from engine.clock import Jumps
from engine.commands import AcquireJobs, Command, ExtendLocks, ResolveIncident, SealHistory
from engine.due import deliver_thrown, fire_timers
from engine.errors import EngineError, Unavailable
from engine.events import JobCreated, MessageThrown, SignalThrown, TimerScheduled
from engine.executor import acquire, run_job
from engine.handling import Job
from engine.process_engine import ProcessEngine, Told
from engine.values import SYSTEM

log = logging.getLogger("qyzmet.scheduler")
#: seconds between two seals of the history
SEAL_EVERY = 3600
#: seconds a job is locked; the lock of a job in hand is extended three times in them
LOCK = 300.0
#: seconds after which a handler that has not answered is given up: its job goes to another worker
LONGEST_RUN = 3600.0
#: timers fired before the next look at jobs
TIMERS_AT_ONCE = 20
#: seconds in which what is left to do is gathered
BETWEEN_RINGS = 0.02
#: events after which there is something to do at once
DUE = (JobCreated, TimerScheduled, MessageThrown, SignalThrown)


def is_work(command: Command, told: Told) -> bool:
    """Whether a command left something to do for a worker."""
    return any(isinstance(event, DUE) for _, event in told) or isinstance(command, ResolveIncident)


def wake_others(engine: ProcessEngine) -> None:
    """For a process without workers of its own: those of other processes need not wait for their next look.

    Nobody waits for the bell: it rings behind the answer, once for all that was left to do meanwhile.
    """
    bell = Bell(engine)
    engine.listeners.append(bell.tell)
    engine.at_close.append(bell.stop)
    bell.start()


class Bell:
    """A thread that rings while there is something to tell."""

    def __init__(self, engine: ProcessEngine) -> None:
        self._engine = engine
        self._left, self._stopped = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._left.set()
        self._thread.join(timeout=30)

    def tell(self, command: Command, told: Told) -> None:
        if is_work(command, told):
            self._left.set()

    def _run(self) -> None:
        while self._left.wait() and not self._stopped.is_set():
            self._left.clear()
            try:
                self._engine.database.ring()
            except Unavailable as error:
                log.info("the workers were not woken: %s", error.message)
            self._stopped.wait(BETWEEN_RINGS)


class Scheduler:
    """Background work of one process: a ticking thread, and a pool that carries out jobs."""

    def __init__(self, engine: ProcessEngine, lock_seconds: float = LOCK) -> None:
        self.engine = engine
        self.lock_seconds = lock_seconds
        self.worker = f"{socket.gethostname()}:{os.getpid()}"
        self._turn = 0
        #: jobs that are carried out now, and when each was begun
        self._in_hand: dict[str, float] = {}
        self._jumps = Jumps(engine.clock)
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(engine.settings.workers, thread_name_prefix="job")
        self._free = threading.Semaphore(engine.settings.workers)
        self._ticks = BackgroundScheduler(
            executors={"default": TickExecutor(2)}, job_defaults={"coalesce": True, "max_instances": 1}
        )
        self._thread = threading.Thread(target=self._run, name="tick", daemon=True)
        self._ear = threading.Thread(target=self._listen, name="ear", daemon=True)
        self._pulse = threading.Thread(target=self._beat, name="pulse", daemon=True)

    @property
    def _threads(self) -> tuple[threading.Thread, ...]:
        return self._thread, self._ear, self._pulse

    def start(self) -> None:
        self.engine.listeners.append(self._woken)
        self._ticks.add_job(self.wake, "interval", seconds=self.engine.settings.tick_seconds)
        self._ticks.add_job(self._seal, "interval", seconds=SEAL_EVERY)
        self._ticks.start()
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look at once: something may be due."""
        self._wake.set()

    def stop(self) -> None:
        """Finish what runs, begin nothing new."""
        self._stopped.set()
        self._wake.set()
        self._ticks.shutdown(wait=False)
        for thread in self._threads:
            thread.join(timeout=30)
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
            self._look_at_the_clock()
            while not self._stopped.is_set() and self._guarded(self.round):
                pass

    def round(self) -> int:
        """Messages, timers, jobs; returns how much there was."""
        return deliver_thrown(self.engine) + fire_timers(self.engine, TIMERS_AT_ONCE) + self._hand_out()

    def _look_at_the_clock(self) -> None:
        """Ticks count by the clock of the wall: when it jumps, they begin anew."""
        jump = self._jumps.look()
        if jump:
            log.warning("the clock of this machine jumped by %s; what is due follows it", jump)
            for tick in self._ticks.get_jobs():
                tick.modify(next_run_time=self.engine.clock.now())

    def _hand_out(self) -> int:
        """Acquire no more jobs than there are free hands."""
        hands = 0
        while hands < self.engine.settings.workers and self._free.acquire(blocking=False):
            hands += 1
        jobs = self._acquire(hands) if hands else ()
        for job in jobs:
            self._in_hand[job.id] = time.monotonic()
            self._pool.submit(self._carry_out, job)
        for _ in range(hands - len(jobs)):
            self._free.release()
        return len(jobs)

    def _acquire(self, hands: int) -> tuple[Job, ...]:
        """Nothing, when that fails: the hands must come free again."""
        self._turn += 1
        asked = AcquireJobs(worker=self.worker, limit=hands, turn=self._turn, lock_seconds=self.lock_seconds)
        found: tuple[Job, ...] = ()
        try:
            found = acquire(self.engine, asked)
        except EngineError as error:
            log.warning("no jobs were taken: %s", error.message)
        return found

    def _carry_out(self, job: Job) -> None:
        self._guarded(lambda: run_job(self.engine, self.worker, job, self._stopped.wait))
        self._in_hand.pop(job.id, None)
        self._free.release()
        self.wake()

    def _beat(self) -> None:
        """Jobs in hand stay ours."""
        while not self._stopped.wait(self.lock_seconds / 3):
            self._guarded(self._extend)

    def _extend(self) -> None:
        begun_after = time.monotonic() - LONGEST_RUN
        jobs = tuple(job for job, begun in self._in_hand.copy().items() if begun > begun_after)
        if jobs:
            self.engine.execute(
                ExtendLocks(worker=self.worker, job_ids=jobs, lock_seconds=self.lock_seconds), SYSTEM
            )

    def _seal(self) -> None:
        self._guarded(lambda: self.engine.execute(SealHistory(), SYSTEM))

    def _guarded(self, work: Callable[[], object]) -> int:
        """A failing round must not end the ticking."""
        try:
            done = work()
        except Unavailable as error:
            log.warning("%s", error.message)
            return 0
        except Exception:
            log.exception("a round of background work failed; it is tried again at the next tick")
            return 0
        return done if isinstance(done, int) else 0
