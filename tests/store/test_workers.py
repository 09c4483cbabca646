"""Workers beside each other: woken at once, never two at one job, and what a dead one held goes to the next."""

import signal
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bench import sample
from bench.browser import Browser
from bench.processes import PROGRAM, becomes, free_port, listens, running, start
from bench.site import LOGIN, PASSWORD, prepared
from engine.clock import Clock, FixedClock, SystemClock
from engine.handling import Handler, Job, Outcome, Tools
from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler, wake_others
from engine.settings import Settings
from engine.store import bell, schema
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

    def make(
        handlers: dict[str, Handler], tick: float = 3600, lock: float = 300, clock: Clock | None = None
    ) -> ProcessEngine:
        settings = Settings(database_url=url, tick_seconds=tick)
        made.append(ProcessEngine(settings, handlers, clock or SystemClock()))
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


def _locked_until(engine: ProcessEngine) -> datetime:
    """The end of the lock of the one job in hand."""
    with engine.database.read() as tx:
        return tx.scalars(select(schema.job.c.locked_until).where(schema.job.c.state == "locked")).one()


def _at(engine: ProcessEngine, case: str, element: str) -> bool:
    return any(task.element == element for task in sample.open_of(engine, case))


def test_a_handler_slower_than_its_lock_keeps_its_job(counter, workers) -> None:
    runs: list[str] = []
    done = threading.Event()

    def slow(job: Job, tools: Tools) -> Outcome:
        runs.append(job.id)
        done.wait()
        return Outcome()

    clock = FixedClock(datetime.now(UTC))
    for _ in range(2):
        workers({**sample.HANDLERS, "check": slow}, tick=0.1, lock=0.9, clock=clock)
    case = _job(counter)
    assert becomes(lambda: runs)
    for _ in range(4):
        # the clock goes on once the lock was made longer
        assert becomes(lambda: _locked_until(counter) >= clock.now() + timedelta(seconds=0.9))
        clock.advance(timedelta(seconds=0.6))
    done.set()
    assert becomes(lambda: _at(counter, case, "review"))
    assert len(runs) == 1


def test_what_a_killed_worker_held_goes_to_the_next_when_its_lock_ends(
    counter, workers, url, tmp_path
) -> None:
    case = _job(counter)
    busy = start(BUSY, url=url, folder=tmp_path)
    with running(busy):
        assert becomes((tmp_path / "taken").exists)
        busy.send_signal(signal.SIGKILL)
        busy.wait()
        workers(sample.HANDLERS, tick=0.1)
        assert becomes(lambda: _at(counter, case, "review"))


# ---- the bell ------------------------------------------------------------------------------------

on_postgresql = pytest.mark.parametrize(
    "url", [pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))], indirect=True
)
LISTENING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"


def _listening(engine: ProcessEngine) -> list[int]:
    with engine.database.read() as tx:
        return list(tx.scalars(text(LISTENING)))


@on_postgresql
def test_a_worker_elsewhere_is_woken_by_the_bell(counter, workers) -> None:
    workers(sample.HANDLERS)
    assert becomes(lambda: _listening(counter))
    for _ in range(3):
        # its own next look is an hour away
        case = _job(counter)
        assert becomes(lambda at=case: _at(counter, at, "review"))


@on_postgresql
def test_a_bell_that_is_cut_is_hung_again(counter, workers) -> None:
    workers(sample.HANDLERS, tick=0.5)
    assert becomes(lambda: _listening(counter))
    (before,) = _listening(counter)
    _cut(counter, before)
    assert becomes(lambda: set(_listening(counter)) - {before})


@on_postgresql
def test_work_goes_on_without_the_bell(counter, workers, monkeypatch) -> None:
    monkeypatch.setattr(bell, "PATIENCE", 3600)
    workers(sample.HANDLERS, tick=0.5)
    assert becomes(lambda: _listening(counter))
    _cut(counter, *_listening(counter))
    assert becomes(lambda: not _listening(counter))
    case = _job(counter)
    assert becomes(lambda: _at(counter, case, "review"))


def _cut(engine: ProcessEngine, connection: int) -> None:
    with engine.database.write() as tx:
        tx.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": connection})


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
