"""`qyzmet tck` and `qyzmet eval`: decisions and expressions, measured and tried."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cli.output import as_json, show, to_json
from engine.calendars import Calendars, model_functions
from engine.dmn import read_decisions
from engine.dmn.tck import TckResults, run_tck
from engine.errors import InvalidCommand, NotFound
from engine.expressions import compile_feel, compile_value
from engine.functions import PURE, checked


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option("--failures", is_flag=True, help="List the cases that fail, with the reason.")
@as_json
def tck(folder: str, failures: bool, as_json: bool) -> None:
    """Run a folder of cases of the DMN TCK: passed and total, by group."""
    results = run_tck(folder)
    report = {
        "passed": results.passed,
        "total": results.total,
        "groups": {group: {"passed": p, "total": t} for group, (p, t) in sorted(results.groups.items())},
        "failures": list(results.failures) if failures or as_json else [],
    }
    show(report, as_json, lambda value: _words(results, failures))


def _words(results: TckResults, failures: bool) -> str:
    lines = [f"{group:60} {p:5} of {t}" for group, (p, t) in sorted(results.groups.items())]
    if failures:
        lines += [f"failed  {case.group} {case.case}: {case.reason}" for case in results.failures]
    share = 100 * results.passed / max(results.total, 1)
    return "\n".join([*lines, f"{results.passed} of {results.total} passed ({share:.1f} %)"])


@click.command("eval")
@click.argument("expression", required=False)
@click.option("--juel", is_flag=True, help="The expression is JUEL: ${...}.")
@click.option("--decision", nargs=2, metavar="FILE ID", help="Evaluate a decision of a .dmn file instead.")
@click.option("--context", default="{}", help="Variables, as JSON.")
@click.option(
    "--calendars", default="processes/calendars", help="Folder of the calendars the functions count with."
)
def evaluate(
    expression: str | None, juel: bool, decision: tuple[str, str] | None, context: str, calendars: str
) -> None:
    """Evaluate a FEEL expression, or a decision, over a context."""
    try:
        variables = json.loads(context)
    except json.JSONDecodeError as error:
        raise InvalidCommand(f"Expected --context to be JSON, but {error}.") from error
    functions = checked(
        {**PURE, **(model_functions(Calendars.load(calendars)) if Path(calendars).is_dir() else {})}
    )
    if decision is not None:
        click.echo(to_json(_decide(decision, variables, functions)))
    elif expression is not None:
        compiled = compile_value(expression) if juel else compile_feel(expression)
        click.echo(to_json(compiled.evaluate(variables, functions)))
    else:
        raise InvalidCommand("Expected an expression, or --decision FILE ID.")


def _decide(decision: tuple[str, str], variables: dict[str, object], functions: Mapping[str, Any]) -> object:
    file, name = decision
    model = read_decisions(Path(file).read_bytes(), Path(file).name)
    if name not in model.decisions:
        raise NotFound(f'Expected a decision "{name}" in {file}, but it has: {", ".join(model.decisions)}.')
    result = model.decisions[name].evaluate(variables, functions)
    return {"value": result.value, "matched": result.matched}


COMMANDS = (tck, evaluate)
