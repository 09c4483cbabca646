"""`qyzmet layout`: draws a model anew; everything in the file but the drawing stays."""

import sys
from pathlib import Path

import click

from cli.output import as_json, show
from engine.bpmn.drawing import check_drawing, count_crossings
from engine.bpmn.layout import lay_out
from engine.errors import InvalidCommand, Problem


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--in-place", is_flag=True, help="Change the files themselves.")
@click.option("--output", help="File to write, when one model is laid out.")
@as_json
def layout(files: tuple[str, ...], in_place: bool, output: str | None, as_json: bool) -> None:
    """Lay models out: pools, lanes, flows, names, notes. Without an option: to the standard output."""
    if in_place == bool(output) and (in_place or len(files) > 1):
        raise InvalidCommand("Expected --in-place, or --output FILE with one model; give one of the two.")
    if output and len(files) > 1:
        raise InvalidCommand("Expected one model with --output, but there are several; use --in-place.")
    drawn = {name: lay_out(_content(name), Path(name).name) for name in files}
    if not in_place and not output:
        sys.stdout.buffer.write(next(iter(drawn.values())))
        return
    for name, content in drawn.items():
        Path(output or name).write_bytes(content)
    left = {name: check_drawing(content, Path(name).name) for name, content in drawn.items()}
    crossings = {name: count_crossings(content, name) for name, content in drawn.items()}
    value = {"files": list(drawn), "problems": left, "crossings": crossings}
    show(value, as_json, lambda value: _words(left, crossings))


def _content(name: str) -> bytes:
    path = Path(name)
    if not path.is_file():
        raise InvalidCommand(f"Expected a file with a BPMN model, but there is no {name}.")
    return path.read_bytes()


def _words(left: dict[str, tuple[Problem, ...]], crossings: dict[str, int]) -> str:
    lines = []
    for name, problems in left.items():
        lines.append(f"{name}: laid out, {len(problems)} findings, {crossings[name]} crossings")
        lines += [f"  {problem}" for problem in problems]
    return "\n".join(lines)


COMMANDS = (layout,)
