"""SIGKILL at any moment: what was reported is kept, what was not is done once, and every case goes on."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.chaos import crashes
from bench.evidence import Evidence, examine
from bench.kills import Kills, prepare
from bench.postgres import NoServer, Server, server
from bench.site import prepared
from bench.visits import Visits

pytestmark = pytest.mark.slow
SECONDS = 7
#: of the pages: at most so long, and sooner when so many steps were confirmed
LONGEST, ENOUGH = 25, 12


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    try:
        with server() as started:
            yield started
    except NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


def _killed(url: str, folder: Path) -> Evidence:
    """Clerks and workers whose clocks jump, too."""
    prepare(url)
    kills = Kills(url=url, folder=folder, dice=random.Random())
    assert kills.run(SECONDS) >= 4
    return examine(url, kills.journals)


def _holds(found: Evidence) -> None:
    assert found.faults == ()
    # else nothing was at stake
    assert found.reported > 20
    assert found.entries > 50


def test_killed_clerks_and_workers_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    _holds(_killed(f"sqlite:///{tmp_path}/qyzmet.db", tmp_path))
    with sqlite3.connect(tmp_path / "qyzmet.db") as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_nor_do_they_on_postgresql(tmp_path: Path, database: Server) -> None:
    url = database.database()
    _holds(_killed(url, tmp_path))
    database.drop(url)


def test_people_at_their_browsers_lose_nothing_while_servers_die_and_the_database_comes_and_goes(
    tmp_path: Path, database: Server
) -> None:
    if database.folder is None:
        pytest.skip("PostgreSQL: the server given by URL is not ours to stop")
    url = database.database()
    prepared(url).close()
    between = crashes(database, away=0.5, every=6)
    visits = Visits(url=url, folder=tmp_path, dice=random.Random(), between=between)
    visits.run(LONGEST, ENOUGH)
    _holds(examine(url, visits.journals, tuple(visits.faults)))
    # what they saw: steps confirmed, and a page that says that the database is away
    assert visits.statuses[302] > 0
    assert visits.statuses[503] > 0
    database.drop(url)
