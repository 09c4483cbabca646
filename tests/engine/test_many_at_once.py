"""Several processes over one database: one wins, nothing is lost, no number twice."""

from concurrent.futures import ThreadPoolExecutor

from engine import due, queries
from engine.commands import CompleteUserTask, ReserveNumber, StartProcessInstance
from engine.errors import WrongState
from engine.values import SYSTEM
from tests.conftest import deploy

GIVEN = {"applicant": "a", "iin": "1", "authority": "talgar"}


def test_two_clerks_completing_one_task_one_wins(file_engine) -> None:
    engines = [file_engine() for _ in range(4)]
    deploy(engines[0], "review.bpmn")
    case = engines[0].execute(StartProcessInstance(key="review", variables=GIVEN), SYSTEM)
    task = engines[0].read(queries.tasks, SYSTEM, case.id)[0]

    def complete(engine) -> bool:
        try:
            engine.execute(CompleteUserTask(task_id=task.id, variables={"complete": False}), SYSTEM)
        except WrongState:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(complete, engines)) == [False, False, False, True]


def test_numbers_have_no_gap_and_no_repeat(file_engine) -> None:
    engines = [file_engine() for _ in range(4)]

    def take(index: int) -> int:
        return engines[index % 4].execute(ReserveNumber(register="r", key=f"key {index}"), SYSTEM)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(40))) == list(range(1, 41))


def test_cases_filed_at_once_get_numbers_in_a_row(file_engine) -> None:
    engines = [file_engine() for _ in range(4)]
    deploy(engines[0], "review.bpmn")

    def file(index: int) -> str:
        return (
            engines[index % 4]
            .execute(StartProcessInstance(key="review", variables=GIVEN), SYSTEM)
            .business_key
        )

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(file, range(12))) == [f"R-2026-{n:06d}" for n in range(1, 13)]


def test_workers_share_jobs_and_do_none_twice(file_engine) -> None:
    engines = [file_engine() for _ in range(3)]
    deploy(engines[0], "review.bpmn")
    for _ in range(9):
        case = engines[0].execute(StartProcessInstance(key="review", variables=GIVEN), SYSTEM)
        task = engines[0].read(queries.tasks, SYSTEM, case.id)[0]
        engines[0].execute(CompleteUserTask(task_id=task.id, variables={"complete": True}), SYSTEM)

    def work(numbered) -> None:
        number, engine = numbered
        while due.run_due(engine, f"worker {number}", limit=2):
            pass

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, enumerate(engines)))
    numbers = [
        int(engines[0].read(queries.variables, SYSTEM, each.id)["certificate"]["number"])
        for each in engines[0].read(queries.instances, SYSTEM).items
    ]
    assert sorted(numbers) == list(range(1, 10))
