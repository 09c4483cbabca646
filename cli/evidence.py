"""`qyzmet replay`, `qyzmet verify`, `qyzmet seal`: what an auditor asks for."""

import sys

import click

from cli.connection import engine
from cli.output import FAILED, as_json, show
from engine import queries
from engine.commands import SealHistory
from engine.errors import NotFound
from engine.process_engine import ProcessEngine
from engine.replay import replay as replay_instance
from engine.values import SYSTEM, ReplayReport
from engine.verification import VerifyReport
from engine.verification import verify as verify_history


@click.command()
@click.argument("instance")
@as_json
def replay(instance: str, as_json: bool) -> None:
    """Do the recorded steps of a case again (its id or number) and compare the events."""
    with engine() as opened:
        report = opened.read(replay_instance, id_of(opened, instance))
    show(report, as_json, _replayed)
    if not report.identical:
        sys.exit(FAILED)


@click.command()
@as_json
def verify(as_json: bool) -> None:
    """Check every entry, link, head and seal; name the first that is broken."""
    with engine() as opened:
        report = opened.read(verify_history, opened.settings.seal_key)
    show(report, as_json, _verified)
    if not report.ok:
        sys.exit(FAILED)


@click.command()
@as_json
def seal(as_json: bool) -> None:
    """Chain the heads of all histories that have grown into the register of seals."""
    with engine() as opened:
        number = opened.execute(SealHistory(), SYSTEM)
    show({"seal": number}, as_json, lambda value: f"seal {value['seal']}")


def id_of(opened: ProcessEngine, name: str) -> str:
    """By id, else by number."""
    try:
        return opened.read(queries.instance, SYSTEM, name).id
    except NotFound:
        return opened.read(queries.find, SYSTEM, name).id


def _replayed(report: ReplayReport) -> str:
    if report.identical:
        return f"identical: {report.steps} steps give the recorded events"
    return f"differs at entry {report.seq}: recorded {report.recorded}, replayed {report.replayed}"


def _verified(report: VerifyReport) -> str:
    if report.first_broken is None:
        return f"whole: {report.entries} entries, {report.seals} seals"
    stream, seq, fault = report.first_broken
    return f"broken: entry {seq} of {stream}: {fault}"


COMMANDS = (replay, verify, seal)
