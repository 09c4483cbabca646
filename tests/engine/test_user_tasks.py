"""Claim, give back, assign, delegate, complete: who may, what follows."""

import pytest

from engine import queries, worklist
from engine.commands import (
    AssignUserTask,
    ClaimUserTask,
    CompleteUserTask,
    CreateUser,
    DelegateUserTask,
    ResolveUserTask,
    SaveDraft,
    UnclaimUserTask,
)
from engine.errors import NotAllowed, NotFound, WrongState
from engine.values import SYSTEM
from tests.engine.conftest import CLERK, ELSEWHERE, HEAD, OTHER_CLERK, SUPERVISOR


def _task(engine, instance):
    return engine.read(queries.tasks, SYSTEM, instance.id)[0]


@pytest.fixture
def task(engine, start):
    return _task(engine, start())


@pytest.fixture
def people(engine):
    for actor in (CLERK, OTHER_CLERK):
        engine.execute(CreateUser(user_id=actor.id, name=actor.name, password_hash="x"), SYSTEM)


def test_a_task_is_offered_to_its_role_in_its_body(engine, task) -> None:
    assert engine.read(worklist.page, CLERK).total == 1
    assert engine.read(worklist.page, ELSEWHERE).total == 0
    assert engine.read(worklist.page, HEAD).total == 0


def test_a_claimed_task_moves_to_mine(engine, task) -> None:
    engine.execute(ClaimUserTask(task_id=task.id), CLERK)
    assert engine.read(worklist.counts, CLERK) == {"mine": 1, "groups": 0, "done": 0, "overdue": 0}
    assert engine.read(worklist.page, OTHER_CLERK).total == 0


def test_a_task_claimed_by_another_is_refused(engine, task) -> None:
    engine.execute(ClaimUserTask(task_id=task.id), CLERK)
    with pytest.raises(WrongState, match="aigul has it"):
        engine.execute(ClaimUserTask(task_id=task.id), OTHER_CLERK)


def test_a_task_given_back_is_offered_again(engine, task) -> None:
    engine.execute(ClaimUserTask(task_id=task.id), CLERK)
    engine.execute(UnclaimUserTask(task_id=task.id), CLERK)
    assert engine.read(worklist.page, OTHER_CLERK).total == 1


def test_completing_a_task_of_another_body_is_refused(engine, task) -> None:
    with pytest.raises(NotAllowed, match="registry_clerk in talgar"):
        engine.execute(CompleteUserTask(task_id=task.id), ELSEWHERE)


def test_completing_a_task_of_a_colleague_is_refused(engine, task) -> None:
    engine.execute(ClaimUserTask(task_id=task.id), CLERK)
    with pytest.raises(NotAllowed, match="is with aigul"):
        engine.execute(CompleteUserTask(task_id=task.id), OTHER_CLERK)


def test_completing_twice_is_refused(engine, task) -> None:
    engine.execute(CompleteUserTask(task_id=task.id, variables={"complete": False}), CLERK)
    with pytest.raises(WrongState, match="it is completed"):
        engine.execute(CompleteUserTask(task_id=task.id, variables={"complete": False}), SYSTEM)


def test_a_completed_task_is_in_done(engine, task) -> None:
    engine.execute(CompleteUserTask(task_id=task.id, variables={"complete": False}), CLERK)
    assert [each.id for each in engine.read(worklist.page, CLERK, "done").items] == [task.id]


def test_a_supervisor_assigns(engine, task, people) -> None:
    engine.execute(AssignUserTask(task_id=task.id, assignee=OTHER_CLERK.id, reason="illness"), SUPERVISOR)
    assert engine.read(worklist.page, OTHER_CLERK, "mine").total == 1


def test_a_clerk_does_not_assign(engine, task, people) -> None:
    with pytest.raises(NotAllowed, match="supervisor"):
        engine.execute(AssignUserTask(task_id=task.id, assignee=OTHER_CLERK.id), CLERK)


def test_assigning_to_nobody_known_is_refused(engine, task) -> None:
    with pytest.raises(NotFound, match="zarina"):
        engine.execute(AssignUserTask(task_id=task.id, assignee="zarina"), SUPERVISOR)


def test_a_delegated_task_comes_back_when_resolved(engine, task, people) -> None:
    engine.execute(ClaimUserTask(task_id=task.id), CLERK)
    engine.execute(DelegateUserTask(task_id=task.id, assignee=OTHER_CLERK.id), CLERK)
    with pytest.raises(WrongState, match="given back"):
        engine.execute(CompleteUserTask(task_id=task.id), OTHER_CLERK)
    engine.execute(ResolveUserTask(task_id=task.id, variables={"complete": True}), OTHER_CLERK)
    assert engine.read(queries.task, CLERK, task.id).assignee == CLERK.id


def test_a_draft_is_kept_and_goes_with_the_task(engine, task) -> None:
    engine.execute(SaveDraft(key=task.id, variables={"comment": "неполный"}), CLERK)
    assert engine.read(queries.draft, CLERK, task.id)["variables"] == {"comment": "неполный"}
    engine.execute(CompleteUserTask(task_id=task.id, variables={"complete": False}), CLERK)
    assert engine.read(queries.draft, CLERK, task.id) is None


def test_an_unknown_task_is_not_found(engine, task) -> None:
    with pytest.raises(NotFound):
        engine.execute(CompleteUserTask(task_id="nowhere:check:1"), CLERK)
    with pytest.raises(NotFound, match="instance:element:number"):
        engine.execute(CompleteUserTask(task_id="nonsense"), CLERK)
