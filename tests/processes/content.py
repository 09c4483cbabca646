"""The shipped content, read once: models, services, acts and the scenarios played."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.bpmn import Definition, read
from engine.commands import Resource
from engine.dmn import DecisionModel, read_decisions
from engine.scenario import Verdict, begin_at, play, processes_of, read_scenarios
from engine.stage import Stage
from handlers import HANDLERS, OUTSIDE

PROCESSES = Path(__file__).parents[2] / "processes"
MODELS = tuple(sorted(PROCESSES.glob("*.bpmn")))
SCENARIOS = tuple(sorted(PROCESSES.glob("scenarios/*.yaml")))


@cache
def definition(key: str) -> Definition:
    path = PROCESSES / f"{key}.bpmn"
    (found,) = read(path.read_bytes(), path.name)
    return found


DRAWN = tuple(path.stem for path in MODELS if not path.stem.startswith("shared-"))
#: what staff begin for a service
STAFF = tuple(key for key in DRAWN if "started_by" in definition(key).properties)
SERVICES = tuple(key for key in DRAWN if key not in STAFF)


def act_of(key: str) -> str:
    """The act a process carries out: its own, or that of the service it belongs to."""
    return definition(key).properties.get("service", key)


def with_called(key: str) -> Iterator[Definition]:
    """The process and the shared parts it calls, each once."""
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            yield definition(name)
            waiting.extend(call.reference for call in definition(name).calls)


@cache
def decisions(key: str) -> DecisionModel:
    path = PROCESSES / "decisions" / f"{key}.dmn"
    return read_decisions(path.read_bytes(), path.name)


@cache
def references(key: str) -> frozenset[str] | None:
    """Every paragraph and annex of the act; None when its text is not cut yet."""
    path = PROCESSES / "acts" / f"{key}.yaml"
    if not path.exists():
        return None
    act: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return frozenset(str(each["ref"]) for each in (*act["paragraphs"], *act["annexes"]))


@cache
def played(path: Path) -> tuple[Verdict, ...]:
    scenarios = read_scenarios(path.read_text("utf-8"), path.name)
    return tuple(play(each, staged(each)) for each in scenarios)


def staged(scenario: dict[str, Any]) -> Stage:
    """Ready for the first step; topics under `outside` are answered by the scenario itself."""
    stage = new_stage(scenario["process"], begin_at(scenario), *processes_of(scenario)[1:])
    stage.give_over(scenario.get("outside") or ())
    return stage


def new_stage(key: str, at: datetime, *others: str) -> Stage:
    """An engine in memory with the services, their shared parts, decisions and forms."""
    files = sorted(PROCESSES.glob("forms/shared-*.form"))
    for name in (key, *others):
        parts = [f"{each.key}.bpmn" for each in with_called(name)]
        files += [PROCESSES / part for part in (*parts, f"decisions/{name}.dmn")]
        files += sorted(PROCESSES.glob(f"forms/{name}-*.form"))
    files = list(dict.fromkeys(files))
    resources = tuple(Resource(name=each.name, content=each.read_bytes()) for each in files)
    return Stage.of(resources, HANDLERS, str(PROCESSES), at, OUTSIDE)
