"""Terms that run are paused, resumed, extended and recounted; what is due follows, and the ledger says why."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine import due, queries
from engine.calendars import Grounds, explain, from_value, transfer, working_days_between
from engine.clock import LOCAL
from engine.commands import (
    CompleteUserTask,
    ExtendTerm,
    FireTimer,
    PauseTerm,
    RecountTerms,
    ResumeTerm,
    StartProcessInstance,
)
from engine.errors import InvalidCommand, NotAllowed, NotFound, WrongState
from engine.recounting import moves
from engine.values import SYSTEM
from tests.conftest import START, deploy
from tests.engine.conftest import CLERK, OPERATOR, SUPERVISOR, person

ELSEWHERE = person("dana", "supervisor", "astana")
NORM = "п. 12"


@pytest.fixture
def file(engine):
    """Files a case whose service is owed in so many units."""
    deploy(engine, "terms.bpmn", "terms.dmn")

    def begin(amount=10, unit="working_day"):
        given = {"authority": "talgar", "filed_at": START, "amount": amount, "unit": unit}
        return engine.execute(StartProcessInstance(key="terms", variables=given), SYSTEM)

    return begin


def ledger(engine, case):
    rows = engine.read(queries.deadlines, SYSTEM, case.id)
    return {each.activity.partition(":")[0]: each for each in rows}


def service(engine, case):
    return ledger(engine, case)["over"]


def term_id(engine, case, element="over"):
    return ledger(engine, case)[element].id


def timers(engine, case):
    return {each.element: each for each in engine.read(queries.timers, SYSTEM, case.id)}


def open_tasks(engine, case):
    tasks = engine.read(queries.tasks, SYSTEM, case.id)
    return {each.element: each for each in tasks if each.state == "open"}


def pause(engine, case, actor=SUPERVISOR):
    engine.execute(PauseTerm(term_id=term_id(engine, case), reason="ответ суда", norm=NORM), actor)


def resume(engine, case):
    engine.execute(ResumeTerm(term_id=term_id(engine, case)), SUPERVISOR)


def extend(engine, case, amount=3, unit="working_day"):
    command = ExtendTerm(
        term_id=term_id(engine, case), amount=amount, unit=unit, grounds="нужен запрос", norm=NORM
    )
    engine.execute(command, SUPERVISOR)


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize("days", [1, 2, 3, 4, 7, 9, 15, 30])
def test_a_pause_of_k_working_days_moves_a_term_of_working_days_by_exactly_k(
    engine, file, clock, days
) -> None:
    case = file()
    calendar = engine.content.calendars.get("authorities")
    before = service(engine, case).due_at
    clock.advance(timedelta(days=1))
    pause(engine, case)
    first = clock.now().astimezone(LOCAL).date()
    clock.advance(timedelta(days=days))
    last = clock.now().astimezone(LOCAL).date()
    resume(engine, case)
    after = service(engine, case).due_at
    moved = working_days_between(before.astimezone(LOCAL).date(), after.astimezone(LOCAL).date(), calendar)
    assert moved == working_days_between(first, last, calendar)
    assert after.astimezone(LOCAL).time() == before.astimezone(LOCAL).time()


def test_a_paused_term_does_not_fire_and_is_due_at_no_time(engine, file, clock) -> None:
    case = file()
    pause(engine, case)
    clock.advance(timedelta(days=29))
    due.run_due(engine)
    assert list(open_tasks(engine, case)) == ["check"]
    assert service(engine, case).state == "paused"
    assert engine.read(queries.instance, SYSTEM, case.id).due_at is None
    task = open_tasks(engine, case)["check"]
    assert (task.due_at, task.deadline) == (None, None)
    assert engine.read(queries.instances, SYSTEM, overdue=True).total == 0
    with pytest.raises(WrongState, match="held; resume its term first"):
        engine.execute(FireTimer(timer_id=timers(engine, case)["over"].id), SYSTEM)


def test_after_resuming_all_follows_and_the_timer_fires_at_the_new_end(engine, file, clock) -> None:
    case = file()
    clock.advance(timedelta(days=1))
    pause(engine, case)
    clock.advance(timedelta(days=14))
    resume(engine, case)
    at = service(engine, case).due_at
    task = open_tasks(engine, case)["check"]
    assert task.due_at == task.deadline == engine.read(queries.instance, SYSTEM, case.id).due_at == at
    assert timers(engine, case)["over"].due_at == at
    assert timers(engine, case)["near"].due_at < at
    clock.advance(at - clock.now() - timedelta(seconds=1))
    due.run_due(engine)
    assert set(open_tasks(engine, case)) == {"check", "hasten"}
    clock.advance(timedelta(seconds=2))
    due.run_due(engine)
    assert service(engine, case).state == "missed"
    assert set(open_tasks(engine, case)) == {"hasten"}


def test_a_warning_is_no_term_and_moves_with_its_term(engine, file, clock) -> None:
    case = file()
    assert list(ledger(engine, case)) == ["over"]
    over, near = (timers(engine, case)[name].due_at for name in ("over", "near"))
    assert over.astimezone(LOCAL) == local("2026-04-02T18:00")
    assert near.astimezone(LOCAL) == local("2026-04-01T18:00")
    extend(engine, case, 3)
    over, near = (timers(engine, case)[name].due_at for name in ("over", "near"))
    assert over.astimezone(LOCAL) == local("2026-04-07T18:00")
    assert near.astimezone(LOCAL) == local("2026-04-06T18:00")
    pause(engine, case)
    assert {each: row.state for each, row in timers(engine, case).items()} == {
        "over": "held",
        "near": "held",
        "again": "scheduled",
    }


def test_a_task_created_later_counts_the_changed_term(engine, file, clock) -> None:
    case = file()
    extend(engine, case, 3)
    check = open_tasks(engine, case)["check"]
    engine.execute(CompleteUserTask(task_id=check.id), CLERK)
    assert open_tasks(engine, case)["sign"].due_at == service(engine, case).due_at
    rows = ledger(engine, case)
    assert rows["sign"].reckoning["changes"] == rows["over"].reckoning["changes"] != []


def test_a_task_created_in_a_pause_stands_still_until_the_term_is_resumed(engine, file, clock) -> None:
    case = file()
    clock.advance(timedelta(days=1))
    pause(engine, case)
    engine.execute(CompleteUserTask(task_id=open_tasks(engine, case)["check"].id), CLERK)
    assert open_tasks(engine, case)["sign"].deadline is None
    assert {each.state for each in ledger(engine, case).values()} == {"paused"}
    clock.advance(timedelta(days=7))
    engine.execute(ResumeTerm(term_id=term_id(engine, case, "sign")), SUPERVISOR)
    (at,) = {each.due_at for each in ledger(engine, case).values()}
    assert {each.state for each in ledger(engine, case).values()} == {"running"}
    assert open_tasks(engine, case)["sign"].due_at == timers(engine, case)["over"].due_at == at


def test_what_is_done_in_a_pause_is_in_time(engine, file, clock) -> None:
    case = file()
    pause(engine, case)
    clock.advance(timedelta(days=40))
    for element in ("check", "sign"):
        engine.execute(CompleteUserTask(task_id=open_tasks(engine, case)[element].id), SYSTEM)
    assert {each.state for each in ledger(engine, case).values()} == {"met"}


def test_the_sum_in_words_tells_of_pause_and_extension(engine, file, clock) -> None:
    case = file()
    clock.advance(timedelta(days=1))
    pause(engine, case)
    clock.advance(timedelta(days=2))
    resume(engine, case)
    extend(engine, case, 3)
    row = service(engine, case)
    words = explain(from_value(row.reckoning), "ru")
    assert "приостановлен с вт 17 марта 2026, 09:00 по чт 19 марта 2026, 09:00" in words
    assert f"продление: 3 рабочих дня ({NORM})" in words
    assert row.due_at.astimezone(LOCAL) == local("2026-04-09T18:00")
    assert explain(from_value(row.reckoning), "kk") != words


def test_each_change_is_an_entry_with_actor_reason_and_norm(engine, file, clock) -> None:
    case = file()
    pause(engine, case)
    clock.advance(timedelta(days=2))
    resume(engine, case)
    extend(engine, case)
    entries = engine.read(queries.history, SYSTEM, case.id)[-3:]
    assert [each.command for each in entries] == ["PauseTerm", "ResumeTerm", "ExtendTerm"]
    assert {each.actor for each in entries} == {"farida"}
    assert all(each.move is None for each in entries)
    told = [each.events[0] for each in entries]
    assert [(each["event"], each.get("reason"), each.get("norm")) for each in told] == [
        ("TermPaused", "ответ суда", NORM),
        ("TermResumed", None, None),
        ("TermExtended", "нужен запрос", NORM),
    ]


@pytest.mark.parametrize("actor", [CLERK, ELSEWHERE, OPERATOR])
def test_only_a_supervisor_of_the_body_may(engine, file, actor) -> None:
    case = file()
    with pytest.raises(NotAllowed, match="supervisor of the body"):
        pause(engine, case, actor)
    assert service(engine, case).state == "running"


def test_wrong_orders_are_refused_with_a_sentence(engine, file, clock) -> None:
    case = file()
    with pytest.raises(WrongState, match="to be paused, but it is running"):
        resume(engine, case)
    with pytest.raises(NotFound, match="Expected a term"):
        engine.execute(PauseTerm(term_id=f"{case.id}:check:1", reason="x", norm="y"), SUPERVISOR)
    with pytest.raises(InvalidCommand, match="Expected norm"):
        engine.execute(PauseTerm(term_id=term_id(engine, case), reason="x", norm=" "), SUPERVISOR)
    with pytest.raises(InvalidCommand, match="fortnight"):
        extend(engine, case, 1, "fortnight")
    with pytest.raises(InvalidCommand, match="amount is -2"):
        extend(engine, case, -2)
    pause(engine, case)
    with pytest.raises(WrongState, match="become paused, but it is paused"):
        pause(engine, case)
    resume(engine, case)
    clock.advance(timedelta(days=60))
    with pytest.raises(WrongState, match="before its end"):
        extend(engine, case)
    with pytest.raises(InvalidCommand, match="only a running term can be paused"):
        pause(engine, case)
    due.run_due(engine)
    with pytest.raises(WrongState, match="but it is missed"):
        pause(engine, case)


def test_a_cycle_goes_on_while_a_term_stands_still(engine, file, clock) -> None:
    case = file()
    pause(engine, case)
    for _ in range(3):
        clock.advance(timedelta(days=30, seconds=1))
        due.run_due(engine)
    fired = [
        event
        for entry in engine.read(queries.history, SYSTEM, case.id)
        for event in entry.events
        if event["event"] == "TimerFired"
    ]
    assert [each["element"] for each in fired] == ["again"] * 3


def test_a_term_of_hours_stands_still_by_the_minute(engine, file, clock) -> None:
    case = file(2, "hour")
    pause(engine, case)
    clock.advance(timedelta(minutes=25))
    resume(engine, case)
    assert service(engine, case).due_at == START + timedelta(hours=2, minutes=25)


# ---- a newer version of a calendar ---------------------------------------------------------------


@pytest.fixture
def revise(engine):
    """A day off is given for another one, by an act that came later."""

    def apply(off=date(2026, 3, 31), worked=date(2026, 4, 11)):
        calendars = engine.content.calendars
        grounds = Grounds(act="P2600000100", known_from=date(2026, 3, 20))
        newer = transfer(calendars.get("authorities"), off, worked, grounds)
        engine.content.__dict__["calendars"] = calendars.with_version(newer)

    return apply


def test_what_would_move_is_shown_and_then_moved_with_the_reason(engine, file, revise) -> None:
    case, short = file(10), file(3)
    assert engine.read(moves, OPERATOR) == ()
    revise()
    (move,) = engine.read(moves, OPERATOR)
    assert move.instance_id == case.id
    assert move.before.due == local("2026-04-02T18:00")
    assert move.after.due == local("2026-04-03T18:00")
    assert "теперь: 31 марта выходной" in move.why("ru")

    engine.execute(RecountTerms(instance_id=case.id, reason="постановление № 100"), OPERATOR)

    row = service(engine, case)
    assert row.due_at == local("2026-04-03T18:00").astimezone(UTC)
    assert row.reckoning["version"] == engine.content.calendars.get("authorities").version
    assert timers(engine, case)["near"].due_at == local("2026-04-02T18:00")
    assert open_tasks(engine, case)["check"].deadline == row.due_at
    (told,) = engine.read(queries.history, SYSTEM, case.id)[-1].events
    assert (told["event"], told["reason"]) == ("TermRecounted", "постановление № 100")
    assert told["previous"] == local("2026-04-02T18:00")
    assert engine.read(moves, OPERATOR) == ()
    assert service(engine, short).due_at == local("2026-03-19T18:00")


def test_a_case_where_nothing_moves_gets_no_entry(engine, file, revise) -> None:
    case = file(3)
    revise()
    before = engine.read(queries.history, SYSTEM, case.id)
    assert engine.execute(RecountTerms(instance_id=case.id, reason="постановление"), OPERATOR) == ()
    assert engine.read(queries.history, SYSTEM, case.id) == before


def test_pauses_and_extensions_stay_when_a_term_is_recounted(engine, file, clock, revise) -> None:
    case = file()
    clock.advance(timedelta(days=1))
    pause(engine, case)
    clock.advance(timedelta(days=1))
    resume(engine, case)
    extend(engine, case, 2)
    pause(engine, case)
    before = service(engine, case)
    revise()
    engine.execute(RecountTerms(instance_id=case.id, reason="постановление"), OPERATOR)
    after = service(engine, case)
    assert after.state == "paused"
    assert after.reckoning["changes"] == before.reckoning["changes"]
    calendar = engine.content.calendars.get("authorities")
    assert working_days_between(before.due_at.date(), after.due_at.date(), calendar) == 1
    assert timers(engine, case)["over"].state == "held"


def test_only_who_runs_the_whole_may_recount(engine, file, revise) -> None:
    case = file()
    revise()
    with pytest.raises(NotAllowed):
        engine.execute(RecountTerms(instance_id=case.id, reason="x"), SUPERVISOR)
    with pytest.raises(NotAllowed):
        engine.read(moves, SUPERVISOR)
