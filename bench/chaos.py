"""`python -m bench.chaos --seconds 60 --database both`: faults at random moments, then a look for what was lost.

engine: clerks and workers with clocks that jump are killed with SIGKILL, PostgreSQL crashes now and then.
pages: people at their browsers, while web and worker processes are killed and PostgreSQL is stopped and started.
disk: the disk of the database becomes full under load.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import disk
from bench.evidence import Evidence, examine
from bench.kills import Kills, prepare
from bench.postgres import NoServer, Server, server
from bench.site import prepared
from bench.visits import Visits

DATABASES = ("sqlite", "postgresql")
#: seconds between two crashes of the database itself
CRASH_EVERY = 15
#: how PostgreSQL is stopped, by turns, and for how many seconds
MODES = ("immediate", "fast")
AWAY = 1.0

Between = Callable[[random.Random], None]


def crashes(database: Server | None, away: float = 0.0, every: float = CRASH_EVERY) -> Between:
    """PostgreSQL goes down and comes back, now and then, without a word."""
    due = [time.monotonic() + every / 2]
    modes = list(MODES)

    def between(dice: random.Random) -> None:
        if database is not None and database.folder is not None and time.monotonic() > due[0]:
            modes.reverse()
            database.halt(modes[0])
            time.sleep(away)
            database.resume()
            due[0] = time.monotonic() + dice.uniform(0.5, 1.5) * every

    return between


@contextmanager
def database(kind: str) -> Iterator[tuple[str, Path, Server | None]]:
    """URL of an empty database, a folder for journals, and the server if there is one."""
    with TemporaryDirectory(prefix="qyzmet-chaos-") as name:
        if kind == "sqlite":
            yield f"sqlite:///{name}/qyzmet.db", Path(name), None
            return
        with server() as postgres:
            url = postgres.database()
            yield url, Path(name), postgres
            postgres.drop(url)


def engine(kind: str, seconds: float, seed: str) -> tuple[str, Evidence]:
    with database(kind) as (url, folder, postgres):
        prepare(url)
        kills = Kills(url=url, folder=folder, dice=random.Random(seed), between=crashes(postgres))
        killed = kills.run(seconds)
        return f"{killed} processes killed", examine(url, kills.journals)


def pages(kind: str, seconds: float, seed: str) -> tuple[str, Evidence]:
    with database(kind) as (url, folder, postgres):
        prepared(url).close()
        visits = Visits(url=url, folder=folder, dice=random.Random(seed), between=crashes(postgres, AWAY))
        killed = visits.run(seconds)
        answers = ", ".join(f"{status}: {times}" for status, times in sorted(visits.statuses.items()))
        found = examine(url, visits.journals, tuple(visits.faults))
        return f"{killed} processes killed, answers {answers}", found


def full(kind: str, seconds: float, seed: str) -> tuple[str, Evidence]:
    with database(kind) as (_, folder, postgres), disk.database(kind, postgres) as (url, small):
        refused = disk.run(url, small, folder, seconds / 10)
        return " ".join(refused.sentences), refused.found


PARTS: dict[str, Callable[[str, float, str], tuple[str, Evidence]]] = {
    "engine": engine,
    "pages": pages,
    "disk": full,
}


def run(part: str, kind: str, seconds: float, seed: str) -> int:
    """How many faults there were."""
    try:
        said, found = PARTS[part](kind, seconds, seed)
    except (NoServer, disk.NoDisk) as reason:
        print(f"{part}, {kind}: left out: {reason}", flush=True)
        return 0
    print(
        f"{part}, {kind}: seed {seed}: {said}; {found.cases} cases, {found.reported} steps reported, "
        f"{found.entries} entries, {found.results} results, {len(found.faults)} faults",
        flush=True,
    )
    for fault in found.faults[:20]:
        print(f"  {fault}")
    return len(found.faults)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--seconds", type=float, default=60, help="of each part on each database")
    asked.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    asked.add_argument("--part", choices=(*PARTS, "all"), default="all")
    asked.add_argument("--seed", default=str(random.randrange(10**6)))
    given = asked.parse_args()
    faults = 0
    for part in PARTS if given.part == "all" else (given.part,):
        for kind in DATABASES if given.database == "both" else (given.database,):
            faults += run(part, kind, given.seconds, given.seed)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
