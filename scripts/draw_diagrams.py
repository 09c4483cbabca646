"""Draws docs/diagrams from the sources: life cycles, layers, commands, main flows.

`--check` writes nothing and fails when a drawing is not current.
"""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import click

from engine.lifecycle import TRANSITIONS
from engine.permissions import RULES
from engine.process_engine import COMMANDS
from scripts.call_flow import ROOT, Walk

FOLDER = ROOT / "docs" / "diagrams"
MADE = "<!-- Made by scripts/draw_diagrams.py from the sources: `make diagrams`. -->"
DOOR = ("engine.process_engine", "execute")


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """A walk through the code that is worth a drawing."""

    title: str
    says: str
    who: str
    begins: tuple[str, str]
    shown: tuple[str, ...]
    command: str | None = None


INNER = (
    "engine.advance",
    "engine.projection",
    "engine.record",
    "engine.store.history",
    "engine.store.instances",
)
FLOWS = (
    Flow(
        title="An application is filed at the counter",
        says="One command begins the case; everything that waits afterwards is a row.",
        who="clerk",
        begins=("web.counter", "act"),
        shown=("web.counter", "web.filing", "engine.documents", "engine.instances", *INNER),
    ),
    Flow(
        title="A clerk completes a task",
        says="The form is checked on the server; the token moves inside one transaction.",
        who="clerk",
        begins=("web.tasks", "complete"),
        shown=("web.tasks", "engine.documents", "engine.tasks", *INNER),
    ),
    Flow(
        title="A job is carried out",
        says="The handler runs outside any transaction; its answer comes back as a command.",
        who="scheduler",
        begins=("engine.executor", "run_jobs"),
        shown=("engine.executor", "engine.documents", "engine.jobs", *INNER),
        command="CompleteJob",
    ),
    Flow(
        title="A timer fires",
        says="The tick finds the row that is due; the model says what happens.",
        who="scheduler",
        begins=("engine.due", "fire_timers"),
        shown=("engine.due", "engine.timers", "engine.store.timers", *INNER),
        command="FireTimer",
    ),
)


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 when a drawing is not current.")
def main(check: bool) -> None:
    """Draw docs/diagrams, or check them."""
    old = {name for name, text in drawings().items() if current(name) != text}
    if check:
        for name in sorted(old):
            print(f"docs/diagrams/{name} is not current; run make diagrams", file=sys.stderr)
        sys.exit(1 if old else 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in sorted(old):
        (FOLDER / name).write_text(drawings()[name])
        print(f"docs/diagrams/{name}")


def current(name: str) -> str | None:
    file = FOLDER / name
    return file.read_text() if file.exists() else None


def drawings() -> dict[str, str]:
    return {
        "lifecycle.md": page("Life cycles", "`engine/lifecycle.py`", lifecycles()),
        "layers.md": page("Layers", "the import contracts of `pyproject.toml`", layers()),
        "commands.md": page("Commands", "`engine/process_engine.py` and `engine/permissions.py`", commands()),
        "flows.md": page("Main flows", "the calls of the sources", flows()),
    }


def page(title: str, origin: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", MADE, f"Drawn from {origin}.", "", *lines]) + "\n"


def mermaid(*lines: str) -> Iterator[str]:
    yield from ("```mermaid", *lines, "```", "")


# ---- life cycles ---------------------------------------------------------------------------------


def lifecycles() -> Iterator[str]:
    """One state machine a noun. The first state is where it begins; one that nothing follows is final."""
    for noun, transitions in TRANSITIONS.items():
        yield from (f"## {noun.capitalize()}", "")
        first = next(iter(transitions))
        yield from mermaid("stateDiagram-v2", f"  [*] --> {first}", *_transitions(transitions))


def _transitions(transitions: dict[str, frozenset[str]]) -> Iterator[str]:
    for state, following in transitions.items():
        yield from (f"  {state} --> {each}" for each in sorted(following))
        if not following:
            yield f"  {state} --> [*]"


# ---- layers --------------------------------------------------------------------------------------


def layers() -> Iterator[str]:
    """Every contract of kind `layers`: who stands above may import who stands below."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if contract["type"] == "layers":
            yield from (f"## {contract['name'].capitalize()}", "")
            yield from mermaid("flowchart TD", *_layers(contract["layers"]))
    yield from ("## What may not be imported", "")
    for contract in contracts:
        if contract["type"] == "forbidden":
            sources, targets = contract["source_modules"], contract["forbidden_modules"]
            yield f"- **{contract['name']}**: {_names(sources)} do not import {_names(targets)}."


def _layers(rows: list[str]) -> Iterator[str]:
    for n, row in enumerate(rows):
        names = " · ".join(each.strip() for each in row.split("|"))
        yield f'  L{n}["{names}"]'
    yield from (f"  L{n} --> L{n + 1}" for n in range(len(rows) - 1))


def _names(modules: list[str]) -> str:
    return ", ".join(f"`{each}`" for each in modules)


# ---- commands ------------------------------------------------------------------------------------


def commands() -> Iterator[str]:
    """The table of contents of the engine: what is asked, who may, who does it."""
    yield from ("| command | carried out by | who may |", "| --- | --- | --- |")
    for command, function in COMMANDS.items():
        module = function.__module__.removeprefix("engine.")
        yield f"| `{command.__name__}` | `{module}.{function.__name__}` | {_who(RULES[command])} |"


def _who(rule: object) -> str:
    """A rule is a function, or one made from names of roles."""
    cells = getattr(rule, "__closure__", None) or ()
    roles = [each for cell in cells for each in cell.cell_contents]
    return ", ".join(roles) or str(getattr(rule, "__name__", rule)).replace("_", " ")


# ---- main flows ----------------------------------------------------------------------------------


def flows() -> Iterator[str]:
    for flow in FLOWS:
        yield from (f"## {flow.title}", "", flow.says, "")
        yield from mermaid("sequenceDiagram", *_sequence(flow))


def _sequence(flow: Flow) -> Iterator[str]:
    table = {command.__name__: (f.__module__, f.__name__) for command, f in COMMANDS.items()}
    walk = Walk(shown=flow.shown, commands=table, door=DOOR, command=flow.command)
    module, function = flow.begins
    walk.enter(module, function, module)
    yield f"  actor {flow.who}"
    yield f"  {flow.who}->>{_alias(module)}: {function}"
    for call in walk.calls:
        yield f"  {_alias(call.caller)}->>{_alias(call.callee)}: {call.function}"


def _alias(module: str) -> str:
    return module.replace(".", "/")


if __name__ == "__main__":
    main()
