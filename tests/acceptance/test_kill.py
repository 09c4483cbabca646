"""SIGKILL at any moment: what was reported is kept, what was not is done once, and every case goes on."""

import random
import sqlite3
from pathlib import Path

import pytest

from bench.evidence import Evidence, examine
from bench.kills import Kills, prepare
from bench.postgres import NoServer, server

pytestmark = pytest.mark.slow
SECONDS = 9


def _killed(url: str, folder: Path) -> Evidence:
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


def test_nor_do_they_on_postgresql(tmp_path: Path) -> None:
    try:
        with server() as database:
            url = database.database()
            _holds(_killed(url, tmp_path))
            database.drop(url)
    except NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")
