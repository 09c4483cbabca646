"""try, scenario, tck, eval: for whoever draws."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CONTENT, MODELS, ROOT, Qyzmet

TCK = ROOT.parent / "shared" / "dmn-tck" / "compliance-level-2"
MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
<process id="p" isExecutable="true" camunda:historyTimeToLive="P1D">
  <startEvent id="begun"/><sequenceFlow id="a" sourceRef="begun" targetRef="ask"/>
  <userTask id="ask"/><sequenceFlow id="b" sourceRef="ask" targetRef="done"/><endEvent id="done"/>
</process></definitions>"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "p.bpmn"
    path.write_text(MODEL)
    return path


def test_try_completes_everything_open(as_json, model: Path) -> None:
    report = as_json("try", model)
    assert (report["state"], report["completed"]) == ("completed", ["begun", "ask", "done"])
    assert report["ended"] == ["done"]


def test_try_takes_steps_and_variables(as_json, model: Path, tmp_path: Path) -> None:
    steps = tmp_path / "steps.json"
    steps.write_text(json.dumps([{"complete": "ask", "with": {"y": 2}}]))
    report = as_json("try", model, "--variables", '{"x": 1}', "--steps", steps)
    assert report["variables"] == {"x": 1, "y": 2}


def test_try_without_steps_left_shows_what_is_open(as_json, model: Path, tmp_path: Path) -> None:
    steps = tmp_path / "steps.json"
    steps.write_text("[]")
    assert as_json("try", model, "--steps", steps)["open"] == [{"element": "ask", "kind": "userTask"}]


def test_a_refused_model_names_element_and_line(qyzmet: Qyzmet, model: Path) -> None:
    model.write_text(MODEL.replace("<userTask", "<adHocSubProcess").replace("done", "gone", 1))
    result = qyzmet("try", model, code=2)
    refused = json.loads(result.stdout)["refused"]
    assert refused
    assert all(each["element"] and each["line"] and each["message"] for each in refused)


def test_variables_that_are_no_json_are_bad_input(qyzmet: Qyzmet, model: Path) -> None:
    assert "--variables" in qyzmet("try", model, "--variables", "{", code=2).stderr


def test_a_scenario_passes_and_replays(as_json) -> None:
    file = CONTENT / "scenarios" / "guardianship-certificate-issued.yaml"
    report = as_json("scenario", file, "--content", CONTENT)
    assert [each["passed"] for each in report["scenarios"]] == [True]
    assert "guardianship-certificate" in report["not_taken"]


def test_a_scenario_that_expects_otherwise_fails(qyzmet: Qyzmet, tmp_path: Path) -> None:
    text = (CONTENT / "scenarios" / "guardianship-certificate-issued.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("ended: ", "ended: not_"), encoding="utf-8")
    assert "FAILED" in qyzmet("scenario", wrong, "--content", CONTENT, code=1).stdout


@pytest.mark.parametrize("text", ["", "process: [", "- 1", "process: nothing\nwhen: []", "given: {}"])
def test_a_scenario_that_is_none_is_bad_input(qyzmet: Qyzmet, tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(text)
    result = qyzmet("scenario", file, "--content", CONTENT, code=2)
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_tck_counts_by_group(as_json) -> None:
    if not TCK.is_dir():
        pytest.skip("the DMN TCK is not beside the repository")
    report = as_json("tck", TCK)
    assert 0 < report["passed"] == report["total"]
    assert sum(group["total"] for group in report["groups"].values()) == report["total"]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("1 + x", "--context", '{"x": 2}'), "3"),
        (("${empty list}", "--juel", "--context", '{"list": []}'), "true"),
        (('substring("Қызмет", 1, 2)',), '"Қы"'),
    ],
)
def test_eval_evaluates(qyzmet: Qyzmet, arguments: tuple[str, ...], answer: str) -> None:
    assert qyzmet("eval", *arguments).stdout.strip() == answer


def test_eval_of_a_syntax_error_names_the_place(qyzmet: Qyzmet) -> None:
    assert "column" in qyzmet("eval", "1 +", code=2).stderr


def test_models_of_these_tests_exist() -> None:
    assert (MODELS / "review.bpmn").is_file()
