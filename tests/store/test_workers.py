"""Workers beside each other: woken at once, never two at one job, and what a dead one held goes to the next."""

import signal
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bench import sample
from bench.browser import Browser
from bench.processes import PROGRAM, becomes, free_port, listens, running, start
from bench.site import LOGIN, PASSWORD, prepared
from engine.clock import SystemClock
from engine.handling import Handler, Job, Outcome, Tools
from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler, wake_others
from engine.settings import Settings
from tests.conftest import check_evidence, deploy

#: takes one job, says so, and is busy with it for ever
BUSY = """
import os, time
from pathlib import Path
from bench import sample
from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler
from engine.settings import Settings
def hold(job, tools):
    Path("taken").touch()
    time.sleep(600)
settings = Settings.from_env()
scheduler = Scheduler(ProcessEngine(settings, {**sample.HANDLERS, "check": hold}), lock_seconds=1.5)
scheduler.start()
time.sleep(600)
"""


@pytest.fixture
def workers(url: str) -> Iterator[Callable[..., ProcessEngine]]:
    """Makes engines with a scheduler each, as many worker processes would."""
    made: list[ProcessEngine] = []
    schedulers: list[Scheduler] = []

    def make(handlers: dict[str, Handler], tick: float = 3600, lock: float = 300) -> ProcessEngine:
        settings = Settings(database_url=url, tick_seconds=tick)
        made.append(ProcessEngine(settings, handlers, SystemClock()))
        schedulers.append(Scheduler(made[-1], lock_seconds=lock))
        schedulers[-1].start()
        return made[-1]

    yield make
    for each in schedulers:
        each.stop()
    check_evidence(made[0])
    for engine in made:
        engine.close()


@pytest.fixture
def counter(url: str) -> Iterator[ProcessEngine]:
    """A process without workers of its own."""
    engine = ProcessEngine(Settings(database_url=url), sample.HANDLERS, SystemClock())
    sample.deploy(engine, "sample.bpmn")
    wake_others(engine)
    yield engine
    engine.close()


def _job(engine: ProcessEngine) -> str:
    """A case whose job "check" waits."""
    case = sample.file(engine)
    sample.complete(engine, sample.open_of(engine, case.id)[0].id)
    return case.id


def _at(engine: ProcessEngine, case: str, element: str) -> bool:
    return any(task.element == element for task in sample.open_of(engine, case))


def test_a_handler_slower_than_its_lock_keeps_its_job(counter, workers) -> None:
    runs: list[str] = []

    def slow(job: Job, tools: Tools) -> Outcome:
        runs.append(job.id)
        time.sleep(3)
        return Outcome()

    for _ in range(2):
        workers({**sample.HANDLERS, "check": slow}, tick=0.1, lock=0.9)
    case = _job(counter)
    assert becomes(lambda: _at(counter, case, "review"))
    assert len(runs) == 1


def test_what_a_killed_worker_held_goes_to_the_next_when_its_lock_ends(
    counter, workers, url, tmp_path
) -> None:
    case = _job(counter)
    busy = start(BUSY, url=url, folder=tmp_path)
    with running(busy):
        assert becomes((tmp_path / "taken").exists)
        workers(sample.HANDLERS, tick=0.1)
        # it lives, and extends its lock
        time.sleep(2)
        assert not _at(counter, case, "review")
        busy.send_signal(signal.SIGKILL)
        assert becomes(lambda: _at(counter, case, "review"), patience=10)


# ---- the bell ------------------------------------------------------------------------------------

on_postgresql = pytest.mark.parametrize(
    "url", [pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))], indirect=True
)
LISTENING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"


def _listening(engine: ProcessEngine) -> list[int]:
    with engine.database.read() as tx:
        return list(tx.scalars(text(LISTENING)))


@on_postgresql
def test_a_worker_elsewhere_is_woken_within_200_ms(counter, workers) -> None:
    begun: list[float] = []

    def check(job: Job, tools: Tools) -> Outcome:
        begun.append(time.monotonic())
        return Outcome()

    workers({**sample.HANDLERS, "check": check})
    assert becomes(lambda: _listening(counter))
    waits = []
    for number in range(7):
        _job(counter)
        filed = time.monotonic()
        assert becomes(lambda n=number: len(begun) > n)
        waits.append(begun[-1] - filed)
    assert statistics.median(waits) < 0.2, waits


@on_postgresql
def test_a_bell_that_is_cut_is_hung_again_and_work_goes_on_meanwhile(counter, workers) -> None:
    workers(sample.HANDLERS, tick=0.5)
    assert becomes(lambda: _listening(counter))
    (before,) = _listening(counter)
    with counter.database.write() as tx:
        tx.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": before})
    assert before not in _listening(counter)
    case = _job(counter)
    assert becomes(lambda: _at(counter, case, "review"), patience=1.9)
    assert becomes(lambda: set(_listening(counter)) - {before})


def test_pages_here_and_workers_there_share_one_database(
    postgres, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = postgres.database()
    engine = prepared(url)
    request.addfinalizer(engine.close)
    deploy(engine, "handing-on.bpmn")
    port = free_port()
    words = ("serve", "--address", f"127.0.0.1:{port}", "--no-worker")
    started = (
        start(PROGRAM, *words, url=url, folder=tmp_path),
        start(PROGRAM, "worker", url=url, folder=tmp_path),
    )
    with running(*started):
        assert becomes(lambda: listens(port))
        case = sample.start(engine, "handing-on", authority="talgar").id
        browser = Browser(port, LOGIN, PASSWORD)
        (task,) = sample.open_of(engine, case)
        browser.open(f"/tasks/{task.id}")
        assert browser.post(f"/tasks/{task.id}", {}) == 302
        browser.close()
        # the worker takes up the continuation, then the timer
        assert becomes(lambda: _at(engine, case, "answer"))
        assert becomes(lambda: _at(engine, case, "explain"))
    check_evidence(engine)
