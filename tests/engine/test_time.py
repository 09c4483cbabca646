"""Timers fire once, when they are due, and not after what they watch is over."""

from datetime import timedelta

import pytest

from engine import due, queries, worklist
from engine.commands import CompleteUserTask, FireTimer, ResumeProcessInstance, SuspendProcessInstance
from engine.errors import WrongState
from engine.values import SYSTEM
from tests.engine.conftest import CLERK, SUPERVISOR


def _open(engine, case) -> list[str]:
    return [t.element for t in engine.read(queries.tasks, SYSTEM, case.id) if t.state == "open"]


def test_a_timer_fires_when_it_is_due_and_the_task_stays(engine, start, clock) -> None:
    case = start()
    clock.advance(timedelta(days=4, hours=23))
    assert due.run_due(engine) == 0
    clock.advance(timedelta(hours=2))
    due.run_due(engine)
    assert _open(engine, case) == ["check", "explain"]


def test_a_timer_of_a_finished_task_is_gone(engine, start, clock) -> None:
    case = start()
    (timer,) = engine.read(queries.timers, SYSTEM, case.id)
    task = engine.read(queries.tasks, SYSTEM, case.id)[0]
    engine.execute(CompleteUserTask(task_id=task.id, variables={"complete": False}), CLERK)
    clock.advance(timedelta(days=9))
    assert due.run_due(engine) == 0
    with pytest.raises(WrongState, match="fired or cancelled"):
        engine.execute(FireTimer(timer_id=timer.id), SYSTEM)


def test_a_timer_does_not_fire_early(engine, start) -> None:
    (timer,) = engine.read(queries.timers, SYSTEM, start().id)
    with pytest.raises(WrongState, match="to be due"):
        engine.execute(FireTimer(timer_id=timer.id), SYSTEM)


def test_a_suspended_instance_waits_and_is_out_of_sight(engine, start, clock) -> None:
    case = start()
    engine.execute(SuspendProcessInstance(instance_id=case.id, reason="court"), SUPERVISOR)
    clock.advance(timedelta(days=9))
    assert due.run_due(engine) == 0
    assert engine.read(worklist.page, CLERK).total == 0
    engine.execute(ResumeProcessInstance(instance_id=case.id), SUPERVISOR)
    due.run_due(engine)
    assert _open(engine, case) == ["check", "explain"]


def test_a_clock_that_jumps_back_does_no_harm(engine, start, clock) -> None:
    case = start()
    clock.advance(timedelta(days=9))
    due.run_due(engine)
    clock.advance(timedelta(days=-20))
    assert due.run_due(engine) == 0
    assert _open(engine, case) == ["check", "explain"]
