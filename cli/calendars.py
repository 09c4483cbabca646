"""`qyzmet calendars`: which open deadlines move under the newest calendars, and moving them."""

from collections.abc import Iterable
from typing import Any

import click

from cli.connection import engine
from cli.output import as_json, show
from engine.commands import RecountTerms
from engine.process_engine import ProcessEngine
from engine.recounting import moves
from engine.values import SYSTEM

language = click.option("--language", type=click.Choice(("ru", "kk", "en")), default="ru", show_default=True)


@click.group()
def calendars() -> None:
    """Open deadlines under the newest versions of the calendars."""


@calendars.command()
@language
@as_json
def check(language: str, as_json: bool) -> None:
    """Which open deadlines would move: case, term, old and new end, why. Changes nothing."""
    with engine() as opened:
        found = [each.to_dict() for each in opened.read(moves, SYSTEM)]
    show(found, as_json, lambda rows: "\n".join(words(row, language) for row in rows) or "nothing would move")


@calendars.command()
@click.option(
    "--reason", required=True, help="The act, and what it changed: stays in the history of each case."
)
@language
@as_json
def recount(reason: str, language: str, as_json: bool) -> None:
    """Move them, each case with an entry of its own."""
    with engine() as opened:
        found = list(_recounted(opened, reason))
    show(found, as_json, lambda rows: "\n".join(words(row, language) for row in rows) or "nothing moved")


def _recounted(opened: ProcessEngine, reason: str) -> Iterable[dict[str, Any]]:
    """One command a case; a case that changes meanwhile is counted as it is then."""
    cases = dict.fromkeys(each.instance_id for each in opened.read(moves, SYSTEM))
    for instance_id in cases:
        done = opened.execute(RecountTerms(instance_id=instance_id, reason=reason), SYSTEM)
        yield from (each.to_dict() for each in done)


def words(row: dict[str, Any], language: str) -> str:
    old, new = (row[name][:16].replace("T", " ") for name in ("due", "new_due"))
    return f"{row['case']}: {row['name']}: {old} -> {new}\n    {row['why'][language]}"


COMMANDS = (calendars,)
