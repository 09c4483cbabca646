"""`qyzmet scenario`: analysts' test cases on an engine in memory."""

import sys
from pathlib import Path
from typing import Any

import click

from cli.files import models_below, resources
from cli.output import FAILED, as_json, show
from engine.bpmn import read
from engine.commands import Resource
from engine.scenario import Verdict, begin_at, play, read_scenarios
from engine.stage import Stage
from handlers import HANDLERS


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
        play(each, Stage.of(needed(models, each["process"]), HANDLERS, content, begin_at(each)))
        for name in files
        for each in read_scenarios(Path(name).read_text(), Path(name).name)
    ]
    report = {"scenarios": verdicts, "not_taken": not_taken(Path(content), verdicts)}
    show(report, as_json, _words)
    if not all(verdict.passed for verdict in verdicts):
        sys.exit(FAILED)


def needed(models: tuple[Resource, ...], key: str) -> tuple[Resource, ...]:
    """The process, those it calls, and the decisions and forms of the folder."""
    processes = {
        definition.key: (model, definition)
        for model in models
        if model.name.endswith(".bpmn")
        for definition in read(model.content, model.name)
    }
    found: dict[str, Resource] = {}
    wanted = [key]
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
    for verdict in report["scenarios"]:
        lines.append(f"{'passed' if verdict.passed else 'FAILED'}  {verdict.process}: {verdict.name}")
        lines.append(
            f"        ended: {', '.join(verdict.ended) or 'still open'}; path: {' > '.join(verdict.path)}"
        )
        lines += [f"        {failure}" for failure in verdict.failures]
    for key, flows in report["not_taken"].items():
        lines.append(
            f"{key}: every sequence flow is taken" if not flows else f"{key}: not taken: {', '.join(flows)}"
        )
    passed = sum(verdict.passed for verdict in report["scenarios"])
    lines.append(f"{passed} of {len(report['scenarios'])} passed; replay of each is identical")
    return "\n".join(lines)


COMMANDS = (scenario,)
