"""`qyzmet lint`: all that deployment checks, and the quality of the drawing, without deploying."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from cli.files import resources
from cli.output import FAILED, as_json, show
from engine.bpmn.drawing import check_drawing, count_crossings
from engine.commands import Resource
from engine.definitions import parse
from engine.errors import Problem
from engine.functions import names
from engine.references import Known, check
from handlers import HANDLERS


@click.command()
@click.argument("paths", nargs=-1, required=True)
@as_json
def lint(paths: tuple[str, ...], as_json: bool) -> None:
    """Report all problems of files or folders at once, with element id and line."""
    problems = problems_of(resources(paths))
    errors = [problem for problem in problems if problem.severity == "error"]
    crossings = {name: count for name, count in _crossings(resources(paths)) if count}
    value = {"problems": problems, "errors": len(errors), "crossings": crossings}
    show(value, as_json, lambda value: words(problems))
    if errors:
        sys.exit(FAILED)


def problems_of(files: tuple[Resource, ...]) -> list[Problem]:
    """Reading, references among the files, drawing; errors before warnings, each once."""
    parsed, problems = parse(files)
    known = Known(topics=frozenset(HANDLERS), functions=names())
    warnings = [warning for each in parsed if each.process for warning in each.process.warnings]
    drawn = [
        problem
        for each in files
        if each.name.endswith(".bpmn")
        for problem in check_drawing(each.content, Path(each.name).name)
    ]
    found = dict.fromkeys([*problems, *check(parsed, known), *warnings, *drawn])
    return sorted(found, key=lambda problem: (problem.severity != "error", problem.file, problem.line or 0))


def _crossings(files: tuple[Resource, ...]) -> Iterator[tuple[str, int]]:
    """A hint beside the problems: where flows cross often, another order of lanes or rows may read better."""
    for each in files:
        if each.name.endswith(".bpmn"):
            yield each.name, count_crossings(each.content, Path(each.name).name)


def words(problems: list[Problem]) -> str:
    lines = [f"{problem.severity:8}{problem}" for problem in problems]
    errors = sum(problem.severity == "error" for problem in problems)
    return "\n".join([*lines, f"{errors} errors, {len(problems) - errors} warnings"])


COMMANDS = (lint,)
