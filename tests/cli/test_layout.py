from pathlib import Path

import pytest

from tests.cli.conftest import CONTENT, MODELS, Qyzmet

HEARING = MODELS / "hearing.bpmn"


def test_a_model_is_written_to_another_file_and_passes_the_lint(as_json, tmp_path: Path) -> None:
    target = tmp_path / "hearing.bpmn"
    report = as_json("layout", HEARING, "--output", target)

    assert report["problems"][str(HEARING)] == []
    drawn = [each for each in as_json("lint", target)["problems"] if "drawing" in each["message"]]
    assert drawn == []


def test_files_are_changed_in_place(qyzmet: Qyzmet, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("hearing.bpmn", "permit.bpmn")]
    for file in files:
        file.write_bytes((MODELS / file.name).read_bytes())

    said = qyzmet("layout", "--in-place", *files).output

    assert said.count("laid out, 0 findings") == 2
    assert all(b"BPMNDiagram" in file.read_bytes() for file in files)


def test_without_an_option_the_model_is_printed(qyzmet: Qyzmet) -> None:
    assert "<bpmndi:BPMNDiagram" in qyzmet("layout", HEARING).output


@pytest.mark.parametrize(
    "arguments",
    [
        ("--in-place", "--output", "x", HEARING),
        (HEARING, MODELS / "permit.bpmn"),
        ("--output", "x", HEARING, MODELS / "permit.bpmn"),
        ("absent.bpmn",),
        (CONTENT / "roles.csv",),
    ],
)
def test_what_cannot_be_done_is_one_sentence(qyzmet: Qyzmet, arguments: tuple[object, ...]) -> None:
    refused = qyzmet("layout", *arguments, code=2)

    assert "xpected" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_the_lint_counts_crossings_as_a_hint(as_json) -> None:
    report = as_json("lint", CONTENT / "guardianship-certificate.bpmn", code=1)

    assert sum(report["crossings"].values()) > 0
