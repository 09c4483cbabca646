"""`python -m bench.chaos --seconds 60 --database both`: SIGKILL at random moments, then look for what was lost."""

import argparse
import random
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.evidence import Evidence, examine
from bench.kills import Kills, prepare
from bench.postgres import NoServer, Server, server

DATABASES = ("sqlite", "postgresql")
#: seconds between two crashes of the database itself
CRASH_EVERY = 15


def crashes(database: Server) -> Callable[[random.Random], None]:
    """PostgreSQL goes down and comes back, now and then, without a word."""
    due = [time.monotonic() + CRASH_EVERY]

    def between(dice: random.Random) -> None:
        if database.folder is not None and time.monotonic() > due[0]:
            database.restart()
            due[0] = time.monotonic() + dice.uniform(0.5, 1.5) * CRASH_EVERY

    return between


def run(kind: str, seconds: float, seed: str) -> Evidence:
    """One database, one folder of journals, so many seconds."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="qyzmet-chaos-")))
        if kind == "sqlite":
            kills = Kills(url=f"sqlite:///{folder}/qyzmet.db", folder=folder, dice=random.Random(seed))
        else:
            database = stack.enter_context(server())
            url = database.database()
            stack.callback(database.drop, url)
            kills = Kills(url=url, folder=folder, dice=random.Random(seed), between=crashes(database))
        prepare(kills.url)
        killed = kills.run(seconds)
        found = examine(kills.url, kills.journals)
        print(
            f"{kind}: {seconds:.0f} s, {killed} processes killed, seed {seed}: {found.cases} cases, "
            f"{found.reported} commands reported, {found.entries} entries, {found.results} results, "
            f"{len(found.faults)} faults"
        )
        for fault in found.faults[:20]:
            print(f"  {fault}")
        return found


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60, help="on each database")
    asked.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    asked.add_argument("--seed", default=str(random.randrange(10**6)))
    given = asked.parse_args()
    faults = 0
    for kind in DATABASES if given.database == "both" else (given.database,):
        try:
            faults += len(run(kind, given.seconds, given.seed).faults)
        except NoServer as reason:
            print(f"{kind}: left out: {reason}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
