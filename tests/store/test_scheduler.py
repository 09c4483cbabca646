"""The scheduler does what is due in the background, and is woken from other processes."""

import time

from bench import sample
from engine import queries
from engine.clock import SystemClock
from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler, wake_others
from engine.settings import Settings
from engine.values import SYSTEM


def _engine(url: str, tick: float = 3600) -> ProcessEngine:
    """One that looks by itself only after an hour."""
    return ProcessEngine(Settings(database_url=url, tick_seconds=tick), sample.HANDLERS, SystemClock())


def _becomes_open(engine: ProcessEngine, instance_id: str, element: str) -> bool:
    for _ in range(400):
        if any(task.element == element for task in sample.open_of(engine, instance_id)):
            return True
        time.sleep(0.05)
    return False


def test_jobs_of_the_own_process_run_at_once(url) -> None:
    engine = _engine(url)
    sample.deploy(engine, "sample.bpmn")
    scheduler = Scheduler(engine)
    scheduler.start()
    case = sample.file(engine)
    sample.complete(engine, sample.open_of(engine, case.id)[0].id)
    assert _becomes_open(engine, case.id, "review")
    scheduler.stop()
    engine.close()


def test_jobs_of_another_process_run_at_once_too(empty_postgres) -> None:
    counter, worker = _engine(empty_postgres), _engine(empty_postgres)
    sample.deploy(counter, "sample.bpmn")
    wake_others(counter)
    scheduler = Scheduler(worker)
    scheduler.start()
    # the ear opens in its own time
    time.sleep(1)
    case = sample.file(counter)
    sample.complete(counter, sample.open_of(counter, case.id)[0].id)
    assert _becomes_open(counter, case.id, "review")
    scheduler.stop()
    for each in (counter, worker):
        each.close()


def test_a_timer_is_fired_by_the_tick(url) -> None:
    engine = _engine(url, tick=0.1)
    sample.deploy(engine, "sample.bpmn")
    scheduler = Scheduler(engine)
    scheduler.start()
    case = sample.file(engine, remind_after="PT0.2S")
    sample.complete(engine, sample.open_of(engine, case.id)[0].id)
    assert _becomes_open(engine, case.id, "review")
    for _ in range(200):
        if not engine.read(queries.timers, SYSTEM, case.id):
            break
        time.sleep(0.05)
    assert engine.read(queries.timers, SYSTEM, case.id) == ()
    scheduler.stop()
    engine.close()
