"""History that was altered is found, and the first broken entry named."""

import pytest
from sqlalchemy import delete, update

from engine import queries
from engine.commands import CompleteUserTask, SealHistory
from engine.replay import replay
from engine.store.schema import history, process_instance, seal
from engine.values import SYSTEM
from engine.verification import verify
from tests.engine.conftest import CLERK

#: these tests break the evidence on purpose
pytestmark = pytest.mark.altered


@pytest.fixture
def case(engine, start):
    instance = start()
    task = engine.read(queries.tasks, SYSTEM, instance.id)[0]
    engine.execute(CompleteUserTask(task_id=task.id, variables={"complete": False}), CLERK)
    return instance


def _change(engine, statement) -> None:
    with engine.database.write() as tx:
        tx.execute(statement)


def _row(engine, case, seq):
    where = (history.c.instance_id == case.id) & (history.c.seq == seq)
    with engine.database.read() as tx:
        return bytes(tx.execute(history.select().where(where)).one().content), where


def test_an_untouched_history_holds(engine, case) -> None:
    report = engine.read(verify)
    assert report.ok
    assert report.entries == 3  # two of the case, one of the deployment


@pytest.mark.parametrize("place", [0, 40, -2])
def test_one_altered_byte_names_the_entry(engine, case, place) -> None:
    content, where = _row(engine, case, 2)
    altered = bytearray(content)
    altered[place] ^= 1
    _change(engine, update(history).where(where).values(content=bytes(altered)))
    assert engine.read(verify).first_broken[:2] == (case.id, 2)


def test_another_actor_in_the_column_names_the_entry(engine, case) -> None:
    _, where = _row(engine, case, 2)
    _change(engine, update(history).where(where).values(actor="somebody"))
    assert engine.read(verify).first_broken[:2] == (case.id, 2)


def test_a_removed_entry_is_found(engine, case) -> None:
    _, where = _row(engine, case, 1)
    _change(engine, delete(history).where(where))
    assert engine.read(verify).first_broken[:2] == (case.id, 2)


def test_a_cut_off_end_is_found_by_the_instance_and_by_the_seal(engine, case) -> None:
    engine.execute(SealHistory(), SYSTEM)
    head = engine.read(queries.history, SYSTEM, case.id)[0].hash
    _, where = _row(engine, case, 2)
    _change(engine, delete(history).where(where))
    assert "does not end there" in engine.read(verify).first_broken[2]
    _change(engine, update(process_instance).where(process_instance.c.id == case.id).values(seq=1, head=head))
    assert "seal 1" in engine.read(verify).first_broken[2]


def test_an_altered_seal_is_found(engine, case) -> None:
    engine.execute(SealHistory(), SYSTEM)
    _change(engine, update(seal).values(hash="0" * 64))
    assert engine.read(verify).first_broken[:2] == ("seals", 1)


def test_a_seal_is_made_only_when_something_has_grown(engine, case, clock) -> None:
    assert engine.execute(SealHistory(), SYSTEM) == 1


def test_replay_says_identical(engine, case) -> None:
    report = engine.read(replay, case.id)
    assert (report.identical, report.steps) == (True, 2)
