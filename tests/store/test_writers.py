"""Many processes write at once: nobody is told that the database is locked."""

from pathlib import Path

import pytest

from bench import sample, writers
from engine import queries
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.values import SYSTEM
from tests.conftest import check_evidence

PROCESSES, CASES = 8, 6


@pytest.mark.slow
def test_eight_processes_share_one_new_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/qyzmet.db"
    assert writers.run(url, tmp_path, PROCESSES, CASES) == ["done"] * PROCESSES
    engine = ProcessEngine(Settings(database_url=url), sample.HANDLERS)
    assert engine.read(queries.instances, SYSTEM).total == PROCESSES * CASES
    check_evidence(engine)
    engine.close()
