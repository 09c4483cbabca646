"""Disks that are full, databases that go away, clocks that jump: nothing half-written, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from bench import sample
from bench.postgres import Server
from engine import due, queries
from engine.commands import CompleteUserTask, StartProcessInstance
from engine.errors import Unavailable, WrongState
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database
from engine.values import SYSTEM
from tests.conftest import START, check_evidence
from tests.store.conftest import migrate


def _finish(engine: ProcessEngine) -> None:
    """Every case to its end."""
    while tasks := sample.open_tasks(engine):
        for task in tasks:
            sample.complete(engine, task.id)
        due.run_due(engine)


def test_a_full_disk_refuses_a_step_whole(tmp_path) -> None:
    url = f"sqlite:///{tmp_path}/full.db"
    migrate(url)
    engine = ProcessEngine(Settings(database_url=url), sample.HANDLERS)
    sample.deploy(engine, "sample.bpmn")
    with engine.database.read() as tx:
        pages = tx.execute(text("PRAGMA page_count")).scalar_one()
        tx.execute(text(f"PRAGMA max_page_count = {pages + 20}"))
    filed: list[object] = []
    with pytest.raises(Unavailable, match="full"):
        filed.extend(sample.file(engine) for _ in range(1000))
    assert engine.read(queries.instances, SYSTEM).total == len(filed) > 0
    check_evidence(engine)
    with engine.database.read() as tx:
        tx.execute(text("PRAGMA max_page_count = 1000000"))
    _finish(engine)
    check_evidence(engine)
    engine.close()


def test_a_database_that_went_away_is_said_to_be_away_and_work_goes_on_after(postgres) -> None:
    if postgres.folder is None:
        pytest.skip("PostgreSQL: the server given by URL is not ours to restart")
    url = postgres.database()
    migrate(url)
    engine = ProcessEngine(Settings(database_url=url), sample.HANDLERS)
    sample.deploy(engine, "sample.bpmn")
    case = sample.file(engine)
    with pytest.raises(Unavailable):
        _interrupted(engine, postgres)
    due.run_due(engine)
    _finish(engine)
    assert engine.read(queries.instance, SYSTEM, case.id).state == "completed"
    check_evidence(engine)
    engine.close()


def _interrupted(engine: ProcessEngine, postgres: Server) -> None:
    with engine.database.write() as tx:
        postgres.restart()
        tx.execute(text("SELECT 1"))


def test_a_server_that_is_not_there_is_said_so() -> None:
    with pytest.raises(Unavailable, match="did not answer"):
        Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing").check_version()


def test_a_clock_that_jumps_back_and_forth_loses_nothing(engine, clock) -> None:
    sample.deploy(engine, "sample.bpmn")
    cases = [sample.file(engine) for _ in range(3)]
    for days in (0, 9, -30, 400, -400):
        clock.set(START + timedelta(days=days))
        for task in sample.open_tasks(engine):
            sample.complete(engine, task.id)
        due.run_due(engine)
    clock.set(START + timedelta(days=800))
    due.run_due(engine)
    _finish(engine)
    states = {engine.read(queries.instance, SYSTEM, case.id).state for case in cases}
    assert states == {"completed"}


def test_branches_completed_at_once_lose_no_update(engines) -> None:
    first, *others = [engines() for _ in range(4)]
    sample.deploy(first, "many.bpmn")
    case = sample.start(first, "many", people=[f"person{number}" for number in range(24)])
    tasks = first.read(queries.tasks, SYSTEM, case.id)
    assert len(tasks) == 24

    def complete(numbered: tuple[int, str]) -> None:
        number, task_id = numbered
        engine = [first, *others][number % 4]
        engine.execute(CompleteUserTask(task_id=task_id), SYSTEM)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(complete, enumerate(task.id for task in tasks)))
    assert first.read(queries.instance, SYSTEM, case.id).state == "completed"


def test_who_comes_second_is_told_why(engines) -> None:
    made = [engines() for _ in range(3)]
    sample.deploy(made[0], "sample.bpmn")
    case = made[0].execute(StartProcessInstance(key="sample", variables=sample.variables()), SYSTEM)
    (task,) = made[0].read(queries.tasks, SYSTEM, case.id)

    def complete(engine: ProcessEngine) -> str:
        try:
            engine.execute(CompleteUserTask(task_id=task.id), SYSTEM)
        except WrongState as error:
            return error.message
        return "done"

    with ThreadPoolExecutor(3) as pool:
        said = sorted(pool.map(complete, made))
    assert said == ['Expected "Register" to be open, but it is completed.'] * 2 + ["done"]
