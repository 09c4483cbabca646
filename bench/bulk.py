"""Rows in bulk, made by PostgreSQL itself: what years of work leave behind."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, text

from engine.store.database import Database

#: roles times bodies: the groups among which open tasks are spread
ROLES, BODIES = 10, 20
#: clerks, who have some tasks and have done others
CLERKS = 2_000
#: of open tasks: one so many lies with a clerk, one so many is in a suspended case
TAKEN, SUSPENDED = 50, 1_000

#: one case with one open task for each number of :first to :last
CASES = f"""INSERT INTO process_instance (id, definition_id, process_key, business_key, title, search, state, incidents,
       started_at, started_by, seq, head, execution)
   SELECT 'c' || n, 'sample:1', 'sample', 'P-2026-' || n, 'title ' || n, 'p-2026-' || n,
       CASE WHEN n % {SUSPENDED} = 1 THEN 'suspended' ELSE 'active' END, 0,
       now() - n * interval '1 second', 'system', 1, repeat('0', 64), convert_to(repeat('x', 1200), 'UTF8')
   FROM generate_series(:first, :last) n"""
TASKS = f"""INSERT INTO user_task (instance_id, activity, element, definition_id, process_key, business_key, title,
       name, state, assignee, candidate_groups, candidate_users, body, priority, deadline, created_at)
   SELECT 'c' || n, 'check:1', 'check', 'sample:1', 'sample', 'P-2026-' || n, 'title ' || n, 'Check', 'open',
       CASE WHEN n % {TAKEN} = 0 THEN 'clerk' || n / {TAKEN} % {CLERKS} END,
       'role' || n % {ROLES}, '', 'body' || n / {ROLES} % {BODIES}, 50,
       now() + (n::bigint * 7919 % 4000000 - 200000) * interval '1 second', now() - n * interval '1 second'
   FROM generate_series(:first, :last) n"""
DONE = f"""INSERT INTO user_task (instance_id, activity, element, definition_id, process_key, business_key, title,
       name, state, candidate_groups, candidate_users, body, priority, created_at, completed_at, completed_by)
   SELECT 'c' || n, 'file:1', 'file', 'sample:1', 'sample', 'P-2026-' || n, 'title ' || n, 'File', 'completed',
       'role' || n % {ROLES}, '', 'body' || n / {ROLES} % {BODIES}, 50,
       now() - n * interval '1 second', now() - n * interval '1 second', 'clerk' || n % {CLERKS}
   FROM generate_series(:first, :last) n"""
OFFERS = """INSERT INTO candidate (instance_id, activity, role, user_id, body, is_free, deadline, priority, created_at)
   SELECT instance_id, activity, candidate_groups, '', body, assignee IS NULL, deadline, priority, created_at
   FROM user_task WHERE state = 'open' AND element = 'check'"""
#: so many entries for each case; the smallest an entry can be
HISTORY = """INSERT INTO history (instance_id, seq, at, actor, content, hash)
   SELECT 'c' || n / :entries, n % :entries + 1, timestamptz '2026-01-01' + n * interval '2 seconds',
       'clerk' || n % 2000, convert_to('{"command":"CompleteUserTask"}', 'UTF8'), repeat('0', 64)
   FROM generate_series(:first, :last) n"""


def fill(database: Database, statements: Sequence[str], tables: Sequence[str], **values: int) -> None:
    """Indexes are put back when the rows are there."""
    with database.write() as tx, without_indexes(tx, tables):
        for statement in statements:
            tx.execute(
                text(statement), {name: each for name, each in values.items() if f":{name}" in statement}
            )


@contextmanager
def without_indexes(tx: Connection, tables: Sequence[str]) -> Iterator[None]:
    """But for the keys; what refers to other rows is not looked up."""
    found = tx.execute(
        text(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(:tables) "
            "AND indexname NOT LIKE 'pk_%' AND indexname NOT LIKE 'uq_%'"
        ),
        {"tables": list(tables)},
    ).all()
    tx.execute(text("SET LOCAL session_replication_role = replica"))
    tx.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
    for index in found:
        tx.execute(text(f"DROP INDEX {index.indexname}"))
    yield
    for index in found:
        tx.execute(text(index.indexdef))


def settle(url: str, full: bool = False) -> None:
    """As the server does by itself within minutes: statistics, and which pages need no second look.

    `full`: without the room that changes of rows have left.
    """
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM FULL" if full else "VACUUM ANALYZE"))
    engine.dispose()


def size(database: Database, table: str) -> tuple[int, int]:
    """Bytes of a table, and of its indexes."""
    with database.read() as tx:
        query = text("SELECT pg_table_size(:name), pg_indexes_size(:name)")
        found = tx.execute(query, {"name": table}).one()
    return int(found[0]), int(found[1])
