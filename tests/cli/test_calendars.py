"""A newer version of a calendar: shown case by case, then moved."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine import queries
from engine.clock import FixedClock
from engine.commands import StartProcessInstance
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.values import SYSTEM
from scripts.revise_calendar import main as revise
from tests.cli.conftest import CONTENT
from tests.conftest import deploy

FILED = datetime(2026, 5, 20, 5, tzinfo=UTC)


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Content with calendars of its own, which the test may revise."""
    shutil.copytree(CONTENT / "calendars", tmp_path / "content" / "calendars")
    monkeypatch.setenv("QYZMET_PROCESSES", str(tmp_path / "content"))
    return tmp_path / "content"


@pytest.fixture
def case(qyzmet, tmp_path: Path, content: Path):
    """Owed in ten working days from 20 May 2026: over Kurban Ait, whose day is provisional."""
    qyzmet("migrate")
    settings = Settings(database_url=f"sqlite:///{tmp_path}/qyzmet.db", processes=str(content))
    engine = ProcessEngine(settings, {}, FixedClock(FILED))
    deploy(engine, "terms.bpmn", "terms.dmn")
    given = {"authority": "talgar", "filed_at": FILED, "amount": 10, "unit": "working_day"}
    yield engine.execute(StartProcessInstance(key="terms", business_key="T-1", variables=given), SYSTEM)
    engine.close()


def confirm(content: Path, on: str) -> None:
    """Kurban Ait turns out to be on this day."""
    arguments = ["--folder", str(content / "calendars"), "confirm", "authorities", "2026-05-27"]
    arguments += ["--on", on, "--act", "G2600000001", "--known-from", "2026-05-21"]
    done = CliRunner().invoke(revise, arguments)
    assert done.exit_code == 0, done.output


def transfer(content: Path) -> None:
    arguments = ["--folder", str(content / "calendars"), "transfer", "2026-05-29", "2026-06-06"]
    arguments += ["--act", "P2600000001", "--known-from", "2026-05-21"]
    done = CliRunner().invoke(revise, arguments)
    assert done.exit_code == 0, done.output


def test_nothing_would_move_under_the_calendars_it_was_counted_in(qyzmet, case) -> None:
    assert qyzmet("calendars", "check").stdout.strip() == "nothing would move"


def test_a_confirmed_day_that_stays_a_day_off_moves_nothing(as_json, case, content) -> None:
    confirm(content, "2026-05-29")
    assert as_json("calendars", "check") == []


def test_a_provisional_day_that_turns_out_to_be_a_saturday_brings_the_end_forward(
    as_json, case, content
) -> None:
    confirm(content, "2026-05-30")
    (row,) = as_json("calendars", "check")
    assert (row["due"][:10], row["new_due"][:10]) == ("2026-06-04", "2026-06-03")
    assert "больше не действует: 27 мая выходной (Курбан айт) (дата предварительная)" in row["why"]["ru"]


def test_a_transfer_moves_the_open_deadline_once_and_says_why(qyzmet, as_json, case, content) -> None:
    transfer(content)
    (row,) = as_json("calendars", "check")
    assert (row["case"], row["name"]) == ("T-1", "service")
    assert "29 мая выходной" in row["why"]["ru"]

    said = qyzmet("calendars", "recount", "--reason", "постановление № 1").stdout

    assert f"{row['due'][:10]} 18:00 -> {row['new_due'][:10]} 18:00" in said
    assert as_json("calendars", "check") == []
    assert qyzmet("calendars", "recount", "--reason", "ещё раз").stdout.strip() == "nothing moved"
    assert "identical" in qyzmet("replay", "T-1").stdout
    assert "whole" in qyzmet("verify").stdout


def test_the_entry_names_the_reason_and_the_case_keeps_its_new_deadline(
    qyzmet, case, content, tmp_path
) -> None:
    transfer(content)
    qyzmet("calendars", "recount", "--reason", "постановление № 1")
    engine = ProcessEngine(Settings(database_url=f"sqlite:///{tmp_path}/qyzmet.db"), {})
    last = engine.read(queries.history, SYSTEM, case.id)[-1]
    moved = engine.read(queries.instance, SYSTEM, case.id)
    engine.close()
    assert (last.command, last.arguments["reason"]) == ("RecountTerms", "постановление № 1")
    assert moved.due_at > case.due_at


def test_recounting_without_a_reason_is_refused(qyzmet, case) -> None:
    assert "--reason" in qyzmet("calendars", "recount", code=2).stderr
