"""A clock that is set back and forth: order, terms, chains, locks and timers hold, on every database."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from bench import sample
from engine import due, encoding, queries
from engine.clock import FixedClock, Jumps
from engine.commands import AcquireJobs, FailJob, PauseTerm, ResumeTerm, SealHistory, StartProcessInstance
from engine.process_engine import ProcessEngine
from engine.store import history
from engine.values import SYSTEM
from engine.verification import verify
from tests.conftest import START, deploy

DAY = timedelta(days=1)
YEARS = 3650 * DAY


def _events(engine: ProcessEngine, instance_id: str) -> Counter[tuple[str, str]]:
    entries = engine.read(queries.history, SYSTEM, instance_id)
    return Counter((each["event"], each.get("activity", "")) for entry in entries for each in entry.events)


def _sealed(engine: ProcessEngine) -> dict[str, list[object]]:
    with engine.database.read() as tx:
        seals = [encoding.loads(bytes(row.content))["heads"] for row in history.seals(tx)]
    return {stream: head for held in seals for stream, head in held.items()}


def _at_check(engine: ProcessEngine) -> str:
    """A case whose job "check" waits."""
    case = sample.file(engine)
    sample.complete(engine, sample.open_of(engine, case.id)[0].id)
    return case.id


@pytest.fixture
def served(engine: ProcessEngine) -> ProcessEngine:
    sample.deploy(engine, "sample.bpmn", "reminder.bpmn", "sample-step.form")
    return engine


@pytest.mark.parametrize("jump", [-timedelta(minutes=40), -10 * DAY, YEARS], ids=["minutes", "days", "years"])
def test_what_was_written_while_the_clock_was_wrong_is_sealed(served, clock, jump) -> None:
    before = sample.file(served)
    served.execute(SealHistory(), SYSTEM)
    clock.advance(jump)
    # each process seals at once when it notices
    if abs(jump) > timedelta(hours=1):
        served.execute(SealHistory(), SYSTEM)
    meanwhile = sample.file(served)
    sample.complete(served, sample.open_of(served, before.id)[0].id)
    clock.advance(-jump + timedelta(minutes=30))
    served.execute(SealHistory(), SYSTEM)
    with served.database.read() as tx:
        heads = {stream: list(head) for stream, head in history.heads(tx).items()}
    sealed = _sealed(served)
    assert {stream: sealed[stream] for stream in (before.id, meanwhile.id)} == {
        stream: heads[stream] for stream in (before.id, meanwhile.id)
    }
    assert served.read(verify).ok


def test_nothing_new_is_no_new_seal(served, clock) -> None:
    sample.file(served)
    first = served.execute(SealHistory(), SYSTEM)
    clock.advance(-timedelta(minutes=5))
    assert served.execute(SealHistory(), SYSTEM) == first


def test_a_lock_of_a_wrong_clock_ends(served, clock) -> None:
    _at_check(served)
    clock.advance(YEARS)
    (job,) = served.execute(AcquireJobs(worker="fast", topics=("check",)), SYSTEM)
    clock.advance(-YEARS)
    (again,) = served.execute(AcquireJobs(worker="right", topics=("check",)), SYSTEM)
    assert again.id == job.id


def test_a_lock_holds_while_the_clock_is_a_little_back(served, clock) -> None:
    _at_check(served)
    served.execute(AcquireJobs(worker="one", topics=("check",)), SYSTEM)
    clock.advance(-timedelta(minutes=30))
    assert served.execute(AcquireJobs(worker="two", topics=("check",)), SYSTEM) == ()


def test_a_job_made_by_a_wrong_clock_is_carried_out_at_once(served, clock) -> None:
    clock.advance(YEARS)
    case = _at_check(served)
    clock.advance(-YEARS)
    due.run_due(served)
    assert [task.element for task in sample.open_of(served, case)] == ["review"]


def test_a_job_that_failed_by_a_wrong_clock_is_tried_again(served, clock) -> None:
    case = _at_check(served)
    clock.advance(YEARS)
    (job,) = served.execute(AcquireJobs(worker="one", topics=("check",)), SYSTEM)
    served.execute(FailJob(job_id=job.id, worker="one", error="no", retries=2, retry_after=60), SYSTEM)
    clock.advance(-YEARS)
    due.run_due(served)
    assert [task.element for task in sample.open_of(served, case)] == ["review"]


def test_a_pause_is_never_shorter_than_none(engine, clock) -> None:
    deploy(engine, "terms.bpmn", "terms.dmn")
    given = {"authority": "talgar", "filed_at": START, "amount": 10, "unit": "working_day"}
    case = engine.execute(StartProcessInstance(key="terms", variables=given), SYSTEM)
    clock.advance(3 * DAY)
    term = next(t for t in engine.read(queries.deadlines, SYSTEM, case.id) if t.activity.startswith("over:"))
    engine.execute(PauseTerm(term_id=term.id, reason="запрос", norm="п. 12"), SYSTEM)
    clock.advance(-2 * DAY)
    engine.execute(ResumeTerm(term_id=term.id), SYSTEM)
    after = next(t for t in engine.read(queries.deadlines, SYSTEM, case.id) if t.id == term.id)
    assert (after.due_at, after.state) == (term.due_at, "running")


def test_a_timer_fires_once_however_the_clock_jumps(served, clock) -> None:
    cases = [sample.start(served, "reminder").id for _ in range(5)]
    dice = random.Random(7)
    for _ in range(30):
        clock.set(START + dice.uniform(-9, 9) * DAY)
        due.run_due(served)
    clock.set(START + 6 * DAY)
    due.run_due(served)
    for case in cases:
        fired = [times for (name, _), times in _events(served, case).items() if name == "TimerFired"]
        assert fired == [1]


def test_a_timer_does_not_fire_before_the_clock_reaches_it_again(served, clock) -> None:
    case = sample.start(served, "reminder").id
    clock.advance(-30 * DAY)
    clock.advance(34 * DAY)
    due.run_due(served)
    assert [task.element for task in sample.open_of(served, case)] == ["answer"]


def test_entries_stand_in_the_order_they_were_written(served, clock) -> None:
    case = sample.file(served).id
    for days in (5, -5, 9):
        sample.complete(served, sample.open_of(served, case)[0].id)
        clock.advance(days * DAY)
        due.run_due(served)
    entries = served.read(queries.history, SYSTEM, case)
    assert [each.seq for each in entries] == list(range(1, len(entries) + 1))
    assert [each.at for each in entries] != sorted(each.at for each in entries)
    assert served.read(verify).ok


def test_a_jump_is_noticed_once() -> None:
    clock = FixedClock(START)
    jumps = Jumps(clock)
    assert jumps.look() is None
    clock.advance(-DAY)
    noticed = jumps.look()
    assert noticed is not None
    assert abs(noticed + DAY) < timedelta(seconds=5)
    assert jumps.look() is None
