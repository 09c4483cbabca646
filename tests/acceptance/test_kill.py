"""SIGKILL at any moment: what was reported is kept, what was not is done once, and every case goes on."""

import random
import sqlite3
from pathlib import Path

import pytest

from bench.evidence import examine
from bench.kills import Kills, prepare

pytestmark = pytest.mark.slow
SECONDS = 12


def test_killed_clerks_and_workers_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/qyzmet.db"
    prepare(url)
    kills = Kills(url=url, folder=tmp_path, dice=random.Random())
    assert kills.run(SECONDS) >= 8
    found = examine(url, kills.journals)
    assert found.faults == ()
    # else nothing was at stake
    assert found.reported > 100
    assert found.results > 3
    with sqlite3.connect(tmp_path / "qyzmet.db") as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
