"""Running cases to another version, from the command line."""

import pytest

from cli.connection import engine
from engine.commands import Deploy, Resource, StartProcessInstance
from engine.values import SYSTEM
from tests.cli.conftest import MODELS

KEY = "hearing"
SOURCE = (MODELS / "hearing.bpmn").read_bytes()
RENAMED = SOURCE.replace(b'"listen"', b'"hear_all"')
OTHER = SOURCE.replace(b'"listen" name="Listen"', b'"attend" name="Attend"').replace(
    b'Ref="listen"', b'Ref="attend"'
)
VERSIONS = ("--from", 1, "--to", 2)


@pytest.fixture
def two_cases(qyzmet):
    """Of the first of three versions."""
    qyzmet("migrate")
    with engine() as opened:
        for content in (SOURCE, RENAMED, OTHER):
            opened.execute(Deploy(resources=(Resource(name="hearing.bpmn", content=content),)), SYSTEM)
        return [
            opened.execute(StartProcessInstance(key=KEY, version=1, business_key=number), SYSTEM)
            for number in ("H-1", "H-2")
        ]


def test_the_plan_names_what_is_renamed_and_who_can_go(qyzmet, two_cases) -> None:
    text = qyzmet("migration", "plan", KEY, *VERSIONS).stdout
    assert text.splitlines() == [
        "hearing:1 -> hearing:2: 2 elements keep their ids",
        "  listen -> hear_all",
        "H-1: can go",
        "H-2: can go",
    ]


def test_a_dry_run_moves_nothing_and_a_run_moves_all(qyzmet, as_json, two_cases) -> None:
    assert [each["may_go"] for each in as_json("migration", "run", KEY, *VERSIONS, "--dry-run")] == [
        True,
        True,
    ]
    assert qyzmet("migration", "run", KEY, *VERSIONS, "--instance", "H-2").stdout == "H-2: moved\n"
    assert qyzmet("migration", "run", KEY, *VERSIONS, "--reason", "new rules").stdout == "H-1: moved\n"
    assert qyzmet("migration", "undo", "--instance", "H-1").stdout == "H-1: moved\n"
    assert qyzmet("replay", "H-1").stdout.startswith("identical: 3 steps")


def test_who_cannot_go_stays_with_the_reason_and_a_mapping_helps(qyzmet, two_cases) -> None:
    versions = (KEY, "--from", 1, "--to", 3)
    refused = qyzmet("migration", "run", *versions, code=1).stdout
    assert "H-1: expected an element for listen:" in refused
    assert "H-2: stays" in qyzmet("migration", "run", *versions, "--dry-run", code=1).stdout
    assert (
        qyzmet("migration", "run", *versions, "--map", "listen=attend").stdout == "H-1: moved\nH-2: moved\n"
    )
    assert "old=new" in qyzmet("migration", "run", *versions, "--map", "listen", code=2).stderr
