"""Lines: who is first gets what became free, once; nobody gets two, nothing goes to two."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from engine import queries, queue
from engine.commands import (
    CancelProcessInstance,
    CompleteUserTask,
    CorrelateFirst,
    StartProcessInstance,
    SuspendProcessInstance,
)
from engine.due import run_due
from engine.encoding import sort_key
from engine.errors import NotAllowed, NotFound
from engine.store import jobs, messages
from engine.values import SYSTEM, Actor, Membership
from handlers.count_line import count_line
from handlers.give_to_next import give_to_next
from tests.conftest import deploy
from tests.engine.conftest import CLERK, ELSEWHERE

FILED = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LINE = "place talgar 5"
APPLICANT = Actor(id="saule", name="S", memberships=frozenset({Membership(role="applicant", body="*")}))


@pytest.fixture
def handlers():
    return {"count_line": count_line, "give_to_next": give_to_next}


def settle(engine) -> None:
    while run_due(engine):
        pass


def wait_in_line(engine, minute: int, rank: int = 2, line: str = LINE) -> str:
    given = {"line": line, "rank": rank, "filed_at": FILED + timedelta(minutes=minute), "authority": "talgar"}
    case = engine.execute(StartProcessInstance(key="line", variables=given), SYSTEM)
    complete(engine, case.id)
    return case.id


def complete(engine, instance_id: str, **variables) -> None:
    (task,) = [each for each in engine.read(queries.tasks, SYSTEM, instance_id) if each.state == "open"]
    engine.execute(CompleteUserTask(task_id=task.id, variables=variables), SYSTEM)
    settle(engine)


def free(engine, number: int, actor=SYSTEM) -> str | None:
    given = CorrelateFirst(name=LINE, variables={"thing": number}, key=f"place {number}")
    receiver = engine.execute(given, actor)
    settle(engine)
    return receiver


def position(engine, instance_id: str) -> int | None:
    found = engine.read(queue.standing, SYSTEM, instance_id)
    return found.position if found else None


def held(engine, instance_id: str):
    return engine.read(queries.variables, SYSTEM, instance_id)


# ---- order ---------------------------------------------------------------------------------------


def test_who_filed_first_is_first_whoever_came_into_line_first(engine) -> None:
    deploy(engine, "line.bpmn")
    late, early = wait_in_line(engine, 30), wait_in_line(engine, 10)
    assert [position(engine, each) for each in (early, late)] == [1, 2]
    assert [free(engine, 1), free(engine, 2), free(engine, 3)] == [early, late, None]


def test_priority_goes_ahead_of_time(engine) -> None:
    deploy(engine, "line.bpmn")
    early, late, privileged = (wait_in_line(engine, m, r) for m, r in ((1, 2), (2, 2), (3, 1)))
    assert [position(engine, each) for each in (privileged, early, late)] == [1, 2, 3]
    assert held(engine, privileged)["standing"] == {"ahead": 0, "waiting": 2, "position": 1}
    assert [free(engine, 1), free(engine, 2)] == [privileged, early]
    assert position(engine, late) == 1
    assert position(engine, early) is None


def test_equals_stand_by_the_number_of_the_case(engine) -> None:
    deploy(engine, "line.bpmn")
    cases = [wait_in_line(engine, 0) for _ in range(3)]
    assert [position(engine, each) for each in cases] == [1, 2, 3]


def test_lines_are_apart(engine) -> None:
    deploy(engine, "line.bpmn")
    other = wait_in_line(engine, 0, line="place talgar 6")
    own = wait_in_line(engine, 10)
    assert position(engine, own) == 1
    assert free(engine, 1) == own
    assert position(engine, other) == 1


def test_an_order_that_cannot_be_sorted_is_an_incident(engine) -> None:
    deploy(engine, "line.bpmn")
    given = {"line": LINE, "rank": -1, "filed_at": FILED, "authority": "talgar"}
    case = engine.execute(StartProcessInstance(key="line", variables=given), SYSTEM)
    complete(engine, case.id)
    assert engine.read(queries.jobs, SYSTEM, case.id)[0].error


# ---- what becomes free ---------------------------------------------------------------------------


def test_what_is_not_kept_goes_on_to_the_next(engine) -> None:
    deploy(engine, "line.bpmn")
    first, second = wait_in_line(engine, 1), wait_in_line(engine, 2)
    free(engine, 7)
    complete(engine, first, keeps=False)
    number = engine.read(queries.instance, SYSTEM, second).business_key
    assert held(engine, first)["receiver"] == {"number": number}
    assert held(engine, second)["thing"] == 7
    complete(engine, second, keeps=False)
    assert held(engine, second)["receiver"] is None


def test_a_repeated_question_has_the_same_answer(engine) -> None:
    deploy(engine, "line.bpmn")
    first, second = wait_in_line(engine, 1), wait_in_line(engine, 2)
    assert free(engine, 7) == free(engine, 7) == first
    assert position(engine, second) == 1


def test_a_job_done_twice_gives_once(engine) -> None:
    """The handler ran, its answer was lost: the next worker runs it again."""
    deploy(engine, "line.bpmn")
    first, second, third = (wait_in_line(engine, minute) for minute in (1, 2, 3))
    free(engine, 7)
    (task,) = [each for each in engine.read(queries.tasks, SYSTEM, first) if each.state == "open"]
    engine.execute(CompleteUserTask(task_id=task.id, variables={"keeps": False}), SYSTEM)
    with engine.database.read() as tx:
        (row,) = jobs.every(tx, first)
    key = f"{first}:{row.activity}"
    assert engine.execute(CorrelateFirst(name=LINE, variables={"thing": 7}, key=key), SYSTEM) == second
    settle(engine)
    assert held(engine, first)["receiver"]["number"] == engine.read(queries.instance, SYSTEM, second).business_key
    assert position(engine, third) == 1


def test_two_places_freed_at_once_go_to_two_cases(file_engine) -> None:
    engines = [file_engine() for _ in range(4)]
    deploy(engines[0], "line.bpmn")
    cases = [wait_in_line(engines[0], minute) for minute in range(10)]

    def give(number: int) -> str | None:
        command = CorrelateFirst(name=LINE, variables={"thing": number}, key=f"place {number}")
        receiver: str | None = engines[number % 4].execute(command, SYSTEM)
        return receiver

    with ThreadPoolExecutor(4) as pool:
        receivers = list(pool.map(give, range(8)))
    assert sorted(receivers) == sorted(cases[:8])
    things = Counter(held(engines[0], each).get("thing") for each in cases)
    assert things == Counter([*range(8), None, None])


def test_one_place_told_by_many_at_once_is_given_once(file_engine) -> None:
    engines = [file_engine() for _ in range(4)]
    deploy(engines[0], "line.bpmn")
    cases = [wait_in_line(engines[0], minute) for minute in range(4)]

    def give(number: int) -> str | None:
        command = CorrelateFirst(name=LINE, variables={"thing": 7}, key="place 7")
        receiver: str | None = engines[number].execute(command, SYSTEM)
        return receiver

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(give, range(4)))) == 1
    assert [held(engines[0], each).get("thing") for each in cases].count(7) == 1


def test_a_suspended_case_is_passed_over_and_keeps_its_place(engine) -> None:
    deploy(engine, "line.bpmn")
    first, second = wait_in_line(engine, 1), wait_in_line(engine, 2)
    engine.execute(SuspendProcessInstance(instance_id=first, reason="court"), SYSTEM)
    assert free(engine, 1) == second
    assert position(engine, first) == 1


def test_a_case_that_ends_leaves_the_line(engine) -> None:
    deploy(engine, "line.bpmn")
    first, second = wait_in_line(engine, 1), wait_in_line(engine, 2)
    engine.execute(CancelProcessInstance(instance_id=first, reason="withdrawn"), SYSTEM)
    assert position(engine, second) == 1
    with engine.database.read() as tx:
        assert messages.of_instance(tx, first) == []


# ---- who may -------------------------------------------------------------------------------------


def test_the_body_that_keeps_the_line_gives_and_sees(engine) -> None:
    deploy(engine, "line.bpmn")
    case = wait_in_line(engine, 1)
    (line,) = engine.read(queue.queues, CLERK)
    assert (line.name, line.process_key, line.element, line.waiting) == (LINE, "line", "wait", 1)
    (row,) = engine.read(queue.queue, CLERK, LINE).items
    assert (row.instance_id, row.position) == (case, 1)
    assert free(engine, 1, CLERK) == case


@pytest.mark.parametrize("actor", [ELSEWHERE, APPLICANT], ids=["another body", "applicant"])
def test_others_neither_give_nor_see(engine, actor) -> None:
    deploy(engine, "line.bpmn")
    case = wait_in_line(engine, 1)
    assert engine.read(queue.queues, actor) == ()
    with pytest.raises(NotFound):
        engine.read(queue.queue, actor, LINE)
    with pytest.raises(NotAllowed):
        free(engine, 1, actor)
    with pytest.raises(NotAllowed):
        engine.read(queue.standing, actor, case)


# ---- the key -------------------------------------------------------------------------------------


def test_keys_sort_as_their_values() -> None:
    almaty = datetime.fromisoformat("2026-03-02T09:00:00+06:00")
    keys = [[1, FILED], [1, FILED + timedelta(microseconds=1)], [2, almaty], [2, FILED], [10, almaty]]
    assert sorted(map(sort_key, keys)) == [sort_key(each) for each in keys]


@pytest.mark.parametrize("value", [-1, 1.5, True, None, FILED.replace(tzinfo=None), 10**10])
def test_what_has_no_order_is_refused(value) -> None:
    with pytest.raises(TypeError, match="expected a whole number"):
        sort_key([value])
