"""Files of an application not yet sent: nobody else's, and not for ever."""

import os
from io import BytesIO
from pathlib import Path
from time import time

import pytest

from bench.processes import PROGRAM, becomes, free_port, listens, running, start
from engine.store.database import Database
from tests.web.test_counter import ADDRESS, ANSWERS, PDF
from web.staging import FORGOTTEN_AFTER, LOOSE_FOR, SWEPT_EVERY, Staging

CLERK = "start:service:clerk"
SCAN = "file:doc:guardianship_decision"


def put(staging: Staging, owner: str = CLERK):
    return staging.put(owner, "Решение.pdf", "application/pdf", PDF)


def left(folder: Path) -> int:
    """How many contents lie there."""
    return sum(each.read_bytes() == PDF for each in folder.iterdir() if not each.suffix)


def age(folder: Path, seconds: float) -> None:
    """As if nobody had looked for so long."""
    for each in folder.iterdir():
        os.utime(each, (time() - seconds,) * 2)


def test_a_file_is_its_owners_alone(staging: Staging) -> None:
    staged = put(staging)
    assert staging.get(CLERK, staged.token) == staged
    assert staging.get("start:service:other", staged.token) is None
    assert staging.get(CLERK, "../secret-key") is None
    assert staging.get(CLERK, "0" * 32) is None


def test_what_nobody_came_back_for_is_thrown_away_whole(staging: Staging) -> None:
    old = put(staging)
    age(staging.folder, LOOSE_FOR + 1)
    fresh = put(staging)
    assert staging.sweep() == 1
    assert staging.get(CLERK, old.token) is None
    assert staging.get(CLERK, fresh.token) == fresh
    assert {each.name.partition(".")[0] for each in staging.folder.iterdir()} == {fresh.token, "swept"}


def test_whoever_asks_for_a_file_keeps_it(staging: Staging) -> None:
    staged = put(staging)
    age(staging.folder, LOOSE_FOR + 1)
    assert staging.get("start:service:other", staged.token) is None
    assert staging.get(CLERK, staged.token) == staged
    assert staging.sweep() == 0


def test_a_file_of_a_draft_lives_as_long_as_one_comes_back_to_drafts(staging: Staging) -> None:
    staged = put(staging)
    staging.keep([staged])
    age(staging.folder, LOOSE_FOR + 1)
    assert staging.sweep() == 0
    age(staging.folder, FORGOTTEN_AFTER + 1)
    assert staging.sweep() == 1


def test_a_half_written_file_goes_too(staging: Staging) -> None:
    staged = put(staging)
    (staging.folder / f"{staged.token}.json").unlink()
    age(staging.folder, LOOSE_FOR + 1)
    assert staging.sweep() == 1
    assert left(staging.folder) == 0


def test_nothing_else_in_the_folder_is_touched(staging: Staging) -> None:
    put(staging)
    (staging.folder / "note.txt").write_text("of somebody else")
    age(staging.folder, FORGOTTEN_AFTER + 1)
    staging.sweep()
    assert {each.name for each in staging.folder.iterdir()} == {"note.txt", "swept"}


def test_where_nothing_was_ever_sent_nothing_is_made(staging: Staging) -> None:
    assert (staging.sweep(), staging.sweep_now_and_then()) == (0, 0)
    assert not staging.folder.exists()


def test_it_is_swept_now_and_then(staging: Staging) -> None:
    put(staging)
    staging.sweep()
    age(staging.folder, LOOSE_FOR + 1)
    os.utime(staging.folder / "swept")
    assert staging.sweep_now_and_then() == 0
    assert staging.sweep_now_and_then(time() + SWEPT_EVERY + 1) == 1


# ---- through the pages ---------------------------------------------------------------------------


@pytest.fixture
def clerk(signed_in):
    return signed_in("centre")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the pages put them."""
    return tmp_path / "uploads"


def send(clerk, do: str):
    upload = {SCAN: (BytesIO(PDF), "Решение.pdf")}
    return clerk.post(ADDRESS, data={**ANSWERS, **upload, "house": "", "do": do})


def test_an_upload_sweeps_what_others_gave_up(clerk, folder: Path) -> None:
    send(clerk, "refresh")
    age(folder, LOOSE_FOR + 1)
    send(clerk, "refresh")
    assert left(folder) == 1


def test_a_page_that_is_worked_on_keeps_its_file(clerk, folder: Path) -> None:
    page = send(clerk, "file").text
    token = page.split('name="held:doc:guardianship_decision" value="')[1].split('"')[0]
    age(folder, LOOSE_FOR - 60)
    held = {"held:doc:guardianship_decision": token}
    clerk.post(ADDRESS, data={**ANSWERS, **held, "do": "refresh"})
    Staging(folder=folder).sweep(time() + 120)
    assert left(folder) == 1


def test_a_draft_keeps_its_file_over_the_night(clerk, folder: Path) -> None:
    send(clerk, "draft")
    age(folder, LOOSE_FOR + 1)
    Staging(folder=folder).sweep()
    assert "Решение.pdf" in clerk.get(ADDRESS).text


def test_serving_begins_with_a_sweep(tmp_path: Path) -> None:
    staging = Staging(folder=tmp_path / "var" / "uploads")
    put(staging)
    age(staging.folder, LOOSE_FOR + 1)
    url, port = f"sqlite:///{tmp_path}/qyzmet.db", free_port()
    database = Database(url)
    database.migrate()
    database.close()
    with running(start(PROGRAM, "serve", "--address", f"127.0.0.1:{port}", url=url, folder=tmp_path)):
        assert becomes(lambda: listens(port))
    assert left(staging.folder) == 0
