"""`python -m bench.scale --tasks 1000000`: the inbox and one case among many, on PostgreSQL, with rows made in bulk."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import text

from bench.measures import milliseconds
from bench.postgres import server
from engine import queries
from engine.clock import FixedClock
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database
from engine.values import Actor, Membership

AT = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
GROUPS = 200
#: entries of one case
ENTRIES = 12
#: SQL that makes `count` cases with one open task each, spread over the groups
ROWS = (
    """INSERT INTO definition (id, kind, key, version, name, file, digest, content, deployment, deployed_at,
           deployed_by, is_latest)
       VALUES ('p:1', 'process', 'p', 1, 'P', 'p.bpmn', '', '', '1', now(), 'system', true)""",
    """INSERT INTO process_instance (id, definition_id, process_key, business_key, title, search, state, incidents,
           started_at, started_by, seq, head, execution)
       SELECT 'c' || n, 'p:1', 'p', 'P-2026-' || n, 'title ' || n, 'p-2026-' || n, 'active', 0,
           now() - n * interval '1 second', 'system', 1, '', '' FROM generate_series(1, :count) n""",
    """INSERT INTO user_task (instance_id, activity, element, definition_id, process_key, business_key, title, name,
           state, candidate_groups, candidate_users, body, priority, deadline, created_at)
       SELECT 'c' || n, 'check:1', 'check', 'p:1', 'p', 'P-2026-' || n, 'title ' || n, 'Check', 'open',
           'role' || n % :groups, '', 'body' || n % 20, 50, now() + ((n * 7919) % 1000000) * interval '1 second', now()
       FROM generate_series(1, :count) n""",
    """INSERT INTO candidate (instance_id, activity, role, user_id, body)
       SELECT 'c' || n, 'check:1', 'role' || n % :groups, '', 'body' || n % 20 FROM generate_series(1, :count) n""",
    """INSERT INTO history (instance_id, seq, at, actor, content, hash)
       SELECT 'c' || n, seq, now(), 'system', :content, ''
       FROM generate_series(1, :count) n, generate_series(1, :entries) seq""",
)


def fill(database: Database, count: int) -> None:
    values = {"count": count, "groups": GROUPS, "entries": ENTRIES, "content": CONTENT}
    with database.write() as tx:
        for statement in ROWS:
            names = {name: value for name, value in values.items() if f":{name}" in statement}
            tx.execute(text(statement), names)
    with database.write() as tx:
        tx.execute(text("ANALYZE"))


#: an entry of usual size
CONTENT = (
    b'{"actor":"a","command":"X","arguments":{},"answers":{},"events":[],"previous":"","at":null}'
    + b" " * 500
)


def measures(url: str) -> Iterator[str]:
    clerk = Actor(id="u", memberships=frozenset({Membership(role="role7", body="body7")}))
    engine = ProcessEngine(Settings(database_url=url), {}, FixedClock(AT))

    def inbox() -> None:
        engine.read(queries.inbox, clerk)
        engine.read(queries.inbox_counts, clerk)

    def history() -> None:
        with engine.database.read() as tx:
            tx.execute(text("SELECT * FROM history WHERE instance_id = 'c77' ORDER BY seq")).all()

    inbox()
    page = engine.read(queries.inbox, clerk)
    yield f"inbox, first page with counts, {page.total} of them mine to claim: {milliseconds(inbox, 9):.1f} ms"
    yield f"history of one case: {milliseconds(history, 9):.2f} ms"
    engine.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tasks", type=int, default=100_000)
    count = asked.parse_args().tasks
    with server() as postgres:
        url = postgres.database()
        database = Database(url)
        database.migrate()
        fill(database, count)
        with database.read() as tx:
            size = tx.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        database.close()
        print(f"{count} open tasks in {GROUPS} groups, {count * ENTRIES} entries, {size / 2**20:.0f} MB")
        for line in measures(url):
            print(line, flush=True)


if __name__ == "__main__":
    main()
