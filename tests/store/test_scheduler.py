"""The scheduler does what is due in the background."""

from bench import sample
from bench.processes import becomes
from engine import queries
from engine.clock import SystemClock
from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler
from engine.settings import Settings
from engine.values import SYSTEM


def _engine(url: str, tick: float = 3600) -> ProcessEngine:
    """One that looks by itself only after an hour."""
    return ProcessEngine(Settings(database_url=url, tick_seconds=tick), sample.HANDLERS, SystemClock())


def _is_open(engine: ProcessEngine, instance_id: str, element: str) -> bool:
    return any(task.element == element for task in sample.open_of(engine, instance_id))


def test_jobs_of_the_own_process_run_at_once(url) -> None:
    engine = _engine(url)
    sample.deploy(engine, "sample.bpmn")
    scheduler = Scheduler(engine)
    scheduler.start()
    case = sample.file(engine)
    sample.complete(engine, sample.open_of(engine, case.id)[0].id)
    assert becomes(lambda: _is_open(engine, case.id, "review"))
    scheduler.stop()
    engine.close()


def test_a_timer_is_fired_by_the_tick(url) -> None:
    engine = _engine(url, tick=0.1)
    sample.deploy(engine, "sample.bpmn")
    scheduler = Scheduler(engine)
    scheduler.start()
    case = sample.file(engine, remind_after="PT0.2S")
    sample.complete(engine, sample.open_of(engine, case.id)[0].id)
    assert becomes(lambda: _is_open(engine, case.id, "review"))
    assert becomes(lambda: not engine.read(queries.timers, SYSTEM, case.id))
    scheduler.stop()
    engine.close()
