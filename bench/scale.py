"""`python -m bench.scale inbox|history`: the inbox among a million open tasks, one case among fifty million entries.

On PostgreSQL, with rows made in bulk. Fifty million entries take 15 GB; `--count` makes do with less.
"""

import argparse
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bench import bulk
from bench.browser import Browser
from bench.measures import FULL_SPEED, Measure, Yardstick, milliseconds
from bench.postgres import NoServer, server
from bench.site import LOGIN, PASSWORD, site
from engine import queries, worklist
from engine.commands import GrantRole
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM, Actor, Membership

#: entries of one case
ENTRIES = 12
#: bytes that must be free for one row of a measure, indexes and the log of the server included
ROOM = {"inbox": 6_000, "history": 450}
TASKS = ("process_instance", "user_task", "candidate")


def inbox(url: str, count: int) -> Iterator[Measure]:
    """A clerk of one group, and one of five groups, out of two hundred."""
    with site(url) as open_site:
        engine = open_site.engine
        statements = (bulk.CASES, bulk.TASKS, bulk.DONE, bulk.OFFERS)
        bulk.fill(engine.database, statements, TASKS, first=1, last=count)
        bulk.settle(url)
        yield from _sizes(engine, TASKS, count)
        for bodies in (1, 5):
            pairs = {Membership(role="role7", body=f"body{number}") for number in range(bodies)}
            clerk = Actor(id="clerk77", memberships=frozenset(pairs))
            yield from _first_page(engine, clerk, bodies)
        yield _by_http(open_site.port, engine)


def _first_page(engine: ProcessEngine, clerk: Actor, groups: int) -> Iterator[Measure]:
    def read() -> None:
        counts = engine.glance(worklist.counts, clerk)
        engine.glance(worklist.page, clerk, known=counts["groups"])

    read()
    found = engine.read(worklist.counts, clerk)
    yield Measure(
        name=f"inbox, first page with counts, {groups} of 200 groups",
        value=milliseconds(read, 15),
        unit="ms",
        must=50 if groups == 1 else None,
        note=f"{found['groups']} to claim, {found['mine']} mine, {found['done']} done, {found['overdue']} late",
    )


def _by_http(port: int, engine: ProcessEngine) -> Measure:
    engine.execute(GrantRole(user_id=LOGIN, role="role7", body="body7"), SYSTEM)
    browser = Browser(port, LOGIN, PASSWORD)
    taken = milliseconds(lambda: browser.get("/inbox?tab=groups"), 15)
    browser.close()
    return Measure(name="  the same as a page by HTTP, 50 tasks on it", value=taken, unit="ms")


def history(url: str, count: int) -> Iterator[Measure]:
    """All entries of one case."""
    with site(url) as open_site:
        engine = open_site.engine
        bulk.fill(engine.database, (bulk.HISTORY,), ("history",), first=0, last=count - 1, entries=ENTRIES)
        bulk.settle(url)
        yield from _sizes(engine, ("history",), count)
        cases = iter(range(7, count // ENTRIES, max(count // ENTRIES // 40, 1)))

        def read() -> None:
            with engine.database.read() as tx:
                found = queries.entries.of(tx, f"c{next(cases)}")
            if len(found) != ENTRIES:
                raise RuntimeError(f"expected {ENTRIES} entries, but there are {len(found)}")

        name = f"history of one case among {count / 1e6:g} million entries"
        yield Measure(
            name=name, value=milliseconds(read, 30), unit="ms", must=50, note="another case each time"
        )


def _sizes(engine: ProcessEngine, tables: tuple[str, ...], count: int) -> Iterator[Measure]:
    for table in tables:
        rows, indexes = bulk.size(engine.database, table)
        note = f"and its indexes {indexes / 2**20:.0f} MB; {(rows + indexes) / count:.0f} bytes for each"
        yield Measure(name=f"table {table}", value=rows / 2**20, unit="MB", note=note)


MEASURES: dict[str, tuple[Callable[[str, int], Iterator[Measure]], int]] = {
    "inbox": (inbox, 1_000_000),
    "history": (history, 50_000_000),
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("measures", nargs="*", help=f"of {', '.join(MEASURES)}; all without")
    asked.add_argument("--count", type=int, help="tasks or entries, instead of a million and fifty million")
    given = asked.parse_args()
    yardstick = Yardstick()
    for name in given.measures or MEASURES:
        measure, usual = MEASURES[name]
        count = given.count or usual
        room = shutil.disk_usage("/tmp").free
        if room < count * ROOM[name]:
            raise SystemExit(
                f"{name}: expected {count * ROOM[name] >> 30} GB to be free, but there are {room >> 30}"
            )
        print(f"{datetime.now(UTC):%H:%M} {name}: {count} rows")
        with server() as postgres:
            for line in measure(postgres.database(), count):
                print(f"  {line.at(FULL_SPEED / yardstick.milliseconds())}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except NoServer as reason:
        raise SystemExit(f"PostgreSQL is needed: {reason}") from reason
