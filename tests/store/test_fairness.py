"""A service with much to do does not starve one with little; the question costs no more for it."""

from sqlalchemy import Connection, event, text

from engine.store import jobs, timers
from engine.store.database import Database
from engine.store.schema import job, process_instance, timer
from tests.store.test_conformance import AT, HOUR, _definition, _wanted

MANY, FEW = 10_000, 10
#: jobs that all workers together take at once
HANDS = 4


def _instances(tx: Connection, service: str, count: int) -> list[str]:
    """Active ones of this service."""
    names = [f"{service}{number:05}" for number in range(count)]
    shared = {"definition_id": "p:1", "process_key": service, "search": "", "state": "active", "incidents": 0}
    shared |= {"started_at": AT, "started_by": "system", "seq": 1, "head": "", "execution": b""}
    tx.execute(process_instance.insert(), [{"id": name, **shared} for name in names])
    return names


def _services(database: Database, much: int = MANY) -> None:
    """One with much to do, longer and with more right to it, one with little, and one with nothing due."""
    with database.write() as tx:
        _definition(tx)
        for service, count, age in (
            ("big", much, HOUR),
            ("small", FEW, -HOUR * 0),
            ("later", FEW, -9 * HOUR),
        ):
            rows = [
                {"instance_id": name, "process_key": service, "due_at": AT - age}
                for name in _instances(tx, service, count)
            ]
            waits = {"activity": "a:1", "element": "a"}
            tx.execute(timer.insert(), [{**row, **waits, "is_held": False} for row in rows])
            more = {"definition_id": "p:1", "topic": "issue", "state": "available", "retries": 3}
            more |= {
                "priority": 90 if service == "big" else 50,
                "retry_after": "",
                "created_at": AT - 2 * HOUR,
            }
            tx.execute(job.insert(), [{**row, **waits, **more} for row in rows])
    if not database.is_sqlite:
        with database.write() as tx:
            tx.execute(text("ANALYZE"))


def test_jobs_of_a_small_service_are_not_starved(database) -> None:
    _services(database)
    taken: list[str] = []
    for turn in range(2 * FEW // HANDS + 1):
        with database.write() as tx:
            taken += [row.process_key for row in jobs.acquire(tx, _wanted("w", limit=HANDS, turn=turn))]
    assert taken.count("small") == FEW
    assert len(taken) == HANDS * (2 * FEW // HANDS + 1)


def test_a_worker_with_one_hand_serves_each_service_in_turn(database) -> None:
    _services(database, much=50)
    taken = []
    for turn in range(2 * FEW):
        with database.write() as tx:
            taken += [row.process_key for row in jobs.acquire(tx, _wanted("w", limit=1, turn=turn))]
    assert taken.count("small") >= FEW * 0.6
    assert taken.count("big") >= FEW * 0.6


def test_what_one_service_leaves_over_goes_to_the_others(database) -> None:
    _services(database, much=50)
    with database.write() as tx:
        taken = [row.process_key for row in jobs.acquire(tx, _wanted("w", limit=40))]
    assert (taken.count("small"), taken.count("big")) == (FEW, 30)


def test_timers_of_a_small_service_are_not_starved_and_come_by_date(database) -> None:
    _services(database)
    with database.read() as tx:
        found = timers.due(tx, AT, 100)
    names = [row.instance_id for row in found]
    assert sum(name.startswith("small") for name in names) == FEW
    assert len(names) == 100
    assert [row.due_at for row in found] == sorted(row.due_at for row in found)


def test_what_is_due_is_read_off_indexes_and_never_sorted(database) -> None:
    _services(database, much=3_000)
    asked: list[tuple[str, object]] = []
    event.listen(
        database._engine,
        "before_cursor_execute",
        lambda c, cur, sql, values, *rest: asked.append((sql, values)),
    )
    with database.write() as tx:
        jobs.acquire(tx, _wanted("w", limit=HANDS))
        timers.due(tx, AT, 100)
    plans = [
        _plan(database, sql, values) for sql, values in list(asked) if sql.startswith(("SELECT", "WITH"))
    ]
    assert len(plans) >= 6
    for plan in plans:
        assert "Seq Scan" not in plan, plan
        # of locks that were lost there are few
        assert "Sort" not in plan or "locked_until" in plan, plan
        assert "TEMP B-TREE" not in plan or "locked_until" in plan, plan


def _plan(database: Database, sql: str, values: object) -> str:
    words = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    with database.read() as tx:
        rows = tx.exec_driver_sql(f"{words} {sql}", values).all()
    where = sql.partition("WHERE")[2]
    return "\n".join([where, *(str(row[-1]) for row in rows)])
