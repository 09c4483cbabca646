"""A case whose legal term stands still, or was made longer, goes on by another version, and back."""

from datetime import timedelta

import pytest

from engine import due, migration, queries
from engine.commands import (
    CompleteUserTask,
    Deploy,
    ExtendTerm,
    MigrateProcessInstance,
    PauseTerm,
    Resource,
    ResumeTerm,
    StartProcessInstance,
)
from engine.errors import WrongState
from engine.values import SYSTEM
from tests.conftest import MODELS, START, deploy
from tests.engine.conftest import CLERK, SUPERVISOR
from tests.engine.test_terms import open_tasks, pause, resume, service, term_id, timers

BASE = (MODELS / "terms.bpmn").read_text()
NEW_WORDS = BASE.replace('name="Check"', 'name="Check the papers"')
RENAMED = BASE.replace('"over"', '"term_over"').replace('"over_at"', '"term_over_at"')
RENAMED_WORK = BASE.replace('"work"', '"consider"').replace('"check"', '"examine"')
WARNS_LATER = BASE.replace("'P1D'", "'P2D'")
UNTIMED = BASE[: BASE.index('<bpmn:boundaryEvent id="over"')] + BASE[BASE.index('<bpmn:boundaryEvent id="again"') :]
VERSIONS = {
    "new words": (NEW_WORDS, {}),
    "the timer is renamed": (RENAMED, {"over": "term_over"}),
    "what it hangs on is renamed": (RENAMED_WORK, {"work": "consider", "check": "examine"}),
    "it warns at another time": (WARNS_LATER, {}),
}


@pytest.fixture
def case(engine):
    deploy(engine, "terms.bpmn", "terms.dmn")
    return begin(engine)


def begin(engine):
    given = {"authority": "talgar", "filed_at": START, "amount": 10, "unit": "working_day"}
    return engine.execute(StartProcessInstance(key="terms", version=1, variables=given), SYSTEM)


def version(engine, text: str) -> str:
    (made,) = engine.execute(Deploy(resources=(Resource(name="terms.bpmn", content=text.encode()),)), SYSTEM)
    return made.id


def migrate(engine, case, text: str, mapping) -> None:
    command = MigrateProcessInstance(instance_id=case.id, definition_id=version(engine, text), mapping=mapping)
    engine.execute(command, SYSTEM)


def term(engine, case):
    """The open row of the ledger for the term of the service."""
    rows = engine.read(queries.deadlines, SYSTEM, case.id)
    (found,) = (each for each in rows if each.state in ("running", "paused") and element(each) in ("over", "term_over"))
    return found


def element(deadline) -> str:
    return deadline.activity.partition(":")[0]


def row(engine, case):
    return engine.read(queries.instance, SYSTEM, case.id)


def held(engine, case) -> set[str]:
    return {element for element, each in timers(engine, case).items() if each.state == "held"}


@pytest.mark.parametrize("name", VERSIONS)
def test_a_paused_term_stands_still_in_the_new_version_and_runs_on_when_it_is_resumed(
    engine, case, clock, name: str
) -> None:
    text, mapping = VERSIONS[name]
    twin = begin(engine)
    pause(engine, case)
    pause(engine, twin)
    clock.advance(timedelta(days=2))

    migrate(engine, case, text, mapping)

    assert term(engine, case).state == "paused"
    assert row(engine, case).due_at is None
    assert all(each.due_at is None for each in open_tasks(engine, case).values())
    assert held(engine, case) == {"near", element(term(engine, case))}
    clock.advance(timedelta(days=60))
    due.run_due(engine)
    assert term(engine, case).state == "paused"

    engine.execute(ResumeTerm(term_id=term(engine, case).id), SUPERVISOR)
    resume(engine, twin)

    resumed = term(engine, case)
    assert (resumed.state, resumed.due_at) == ("running", service(engine, twin).due_at)
    assert row(engine, case).due_at == resumed.due_at
    assert {each.due_at for each in open_tasks(engine, case).values()} == {resumed.due_at}
    assert held(engine, case) == set()


def test_after_the_move_the_term_still_ends_the_case(engine, case, clock) -> None:
    pause(engine, case)
    migrate(engine, case, *VERSIONS["the timer is renamed"])
    engine.execute(ResumeTerm(term_id=term(engine, case).id), SUPERVISOR)
    clock.advance(term(engine, case).due_at - clock.now() + timedelta(minutes=1))

    due.run_due(engine)

    assert "missed" in {each.state for each in engine.read(queries.deadlines, SYSTEM, case.id)}
    assert set(open_tasks(engine, case)) == {"hasten"}


def test_an_extended_term_keeps_its_end(engine, case) -> None:
    grounds = ExtendTerm(term_id=term_id(engine, case), amount=5, unit="working_day", grounds="запрос", norm="п. 9")
    engine.execute(grounds, SUPERVISOR)
    before = service(engine, case)

    migrate(engine, case, *VERSIONS["what it hangs on is renamed"])

    assert (term(engine, case).due_at, term(engine, case).reckoning) == (before.due_at, before.reckoning)
    assert row(engine, case).due_at == before.due_at


def test_a_task_made_behind_the_move_counts_the_changed_term(engine, case, clock) -> None:
    pause(engine, case)
    clock.advance(timedelta(days=7))
    migrate(engine, case, *VERSIONS["new words"])
    engine.execute(ResumeTerm(term_id=term(engine, case).id), SUPERVISOR)

    engine.execute(CompleteUserTask(task_id=open_tasks(engine, case)["check"].id), CLERK)

    assert open_tasks(engine, case)["sign"].due_at == term(engine, case).due_at


def test_the_way_back_keeps_the_pause_too(engine, case, clock) -> None:
    pause(engine, case)
    migrate(engine, case, *VERSIONS["the timer is renamed"])

    engine.execute(engine.read(migration.way_back, SYSTEM, case.id), SYSTEM)

    assert (element(term(engine, case)), term(engine, case).state) == ("over", "paused")
    resume(engine, case)
    assert term(engine, case).state == "running"


def test_a_version_without_the_term_ends_it_as_withdrawn(engine, case) -> None:
    pause(engine, case)

    migrate(engine, case, UNTIMED, {"over": None})

    states = {element(each): each.state for each in engine.read(queries.deadlines, SYSTEM, case.id)}
    assert states["over"] == "withdrawn"
    assert row(engine, case).due_at is None


def test_the_dry_run_says_that_no_timer_begins_or_ends(engine, case) -> None:
    pause(engine, case)
    new = version(engine, NEW_WORDS)

    verdict = engine.read(migration.verdict, case.id, new, {})

    assert (verdict.may_go, verdict.effects) == (True, ())


def test_what_is_paused_twice_is_refused_after_the_move_as_before(engine, case) -> None:
    pause(engine, case)
    migrate(engine, case, *VERSIONS["new words"])
    with pytest.raises(WrongState, match="paused"):
        engine.execute(PauseTerm(term_id=term(engine, case).id, reason="ещё", norm="п. 12"), SUPERVISOR)
