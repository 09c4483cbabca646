"""`qyzmet services`, `term`, `documents`, `grounds`, `fee`, `route`: what the decisions of a service say."""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

import click

from cli.connection import engine_with_services as engine
from cli.output import as_json, show
from engine import services as said
from engine.clock import LOCAL
from engine.errors import InvalidCommand

#: candidates printed for people; --json has all of them
CANDIDATES = 20

Command = Callable[..., Any]
language = click.option("--language", type=click.Choice(("ru", "kk", "en")), default="ru", show_default=True)
extra = click.option(
    "--set", "extra", multiple=True, metavar="NAME=VALUE", help="A further variable; JSON or text."
)


def case_options(command: Command) -> Command:
    """What documents, terms and fees depend on."""
    for name in ("category", "procedure", "channel"):
        command = click.option(f"--{name}")(command)
    return extra(command)


@click.command()
@as_json
def services(as_json: bool) -> None:
    """The services: key, title, channels, procedures."""
    with engine() as opened:
        found = opened.read(said.services)
    show(
        found,
        as_json,
        lambda rows: "\n".join(f"{s.key:32} {s.title} [{', '.join(s.channels)}]" for s in rows),
    )


@click.command()
@click.argument("key")
@click.option(
    "--filed", required=True, help="When it was filed: 2012-12-28T14:00, time of Astana without a zone."
)
@click.option("--name", default="service", show_default=True, help="Which term.")
@click.option("--all", "every", is_flag=True, help="Every term of the service, for each channel.")
@case_options
@language
@as_json
def term(key: str, filed: str, name: str, every: bool, language: str, as_json: bool, **options: Any) -> None:
    """When a term ends, and how that was counted."""
    start, case = moment(filed), case_of(options)
    with engine() as opened:
        found = (
            opened.read(said.terms_by_channel, key, case, start)
            if every
            else (opened.read(said.term, key, name, case, start),)
        )
    rows = [{**each, "due": each["due"].astimezone(LOCAL).isoformat()} for each in found]
    show(rows if every else rows[0], as_json, lambda _: terms_words(rows, language))


def terms_words(rows: list[dict[str, Any]], language: str) -> str:
    """Under the name of their channel, where each channel has its terms."""
    said = []
    for channel, group in groupby(rows, key=lambda row: row.get("channel")):
        said += [f"[{channel}]"] if channel else []
        said += [term_words(each, language) for each in group]
    return "\n".join(said)


def term_words(row: dict[str, Any], language: str) -> str:
    due = datetime.fromisoformat(row["due"])
    return f"{row['name']}: {due:%Y-%m-%d %H:%M} ({row['norm']})\n    {row['text'][language]}"


@click.command()
@click.argument("key")
@case_options
@as_json
def documents(key: str, as_json: bool, **options: Any) -> None:
    """The documents of the standard for a channel, procedure and category."""
    with engine() as opened:
        found = opened.read(said.documents, key, case_of(options))
    show(found, as_json, lambda rows: "\n".join(document_words(row) for row in rows) or "none")


def document_words(row: dict[str, Any]) -> str:
    form = f", {row['form']}" if row.get("form") else ""
    optional = "" if row.get("required", True) else " (if it applies)"
    return f"{row['code']}: {row['name']}{form}{optional} ({row.get('norm') or 'no norm'})"


@click.command()
@click.argument("key")
@click.option("--stage", type=click.Choice(tuple(said.STAGES)))
@as_json
def grounds(key: str, stage: str | None, as_json: bool) -> None:
    """The grounds on which acceptance or the service may be refused."""
    with engine() as opened:
        found = opened.read(said.grounds, key, stage)
    text = "\n".join(
        f"{row['stage']}: {row.get('code')}: {row.get('text')} ({row.get('norm')})" for row in found
    )
    show(found, as_json, lambda _: text or "the standard prints none")


@click.command()
@click.argument("key")
@click.option("--on", "on", help="Day of payment, as 2026-01-31.")
@case_options
@as_json
def fee(key: str, on: str | None, as_json: bool, **options: Any) -> None:
    """What the service costs."""
    day = {"on": day_of(on)} if on else {}
    with engine() as opened:
        found = opened.read(said.fee, key, {**case_of(options), **day})
    show(
        found,
        as_json,
        lambda row: f"{row.get('amount')} {row.get('unit') or ''} ({row.get('norm') or row.get('basis')})",
    )


@click.command()
@click.argument("key")
@click.option("--region")
@click.option("--district")
@click.option("--settlement")
@case_options
@as_json
def route(
    key: str, region: str | None, district: str | None, settlement: str | None, as_json: bool, **options: Any
) -> None:
    """Which bodies serve a place; asks back with the candidates when it is not certain."""
    place = {"region": region, "district": district, "settlement": settlement}
    with engine() as opened:
        found = opened.read(said.route, key, {**case_of(options), **place})
    show(found, as_json, lambda rows: "\n".join(body_words(row) for row in rows) or "nothing is routed")
    asked = list(dict.fromkeys(row["asks"] for row in found if row["body"] is None))
    if asked:
        raise InvalidCommand(f"Expected one body for each step, but the place is not certain; give {', '.join(asked)}.")


def body_words(row: dict[str, Any]) -> str:
    body = row["body"]
    if body is None:
        rest = [f"    {each['id']}: {each['name']}, {each['address']}" for each in row["candidates"]]
        return "\n".join((f"{row['variable']}: {row['message']}", *rest[:CANDIDATES]))
    return f"{row['variable']}: {body['id']}: {body['name']}, {body['address']}, {body['phones']}"


def case_of(options: dict[str, Any]) -> dict[str, Any]:
    """Variables of a case out of the options; what is not given is null."""
    given = dict(_pair(text) for text in options.pop("extra"))
    return {**options, **given}


def _pair(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise InvalidCommand(f"Expected --set NAME=VALUE, but it is {text}.")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidCommand(f"Expected a time as 2012-12-28T14:00, but it is {text}.") from error
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)


def day_of(text: str) -> date:
    try:
        return datetime.combine(date.fromisoformat(text), time()).date()
    except ValueError as error:
        raise InvalidCommand(f"Expected a day as 2026-01-31, but it is {text}.") from error


COMMANDS = (services, term, documents, grounds, fee, route)
