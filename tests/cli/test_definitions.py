from pathlib import Path

from tests.cli.conftest import CONTENT, MODELS, Qyzmet

BROKEN = """<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  targetNamespace="t">
<process id="p" isExecutable="true" camunda:historyTimeToLive="P1D">
  <startEvent id="begun"/>
  <sequenceFlow id="a" sourceRef="begun" targetRef="send"/>
  <serviceTask id="send" camunda:type="external" camunda:topic="telepathy"/>
  <sequenceFlow id="b" sourceRef="send" targetRef="ask"/>
  <userTask id="ask" camunda:formRef="absent" camunda:formRefBinding="latest"/>
  <sequenceFlow id="c" sourceRef="ask" targetRef="choose"/>
  <businessRuleTask id="choose" camunda:decisionRef="nothing" camunda:resultVariable="x"/>
  <sequenceFlow id="d" sourceRef="choose" targetRef="call"/>
  <callActivity id="call" calledElement="nobody"/>
  <sequenceFlow id="e" sourceRef="call" targetRef="done"/>
  <endEvent id="done"/>
</process></definitions>"""


def test_lint_reports_all_missing_references_at_once(as_json, tmp_path: Path) -> None:
    (tmp_path / "broken.bpmn").write_text(BROKEN)
    report = as_json("lint", tmp_path, code=1)
    errors = [each for each in report["problems"] if each["severity"] == "error"]
    named = {(each["element"], each["line"]) for each in errors}
    assert {("send", 7), ("ask", 9), ("choose", 11), ("call", 13)} <= named
    said = " ".join(each["message"] for each in errors)
    for name in ("telepathy", "absent", "nothing", "nobody"):
        assert f'"{name}"' in said


def test_lint_counts_what_is_not_drawn(as_json, tmp_path: Path) -> None:
    (tmp_path / "broken.bpmn").write_text(BROKEN)
    messages = [each["message"] for each in as_json("lint", tmp_path, code=1)["problems"]]
    assert any("drawn" in message or "shape" in message for message in messages)


def test_lint_reads_every_file_even_if_one_is_no_xml(as_json, tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_text("<definitions")
    (tmp_path / "b.dmn").write_text("no xml")
    (tmp_path / "c.form").write_text("{")
    files = {each["file"] for each in as_json("lint", tmp_path, code=1)["problems"]}
    assert {"a.bpmn", "b.dmn", "c.form"} <= files


def test_the_shipped_content_has_no_errors(as_json) -> None:
    assert as_json("lint", CONTENT)["errors"] == 0


def test_a_missing_file_is_bad_input(qyzmet: Qyzmet) -> None:
    assert "there is no absent.bpmn" in qyzmet("lint", "absent.bpmn", code=2).stderr


def test_deploy_refuses_all_or_nothing(qyzmet: Qyzmet, as_json, tmp_path: Path) -> None:
    (tmp_path / "broken.bpmn").write_text(BROKEN)
    qyzmet("migrate")
    refused = qyzmet("deploy", MODELS / "review.bpmn", tmp_path / "broken.bpmn", code=2).stderr
    assert "broken.bpmn:9: ask" in refused
    assert 'topic "issue" has no handler' in refused


def test_deploy_prints_the_versions(as_json, qyzmet: Qyzmet) -> None:
    qyzmet("migrate")
    ids = {each["id"] for each in as_json("deploy", CONTENT)}
    assert "guardianship-certificate:1" in ids
    assert {each["id"] for each in as_json("deploy", CONTENT)} == ids
