"""`qyzmet scenario`: analysts' test cases on an engine in memory."""

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from cli.files import models_below, resources
from cli.output import FAILED, as_json, show
from engine.bpmn import read
from engine.commands import Resource
from engine.errors import InvalidCommand
from engine.scenario import Verdict, begin_at, play, processes_of, read_scenarios
from engine.stage import Stage
from handlers import HANDLERS, OUTSIDE


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--content",
    default="processes",
    type=click.Path(exists=True, file_okay=False),
    help="Folder of the content.",
)
@as_json
def scenario(files: tuple[str, ...], content: str, as_json: bool) -> None:
    """Run test cases; print path and verdict of each, and the sequence flows that none of them takes."""
    models = resources([content])
    verdicts = [
        play(each, staged(each, needed(models, *processes_of(each)), content))
        for name in files
        for each in written(Path(name))
    ]
    report = {
        "scenarios": [{"passed": verdict.passed, **plain(verdict)} for verdict in verdicts],
        "passed": sum(verdict.passed for verdict in verdicts),
        "not_taken": not_taken(Path(content), verdicts),
    }
    show(report, as_json, _words)
    if not all(verdict.passed for verdict in verdicts):
        sys.exit(FAILED)


def staged(scenario: dict[str, Any], models: tuple[Resource, ...], content: str) -> Stage:
    """Topics under `outside` are answered by the scenario itself, besides those of systems outside."""
    stage = Stage.of(models, HANDLERS, content, begin_at(scenario), OUTSIDE)
    stage.give_over(scenario.get("outside") or ())
    return stage


def written(file: Path) -> tuple[dict[str, Any], ...]:
    """The scenarios of a file; at least one."""
    found = read_scenarios(file.read_text(encoding="utf-8"), file.name)
    if not found:
        raise InvalidCommand(f"Expected a scenario in {file.name}, but it is empty; write one.")
    return tuple(found)


def plain(verdict: Verdict) -> dict[str, Any]:
    return {each.name: getattr(verdict, each.name) for each in fields(verdict)}


def needed(models: tuple[Resource, ...], *keys: str) -> tuple[Resource, ...]:
    """The processes, those they call, and the decisions and forms of the folder."""
    processes = {
        definition.key: (model, definition)
        for model in models
        if model.name.endswith(".bpmn")
        for definition in read(model.content, model.name)
    }
    found: dict[str, Resource] = {}
    wanted = list(keys)
    while wanted:
        name = wanted.pop()
        if name in processes and name not in found:
            model, definition = processes[name]
            found[name] = model
            wanted += [call.reference for call in definition.calls]
    return (*found.values(), *(model for model in models if not model.name.endswith(".bpmn")))


def not_taken(content: Path, verdicts: list[Verdict]) -> dict[str, list[str]]:
    """Process -> flows of its drawing that no scenario took; of the processes that ran."""
    taken: dict[str, set[str]] = {}
    for verdict in verdicts:
        for key, flows in verdict.flows.items():
            taken.setdefault(key, set()).update(flows)
    drawn = {
        definition.key: set(definition.flows)
        for path in models_below(content)
        if path.suffix == ".bpmn"
        for definition in read(path.read_bytes(), path.name)
    }
    return {key: sorted(drawn[key] - flows) for key, flows in taken.items() if key in drawn}


def _words(report: dict[str, Any]) -> str:
    lines = []
    for each in report["scenarios"]:
        ended, path = ", ".join(each["ended"]) or "still open", " > ".join(each["path"])
        lines.append(f"{'passed' if each['passed'] else 'FAILED'}  {each['process']}: {each['name']}")
        lines.append(f"        ended: {ended}; path: {path}")
        lines += [f"        {failure}" for failure in each["failures"]]
    for key, flows in report["not_taken"].items():
        said = f"not taken: {', '.join(flows)}" if flows else "every sequence flow is taken"
        lines.append(f"{key}: {said}")
    lines.append(f"{report['passed']} of {len(report['scenarios'])} passed; replay of each is identical")
    return "\n".join(lines)


COMMANDS = (scenario,)
