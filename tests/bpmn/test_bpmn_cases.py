"""Every case of the kit through the engine in memory: right, or refused where the kit allows it; history replays."""

from typing import Any

import bpmn_kit as kit
import pytest

from engine.commands import Resource
from engine.errors import EngineError, InvalidDefinition, Problem
from engine.replay import replay
from engine.store import cases as case_rows
from engine.trial import Trial

pytestmark = pytest.mark.skipif(not kit.IS_THERE, reason=kit.MISSING)


@pytest.fixture(scope="module")
def compare() -> Any:
    return kit.load_compare()


def deployed(case: dict[str, Any]) -> Trial:
    resources = [Resource(name=name, content=content) for name, content in kit.sources(case)]
    return Trial.of(resources, case["process"])


def run(trial: Trial, case: dict[str, Any], compare: Any) -> list[str]:
    """The differences on the way; a step to be rejected is the last one."""
    found: list[str] = []
    trial.run(case["variables"], [])
    for number, step in enumerate(case["steps"], 1):
        if "expect" in step:
            found += compare.differences(kit.observed(case, step), trial.report())
        elif step.get("rejected"):
            with pytest.raises(EngineError):
                trial.step({key: value for key, value in step.items() if key != "rejected"}, number)
        else:
            trial.step(step, number)
    return found


@pytest.mark.parametrize("case", kit.cases(), ids=lambda case: case["id"])
def test_case(case: dict[str, Any], compare: Any) -> None:
    trial = None
    problems: tuple[Problem, ...] = ()
    try:
        trial = deployed(case)
    except InvalidDefinition as error:
        problems = error.problems
    if trial is None:
        assert all(problem.element for problem in problems)
        assert compare.differences(case, {"refused": problems}) == []
        return
    assert run(trial, case, compare) == []
    assert compare.differences(case, trial.report()) == []
    for row in trial.engine.read(lambda reader: case_rows.every(reader.tx)):
        assert trial.engine.read(replay, row.id).identical
