"""`qyzmet export`: a whole case as JSON, with its files beside it, for an archive or an authority that asks."""

from pathlib import Path
from typing import Any

import click

from cli.connection import engine
from cli.evidence import id_of
from cli.output import to_json
from engine import queries
from engine.errors import InvalidCommand
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM


@click.command()
@click.argument("instance")
@click.option(
    "--out", type=click.Path(), help="Folder for case.json and the documents; it must be new or empty."
)
def export(instance: str, out: str | None) -> None:
    """A case (its id or number) as JSON: variables, tasks, terms, documents, history."""
    with engine() as opened:
        found = id_of(opened, instance)
        text = to_json(case(opened, found))
        if out is None:
            click.echo(text)
            return
        names = write(opened, found, Path(out), text)
    click.echo(f"{out}: case.json and {len(names)} documents")


def case(opened: ProcessEngine, instance_id: str) -> dict[str, Any]:
    """All that is kept of a case. The history carries its hashes, so that it can be checked elsewhere."""
    questions = {
        "instance": queries.instance,
        "variables": queries.variables,
        "tasks": queries.tasks,
        "deadlines": queries.deadlines,
        "documents": queries.documents,
        "history": queries.history,
    }
    return {name: opened.read(ask, SYSTEM, instance_id) for name, ask in questions.items()}


def write(opened: ProcessEngine, instance_id: str, folder: Path, text: str) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InvalidCommand(f"Expected an empty folder, but {folder} holds files; name another one.")
    (folder / "case.json").write_text(text, encoding="utf-8")
    names = []
    for document in opened.read(queries.documents, SYSTEM, instance_id):
        _, content = opened.read(queries.content, SYSTEM, document.id)
        names.append(f"{document.digest[:12]}{Path(document.name).suffix}")
        (folder / names[-1]).write_bytes(content)
    return names


COMMANDS = (export,)
