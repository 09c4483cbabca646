"""`qyzmet export`: a whole case as JSON, with its files beside it, or the register of issued documents as CSV."""

from pathlib import Path
from typing import Any

import click

from cli.connection import engine
from cli.evidence import id_of
from cli.output import to_json
from engine import issued, queries
from engine.errors import InvalidCommand
from engine.issued import Filter
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from web.issued_csv import to_csv


@click.command()
@click.argument("instance", required=False)
@click.option(
    "--out", type=click.Path(), help="New or empty folder for case.json and the documents; or the file of the register."
)
@click.option("--register", "is_register", is_flag=True, help="The register of issued documents as CSV.")
@click.option("--body", help="Of the register: id of the body.")
@click.option("--year", type=int, help="Of the register: year of issue.")
@click.option("--kind", type=click.Choice(issued.KINDS), help="Of the register: kind of document.")
@click.option("--state", type=click.Choice(issued.STATES), help="Of the register: whether the document is valid.")
def export(instance: str | None, out: str | None, is_register: bool, **wanted: Any) -> None:
    """A case (its id or number) as JSON: variables, tasks, terms, documents, history. Or the register as CSV."""
    if is_register == bool(instance):
        raise InvalidCommand("Expected a case or --register, but it is both or neither; name one of them.")
    if instance is None:
        write_register(Filter(**wanted), out)
    else:
        export_case(instance, out)


def write_register(wanted: Filter, out: str | None) -> None:
    with engine() as opened:
        found = opened.read(issued.register, SYSTEM, wanted, limit=None)
    text = to_csv(found.items)
    if out is None:
        click.echo(text, nl=False)
        return
    Path(out).write_text(text, encoding="utf-8", newline="")
    click.echo(f"{out}: {found.total} documents")


def export_case(instance: str, out: str | None) -> None:
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
