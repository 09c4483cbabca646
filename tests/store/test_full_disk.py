"""A real disk, small and full: one clear sentence, nothing half done, and all goes on when there is room again."""

from pathlib import Path

import pytest

from bench.disk import NoDisk, database, run

KINDS = ("sqlite", "postgresql")
SENTENCE = "The disk of the database is full, and nothing was changed; free some space and try again."


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=pytest.mark.xdist_group(kind)) for kind in KINDS])
def test_a_full_disk_is_said_to_be_full_and_work_goes_on_after(kind, request, tmp_path: Path) -> None:
    server = None if kind == "sqlite" else request.getfixturevalue("postgres")
    if server is not None and server.folder is None:
        pytest.skip("PostgreSQL: the server given by URL may be on another machine")
    try:
        with database(kind, server) as (url, small):
            refused = run(url, small, tmp_path, seconds=1)
    except NoDisk as reason:
        pytest.skip(f"disk: {reason}")
    assert refused.sentences == {SENTENCE}
    assert refused.found.faults == ()
    assert refused.found.cases > 5
