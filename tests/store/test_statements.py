"""How much a step asks of the database, once the process is warm."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bench import sample
from bench.browser import TOKEN
from bench.site import FILLED_IN, LOGIN, PASSWORD, prepared
from engine import due, queries
from engine.commands import CompleteUserTask
from engine.process_engine import ProcessEngine
from engine.replay import replay
from engine.settings import Settings
from engine.store import instances
from engine.store.database import Database
from engine.values import SYSTEM, Actor, Membership, UserTask
from web.app import create_app

AT_MOST = 8
ROLES = ("registry_clerk", "specialist", "head")
OFFICIAL = Actor(id="erlan", memberships=frozenset(Membership(role=role, body="talgar") for role in ROLES))
STEPS = ("register", "review", "approve", "sign", "hand_over")


@pytest.fixture
def engine(tmp_path: Path) -> ProcessEngine:
    url = f"sqlite:///{tmp_path}/qyzmet.db"
    database = Database(url)
    database.migrate()
    database.close()
    return ProcessEngine(Settings(database_url=url), sample.HANDLERS)


@pytest.fixture
def counted(engine: ProcessEngine) -> Callable[[], list[str]]:
    """Takes what was sent since the last time, without the brackets of the transaction."""
    sent: list[str] = []
    engine.database.on_statement(sent.append)

    def take() -> list[str]:
        taken = [each for each in sent if not each.startswith("BEGIN")]
        sent.clear()
        return taken

    return take


def _open(engine: ProcessEngine, instance_id: str) -> UserTask:
    (task,) = (each for each in engine.read(queries.tasks, SYSTEM, instance_id) if each.state == "open")
    return task


def _complete(engine: ProcessEngine, task: UserTask) -> None:
    engine.execute(CompleteUserTask(task_id=task.id, variables=sample.answer(task.element)), OFFICIAL)


def test_completing_a_user_task_takes_at_most_eight_statements(engine, counted) -> None:
    sample.deploy(engine, "sample.bpmn")
    case = sample.file(engine)
    counts: dict[str, int] = {}
    for _ in STEPS:
        task = _open(engine, case.id)
        counted()
        _complete(engine, task)
        counts[task.element] = len(counted())
        due.run_due(engine)
    assert tuple(counts) == STEPS
    assert max(counts.values()) <= AT_MOST, counts


def test_the_number_of_statements_does_not_grow_with_the_history(engine, counted) -> None:
    sample.deploy(engine, "loop.bpmn")
    case = sample.start(engine, "loop")
    taken = []
    for _ in range(40):
        task = _open(engine, case.id)
        counted()
        _complete(engine, task)
        taken.append(len(counted()))
    assert len(set(taken)) == 1


def test_a_look_for_due_work_takes_one_transaction(engine, counted) -> None:
    due.run_due(engine)
    counted()
    due.run_due(engine)
    assert len(counted()) <= 4


def test_a_large_value_is_neither_read_nor_written_by_steps_that_do_not_touch_it(engine, counted) -> None:
    sample.deploy(engine, "sample.bpmn")
    plan = ["глава"] * 50_000
    case = sample.start(engine, "sample", **sample.variables(), plan=plan)
    for number in range(2):
        task = _open(engine, case.id)
        counted()
        _complete(engine, task)
        sent = counted()
        assert not [each for each in sent if "blob" in each], number
        assert len(sent) <= AT_MOST
        due.run_due(engine)
    assert engine.read(queries.variables, SYSTEM, case.id)["plan"] == plan
    assert engine.read(replay, case.id).identical
    with engine.database.read() as tx:
        assert len(instances.get(tx, case.id).execution) < 2000


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[tuple[ProcessEngine, FlaskClient]]:
    """Signed in, over a database of their own."""
    engine = prepared(f"sqlite:///{tmp_path}/pages.db")
    client = create_app(engine.settings, engine).test_client()
    token = TOKEN.search(client.get("/sign-in").text)
    assert token is not None
    given = {"csrf_token": token[1], "username": LOGIN, "password": PASSWORD}
    assert client.post("/sign-in", data=given).status_code == 302
    yield engine, client
    engine.close()


def _sent_by_http(engine: ProcessEngine, client: FlaskClient, task: UserTask, sent: list[str]) -> list[str]:
    """What completing the task on its page asks of the database."""
    page = f"/tasks/{task.id}"
    token = TOKEN.search(client.get(page).text)
    assert token is not None
    sent.clear()
    answer = client.post(page, data={**FILLED_IN, "csrf_token": token[1]})
    assert (answer.status_code, answer.location) == (302, f"{page}/done")
    return [each for each in sent if not each.startswith("BEGIN")]


def test_a_page_that_completes_a_task_asks_twice_and_writes_once(clerk) -> None:
    engine, client = clerk
    sent: list[str] = []
    engine.database.on_statement(sent.append)
    # a warm process knows the newest form
    _sent_by_http(engine, client, _open(engine, sample.file(engine).id), sent)
    case = sample.file(engine)
    for step in STEPS:
        asked = _sent_by_http(engine, client, _open(engine, case.id), sent)
        assert asked[0].startswith("SELECT person."), step
        assert asked[1].startswith("SELECT user_task."), step
        writing = asked[2:]
        assert not [each for each in writing if each.startswith("SELECT")], step
        assert len(writing) < AT_MOST, step
        due.run_due(engine)
    assert engine.read(queries.instance, SYSTEM, case.id).state == "completed"


def test_the_inbox_asks_once_for_its_counts_and_once_for_its_page(clerk) -> None:
    engine, client = clerk
    sample.file(engine)
    client.get("/inbox?tab=groups")
    sent: list[str] = []
    engine.database.on_statement(sent.append)
    assert "Register" in client.get("/inbox?tab=groups").text
    assert len([each for each in sent if "user_task" in each or "candidate" in each]) == 2


def test_the_page_of_a_task_asks_in_one_reading(clerk) -> None:
    engine, client = clerk
    page = f"/tasks/{_open(engine, sample.file(engine).id).id}"
    # a warm process knows what is deployed, and that this person looked
    client.get(page)
    sent: list[str] = []
    engine.database.on_statement(sent.append)
    assert "Register" in client.get(page).text
    assert len(sent) <= 9, sent
    assert len([each for each in sent if each.startswith("SELECT process_instance.")]) == 1
