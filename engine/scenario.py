"""Analysts' test cases: a case is given, steps are done as the roles of the act, and the outcome is compared.

Format: design section 9. Runs on an engine in memory with the real handlers and a set clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from engine.commands import StartProcessInstance
from engine.errors import EngineError, InvalidCommand
from engine.expectations import compare
from engine.stage import STEPS, Stage, times, to_time
from engine.values import SYSTEM

KEYS = {"process", "given", "when", "then", "name", "start", "outside"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What came of one scenario."""

    name: str
    process: str
    failures: tuple[str, ...]
    #: element ids in the order in which they completed
    path: tuple[str, ...]
    ended: tuple[str, ...]
    #: the same of every case it started, in no order
    reached: frozenset[str]
    #: process key -> sequence flows taken
    flows: Mapping[str, frozenset[str]]

    @property
    def passed(self) -> bool:
        return not self.failures


def read_scenarios(text: str, file: str) -> tuple[dict[str, Any], ...]:
    """The cases of a file; InvalidCommand names what is wrong with it."""
    try:
        found = [each for each in yaml.safe_load_all(text) if each is not None]
    except yaml.YAMLError as error:
        raise InvalidCommand(f"{file}: expected YAML, but {error}.") from error
    for each in found:
        if not isinstance(each, dict) or "process" not in each:
            raise InvalidCommand(f"{file}: expected a mapping with `process`, `given`, `when`, `then`.")
        if unknown := set(each) - KEYS:
            raise InvalidCommand(
                f"{file}: expected only {', '.join(sorted(KEYS))}, but there is {', '.join(unknown)}."
            )
    return tuple({"name": file, **each} for each in found)


def play(scenario: Mapping[str, Any], stage: Stage) -> Verdict:
    """Give, do, compare; whatever goes wrong is a failure of the verdict, not an exception."""
    failures: list[str] = []
    try:
        _begin(scenario, stage)
        for number, step in enumerate(scenario.get("when") or (), 1):
            _step(stage, step, number)
        failures += compare(scenario.get("then") or {}, stage)
    except (EngineError, LookupError, ValueError) as error:
        failures.append(str(error))
    return Verdict(
        name=scenario["name"],
        process=scenario["process"],
        failures=tuple(failures),
        path=stage.path(),
        ended=stage.ended(),
        reached=stage.reached(),
        flows=stage.flows(),
    )


def processes_of(scenario: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys of the processes that it starts, its own first."""
    others = [step["start"]["process"] for step in scenario.get("when") or () if "start" in step]
    return tuple(dict.fromkeys((scenario["process"], *others)))


def begin_at(scenario: Mapping[str, Any]) -> datetime:
    """When the application is filed: the clock's first time."""
    filed = (scenario.get("given") or {}).get("filed_at")
    if filed is None:
        raise InvalidCommand(
            f"{scenario['name']}: expected given.filed_at, a time with a zone, but there is none."
        )
    return to_time(filed)


def _begin(scenario: Mapping[str, Any], stage: Stage) -> None:
    command = StartProcessInstance(
        key=scenario["process"], variables=times(scenario.get("given") or {}), start=scenario.get("start")
    )
    stage.instance_id = stage.engine.execute(command, SYSTEM).id
    stage.settle()


def _step(stage: Stage, step: Mapping[str, Any], number: int) -> None:
    verb = next((name for name in STEPS if name in step), None)
    if verb is None:
        raise InvalidCommand(f"step {number}: expected one of {', '.join(STEPS)}, but it is {dict(step)}")
    try:
        with stage.looking_at(step.get("in")):
            STEPS[verb](stage, step)
        stage.settle()
    except EngineError as error:
        if not step.get("refused"):
            raise InvalidCommand(f"step {number} ({verb}): {error.message}") from error
        return
    if step.get("refused"):
        raise InvalidCommand(f"step {number} ({verb}): expected to be refused, but it was done")
