"""What the rows promise, on every database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from engine.errors import Conflict, EngineError, NotFound
from engine.store import definitions, drafts, history, instances, jobs, numbers, people, timers
from engine.store.database import Database
from engine.store.schema import history as history_table
from engine.store.schema import job, process_instance, timer

AT = datetime(2026, 3, 16, 4, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
#: what a step changes in the row of its instance
CHANGED = dict.fromkeys(instances.CHANGING) | {
    "definition_id": "p:1",
    "state": "active",
    "incidents": 0,
    "seq": 2,
}
CHANGED |= {"head": "", "execution": b""}


def _instance(tx, instance_id: str, state: str = "active") -> None:
    row = {
        "id": instance_id,
        "definition_id": "p:1",
        "process_key": "p",
        "search": "",
        "state": state,
        "incidents": 0,
        "started_at": AT,
        "started_by": "system",
        "seq": 1,
        "head": "",
        "execution": b"",
    }
    tx.execute(process_instance.insert(), row)


def _definition(tx) -> None:
    row = {
        "id": "p:1",
        "kind": "process",
        "key": "p",
        "version": 1,
        "file": "p.bpmn",
        "digest": "",
        "content": b"",
        "deployment": "1",
        "deployed_at": AT,
        "deployed_by": "system",
    }
    definitions.add(tx, row)


def _job(tx, instance_id: str, **other: object) -> None:
    row = {
        "instance_id": instance_id,
        "activity": "issue:1",
        "element": "issue",
        "definition_id": "p:1",
        "process_key": "p",
        "topic": "issue",
        "state": "available",
        "priority": 50,
        "retries": 3,
        "retry_after": "",
        "due_at": AT,
        "created_at": AT,
    }
    tx.execute(job.insert(), {**row, **other})


def _wanted(
    worker: str, now: datetime = AT, topics: tuple[str, ...] = ("issue",), limit: int = 10, turn: int = 0
) -> jobs.Wanted:
    return jobs.Wanted(worker=worker, topics=topics, now=now, until=now + HOUR, limit=limit, turn=turn)


@pytest.fixture
def cases(database: Database) -> list[str]:
    """Ten instances with nothing in them."""
    names = [f"case{number}" for number in range(10)]
    with database.write() as tx:
        _definition(tx)
        for name in names:
            _instance(tx, name)
    return names


def test_a_transaction_that_fails_leaves_nothing(database) -> None:
    def half() -> None:
        with database.write() as tx:
            numbers.take(tx, "r")
            raise RuntimeError("the lights go out")

    with pytest.raises(RuntimeError):
        half()
    with database.write() as tx:
        assert numbers.take(tx, "r") == 1


def test_a_reader_sees_one_moment(database) -> None:
    with database.write() as tx:
        drafts.put(tx, "k", "u", AT, b"1")
    with database.read() as reader:
        before = drafts.get(reader, "k")
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_put, database, b"2").result()
        assert drafts.get(reader, "k") == before == (AT, b"1")
    with database.read() as reader:
        assert drafts.get(reader, "k") == (AT, b"2")


def _put(database: Database, content: bytes) -> None:
    with database.write() as tx:
        drafts.put(tx, "k", "u", AT, content)


def test_a_reader_changes_nothing(database) -> None:
    with database.read() as tx:
        drafts.put(tx, "k", "u", AT, b"1")
    with database.read() as tx:
        assert drafts.get(tx, "k") is None


def test_times_keep_their_moment_and_their_microseconds(database) -> None:
    almaty = AT.astimezone(datetime.now().astimezone().tzinfo)
    with database.write() as tx:
        drafts.put(tx, "k", "u", almaty, b"")
    with database.read() as tx:
        at, _ = drafts.get(tx, "k")
    assert (at, at.tzinfo) == (AT, UTC)


def test_a_time_without_a_zone_is_refused(database) -> None:
    with pytest.raises(EngineError, match="zone"), database.write() as tx:
        drafts.put(tx, "k", "u", AT.replace(tzinfo=None), b"")


@pytest.mark.parametrize("text", ["Әйгерім 'Ұлы'", '"; drop table person; --', "100%_\\", "😀", " "])
def test_any_text_comes_back_as_it_was(database, text) -> None:
    row = {
        "id": "a",
        "name": text,
        "password_hash": "",
        "language": "kk",
        "is_active": True,
        "is_demo": False,
    }
    with database.write() as tx:
        people.add(tx, {**row, "created_at": AT})
    with database.read() as tx:
        assert people.get(tx, "a").name == text


def test_one_entry_of_a_history_is_written_once(database) -> None:
    row = {"instance_id": "s", "seq": 1, "at": AT, "actor": "a", "content": b"", "hash": ""}
    with database.write() as tx:
        history.append(tx, row)
    with pytest.raises(Conflict), database.write() as tx:
        history.append(tx, row)


def test_a_large_history_is_walked_in_order(database) -> None:
    rows = [
        {"instance_id": stream, "seq": seq, "at": AT, "actor": "a", "content": b"x", "hash": ""}
        for seq in range(1200, 0, -1)
        for stream in ("b", "a")
    ]
    with database.write() as tx:
        tx.execute(history_table.insert(), rows)
    with database.read() as tx:
        walked = [(row.instance_id, row.seq) for row in history.walk(tx)]
    assert walked == sorted(walked)
    assert len(walked) == 2400


def _save(tx: Connection, instance_id: str, seq: int) -> None:
    with instances.saving(tx, instance_id, seq, CHANGED):
        """Nothing else changes."""


def test_a_number_taken_in_vain_is_taken_again(database) -> None:
    with pytest.raises(Conflict), database.write() as tx:
        _save(tx, "nothing", numbers.take(tx, "r"))
    with database.write() as tx:
        assert (
            numbers.reserve(tx, "r", "a"),
            numbers.reserve(tx, "r", "b"),
            numbers.reserve(tx, "r", "a"),
        ) == (1, 2, 1)


def test_numbers_taken_at_once_have_no_gap_and_no_repeat(database) -> None:
    def take(_: int) -> int:
        with database.write() as tx:
            return numbers.take(tx, "r")

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(64))) == list(range(1, 65))


def test_workers_at_once_lock_each_job_once(database, cases) -> None:
    with database.write() as tx:
        for name in cases:
            _job(tx, name)

    def acquire(worker: int) -> list[str]:
        with database.write() as tx:
            rows = jobs.acquire(tx, _wanted(f"worker {worker}", limit=3))
            return [row.instance_id for row in rows]

    with ThreadPoolExecutor(4) as pool:
        taken = [name for names in pool.map(acquire, range(8)) for name in names]
    assert sorted(taken) == cases


def test_a_lost_lock_is_given_to_the_next(database, cases) -> None:
    with database.write() as tx:
        _job(tx, cases[0])
        assert len(jobs.acquire(tx, _wanted("one"))) == 1
    with database.write() as tx:
        assert jobs.acquire(tx, _wanted("two", AT + HOUR)) == []
        assert len(jobs.acquire(tx, _wanted("two", AT + 2 * HOUR))) == 1


def test_jobs_come_by_priority_then_age_and_only_of_known_topics(database, cases) -> None:
    with database.write() as tx:
        _job(tx, cases[0])
        _job(tx, cases[1], priority=90)
        _job(tx, cases[2], due_at=AT - HOUR)
        _job(tx, cases[3], topic="other")
        _job(tx, cases[4], due_at=AT + HOUR)
        _job(tx, cases[5], topic=None)
        acquired = jobs.acquire(tx, _wanted("w", topics=("", "issue")))
    assert [row.instance_id for row in acquired] == [cases[1], cases[2], cases[0], cases[5]]


def test_timers_come_in_the_order_of_their_dates(database, cases) -> None:
    rows = [
        {
            "instance_id": name,
            "activity": "t:1",
            "element": "t",
            "process_key": "p",
            "due_at": AT - number * HOUR,
            "is_held": number == 3,
        }
        for number, name in enumerate(cases)
    ]
    with database.write() as tx:
        tx.execute(timer.insert(), rows)
        found = [row.instance_id for row in timers.due(tx, AT - HOUR, 4)]
    assert found == [cases[9], cases[8], cases[7], cases[6]]


def test_nothing_is_lost_when_many_write_at_once(database) -> None:
    def write(number: int) -> None:
        with database.write() as tx:
            row = {
                "instance_id": f"s{number % 7}",
                "seq": number,
                "at": AT,
                "actor": "a",
                "content": b"",
                "hash": "",
            }
            history.append(tx, row)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(80)))
    with database.read() as tx:
        assert tx.execute(select(func.count()).select_from(history_table)).scalar_one() == 80


def test_a_step_from_an_old_state_is_a_conflict(database, cases) -> None:
    with database.write() as tx:
        _save(tx, cases[0], 1)
    with pytest.raises(Conflict, match="changed at the same moment"), database.write() as tx:
        _save(tx, cases[0], 1)


def test_a_glance_that_fails_leaves_the_next_transaction_whole(database) -> None:
    for _ in range(3):
        with pytest.raises(NotFound), database.glance():
            raise NotFound
    test_a_transaction_that_fails_leaves_nothing(database)
