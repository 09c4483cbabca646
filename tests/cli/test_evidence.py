"""One case on a database in a file: worked on by the engine, proven on the command line."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.connection import engine
from engine import queries
from engine.commands import CompleteUserTask, StartProcessInstance
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from tests.cli.conftest import Qyzmet

MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
<process id="p" isExecutable="true" camunda:historyTimeToLive="P1D">
  <startEvent id="begun"/><sequenceFlow id="a" sourceRef="begun" targetRef="ask"/>
  <userTask id="ask"/><sequenceFlow id="b" sourceRef="ask" targetRef="done"/><endEvent id="done"/>
</process></definitions>"""


@pytest.fixture
def opened(qyzmet: Qyzmet, tmp_path: Path) -> Iterator[ProcessEngine]:
    model = tmp_path / "p.bpmn"
    model.write_text(MODEL)
    qyzmet("migrate")
    qyzmet("deploy", model)
    with engine() as made:
        yield made


@pytest.fixture
def case(opened: ProcessEngine) -> str:
    started = opened.execute(StartProcessInstance(key="p", business_key="P-1", variables={"x": 1}), SYSTEM)
    (task,) = opened.read(queries.tasks, SYSTEM, started.id)
    opened.execute(CompleteUserTask(task_id=task.id, variables={"y": "Ә"}), SYSTEM)
    return str(started.id)


def test_replay_is_identical_by_id_and_by_number(as_json, case: str) -> None:
    assert as_json("replay", case)["identical"] is True
    assert as_json("replay", "P-1")["steps"] == 2


def test_replay_of_an_unknown_case_is_bad_input(qyzmet: Qyzmet, opened: ProcessEngine) -> None:
    assert qyzmet("replay", "P-2", code=2).stderr.count("\n") == 1


def test_verify_passes_and_seals(as_json, case: str) -> None:
    as_json("seal")
    report = as_json("verify")
    assert report["ok"] is True
    assert report["seals"] == 1


def test_verify_names_the_entry_of_which_one_byte_was_changed(
    qyzmet: Qyzmet, case: str, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "qyzmet.db") as connection:
        row = "where instance_id = ? and seq = 2"
        (content,) = connection.execute(f"select content from history {row}", (case,)).fetchone()
        altered = bytes(content).replace(b"CompleteUserTask", b"completeUserTask")
        assert altered != bytes(content)
        connection.execute(f"update history set content = ? {row}", (altered, case))
    connection.close()
    said = qyzmet("verify", code=1).stdout
    assert f"entry 2 of {case}" in said


def test_export_prints_the_whole_case(qyzmet: Qyzmet, case: str) -> None:
    exported = json.loads(qyzmet("export", "P-1").stdout)
    assert exported["instance"]["id"] == case
    assert exported["variables"] == {"x": 1, "y": "Ә"}
    assert [entry["seq"] for entry in exported["history"]] == [1, 2]
    assert all(entry["hash"] for entry in exported["history"])


def test_export_writes_a_folder_once(qyzmet: Qyzmet, case: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    qyzmet("export", case, "--out", out)
    assert json.loads((out / "case.json").read_text(encoding="utf-8"))["instance"]["id"] == case
    assert "Expected an empty folder" in qyzmet("export", case, "--out", out, code=2).stderr


def test_export_writes_the_register_of_issued_documents(qyzmet: Qyzmet, case: str, tmp_path: Path) -> None:
    out = tmp_path / "issued.csv"
    assert "0 documents" in qyzmet("export", "--register", "--year", "2026", "--out", out).stdout
    assert out.read_text("utf-8").startswith("\ufeffНомер,По порядку")
    assert qyzmet("export", "--register", "--kind", "result").stdout.count("\n") == 1


@pytest.mark.parametrize("arguments", [(), ("P-1", "--register")])
def test_export_asks_for_a_case_or_the_register(qyzmet: Qyzmet, arguments: tuple[str, ...]) -> None:
    assert "name one of them" in qyzmet("export", *arguments, code=2).stderr
