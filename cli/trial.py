"""`qyzmet try`: any model in memory, with a set clock."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from cli.files import resources
from cli.output import BAD_INPUT, as_json, to_json
from engine.errors import InvalidCommand, InvalidDefinition
from engine.trial import Trial


@click.command("try")
@click.argument("models", nargs=-1, required=True)
@click.option("--process", help="Id of the process to start; the first one of the files without it.")
@click.option("--variables", default="{}", help="Variables at the start, as JSON.")
@click.option("--steps", type=click.Path(exists=True, dir_okay=False), help="File with a JSON list of steps.")
@as_json
def try_(
    models: tuple[str, ...], process: str | None, variables: str, steps: str | None, as_json: bool
) -> None:
    """Run a model and print its path; without steps everything open is completed."""
    given = _json(variables, "--variables", dict)
    todo = _json(Path(steps).read_text(), steps, list) if steps else None
    try:
        trial = Trial.of(resources(models), process)
    except InvalidDefinition as error:
        click.echo(to_json({"refused": [_refused(problem) for problem in error.problems]}))
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)
    trial.run(given, todo)
    click.echo(to_json(trial.report()))


def _refused(problem: Any) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in ("file", "element", "line", "message")}


def _json(text: str, source: str, kind: type) -> Any:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidCommand(f"Expected JSON in {source}, but {error}.") from error
    if not isinstance(value, kind):
        raise InvalidCommand(f"Expected a JSON {'object' if kind is dict else 'list'} in {source}.")
    return value


COMMANDS = (try_,)
