"""A wide instance lies in pages: a step writes the one it changed, whatever the others hold."""

import pytest
from sqlalchemy import select

from bench import sample
from engine import queries
from engine.clock import SystemClock
from engine.commands import CancelProcessInstance, CompleteUserTask
from engine.desk import desk
from engine.process_engine import ProcessEngine
from engine.replay import replay
from engine.settings import Settings
from engine.store import instances
from engine.store.schema import page, process_instance
from engine.values import SYSTEM

PEOPLE = 200


@pytest.fixture
def engine(url: str):
    made = ProcessEngine(Settings(database_url=url), sample.HANDLERS, SystemClock())
    sample.deploy(made, "many.bpmn")
    yield made
    made.close()


@pytest.fixture
def case(engine: ProcessEngine) -> str:
    return sample.start(engine, "many", people=[f"person {number}" for number in range(PEOPLE)]).id


def _pages(engine: ProcessEngine, case: str) -> dict[int, bytes]:
    with engine.database.read() as tx:
        return dict(instances.pages(tx, case))


def _state(engine: ProcessEngine, case: str) -> bytes:
    with engine.database.read() as tx:
        return bytes(tx.scalars(select(process_instance.c.execution).filter_by(id=case)).one())


def _tasks(engine: ProcessEngine, case: str) -> list[str]:
    return [each.id for each in engine.read(queries.tasks, SYSTEM, case) if each.state == "open"]


def test_a_step_writes_the_page_it_changed(engine, case) -> None:
    before = _pages(engine, case)
    assert len(before) > 5
    sent: list[str] = []
    engine.database.on_statement(sent.append)

    engine.execute(CompleteUserTask(task_id=_tasks(engine, case)[PEOPLE // 2]), SYSTEM)

    after = _pages(engine, case)
    assert len([number for number in before if before[number] != after[number]]) == 1
    assert len([each for each in sent if each.startswith("INSERT INTO page")]) == 1
    # what is written whole does not know how many people there are, but for their list
    assert len(_state(engine, case)) < sum(map(len, after.values()))


def test_it_goes_on_to_the_end_and_leaves_no_page(engine, case) -> None:
    for task in _tasks(engine, case)[: PEOPLE - 70]:
        engine.execute(CompleteUserTask(task_id=task), SYSTEM)
    assert _pages(engine, case)
    for task in _tasks(engine, case):
        engine.execute(CompleteUserTask(task_id=task), SYSTEM)
    assert engine.read(queries.instance, SYSTEM, case).state == "completed"
    assert not _pages(engine, case)
    assert engine.read(replay, case).identical


def test_a_cancelled_one_leaves_no_page(engine, case) -> None:
    engine.execute(CancelProcessInstance(instance_id=case, reason="withdrawn"), SYSTEM)
    assert not _pages(engine, case)


def test_a_page_of_another_moment_is_noticed_and_the_case_is_read_again(engine, case) -> None:
    """As when a step of somebody else comes between the row and its pages."""
    first, second = _tasks(engine, case)[:2]
    seen = engine.glance(desk, SYSTEM, second).seen
    engine.execute(CompleteUserTask(task_id=first), SYSTEM)
    engine.execute(CompleteUserTask(task_id=second), SYSTEM, seen)
    assert len(_tasks(engine, case)) == PEOPLE - 2
    assert engine.read(replay, case).identical


def test_a_wrong_page_is_never_taken_for_the_right_one(engine, case) -> None:
    task = _tasks(engine, case)[0]
    before = engine.read(queries.history, SYSTEM, case)
    with engine.database.write() as tx:
        right = tx.execute(select(page).filter_by(instance_id=case)).first()
        wrong = right.content.replace(b"person 1", b"person 2")
        instances.put_pages(tx, case, {right.number: wrong})
    with pytest.raises(Exception, match="changed at the same moment"):
        engine.execute(CompleteUserTask(task_id=task), SYSTEM)
    assert engine.read(queries.history, SYSTEM, case) == before
    with engine.database.write() as tx:
        instances.put_pages(tx, case, {right.number: right.content})
    engine.execute(CompleteUserTask(task_id=task), SYSTEM)


def test_the_schema_before_has_them_in_the_state(engine, case) -> None:
    engine.execute(CompleteUserTask(task_id=_tasks(engine, case)[0]), SYSTEM)
    wide = _state(engine, case)
    engine.database.migrate_back("0002")
    narrow = _state(engine, case)
    assert len(narrow) > len(wide)
    engine.database.migrate()
    assert engine.read(queries.case_variables, case)["people"][1] == "person 1"
    engine.execute(CompleteUserTask(task_id=_tasks(engine, case)[0]), SYSTEM)
    assert _pages(engine, case)
    assert engine.read(replay, case).identical
