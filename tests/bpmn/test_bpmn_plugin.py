"""The rules for bpmnlint say what the server says of the support profile, for every model of the kit."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import bpmn_kit as kit
import pytest
from bpmn_models import chain, element, extensions, model, start, sub, task, timer

from engine.bpmn import read, rules
from engine.errors import InvalidDefinition

FRONTEND = Path(__file__).parents[2] / "web" / "frontend"
PLUGIN = FRONTEND / "bpmnlint-plugin-qyzmet"
pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (FRONTEND / "node_modules" / "bpmnlint").is_dir(),
    reason="node and the packages of web/frontend (npm ci) are needed to run the rules",
)
#: what the profile alone decides
OF_PROFILE = re.compile(
    r"\w+ is not supported in a |the attribute \S+ is not supported on a |camunda:\w+ is not supported on a "
    r"|\w+='.*' is not supported; |a \w+ event is not possible as |a start event inside a sub-process has no trigger"
)
Told = set[tuple[str, str]]


def by_plugin(files: list[Path]) -> dict[Path, list[Told]]:
    """As Camunda Modeler reads the files, and without its descriptor."""
    done = subprocess.run(
        ["node", "lint.mjs", *map(str, files)], cwd=FRONTEND, capture_output=True, check=True, encoding="utf-8"
    )
    return {
        Path(name): [{(each["element"], each["message"]) for each in told} for told in readings]
        for name, readings in json.loads(done.stdout).items()
    }


def by_server(source: bytes) -> Told:
    try:
        read(source, "x.bpmn")
    except InvalidDefinition as error:
        found = ((each.element, each.message) for each in error.problems)
        return {each for each in found if OF_PROFILE.match(each[1])}
    return set()


def test_plugin_and_server_agree_on_every_model_of_the_kit(tmp_path: Path) -> None:
    cases = kit.cases()
    if not cases:
        pytest.skip("the kit of cases (../shared/bpmn-cases) is not here")
    files: dict[Path, bytes] = {}
    for number, (name, content) in enumerate(each for case in cases for each in kit.sources(case)):
        if name.endswith(".bpmn"):
            files[tmp_path / f"{number}-{Path(name).name}"] = content
    for file, content in files.items():
        file.write_bytes(content)
    said = by_plugin(list(files))
    differing = {
        file.name: {"server": by_server(content) - told, "plugin": told - by_server(content)}
        for file, content in files.items()
        for told in said[file]
        if told != by_server(content)
    }
    assert differing == {}


CASES = {
    "elements": start() + element("complexGateway", "X") + chain("start", "X"),
    "attributes": start() + task("A", implementation="x") + chain("start", "A"),
    "camunda-attributes": start() + element("serviceTask", "A", camunda_class="a.B") + chain("start", "A"),
    "extensions": start() + task("A", extensions("<camunda:executionListener class='x'/>")) + chain("start", "A"),
    "values": start() + task("A", startQuantity="2") + chain("start", "A"),
    "triggers": start() + sub("S", start("s", timer("PT1H")) + task("t") + chain("s", "t")) + chain("start", "S"),
}  # fmt: skip


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_says_what_the_server_says(rule: str, tmp_path: Path) -> None:
    source = model(CASES[rule])
    file = tmp_path / "x.bpmn"
    file.write_bytes(source)
    assert by_server(source)
    assert by_plugin([file])[file] == [by_server(source)] * 2


def test_the_plugin_holds_the_profile_of_the_server() -> None:
    assert json.loads((PLUGIN / "profile.json").read_text("utf-8")) == json.loads(json.dumps(rules()))


def test_the_shipped_models_are_clean() -> None:
    files = sorted((FRONTEND.parents[1] / "processes").glob("*.bpmn"))
    assert {file: told for file, told in by_plugin(files).items() if any(told)} == {}


def test_every_rule_is_told_of(tmp_path: Path) -> None:
    named = {file.stem for file in (PLUGIN / "rules").glob("*.js")}
    assert named == set(CASES)
    assert set(re.findall(r"`qyzmet/([\w-]+)`", (PLUGIN / "README.md").read_text("utf-8"))) == named
