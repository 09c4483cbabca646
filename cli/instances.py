"""`qyzmet instances`: what an operator does with running and ended cases."""

from collections.abc import Callable
from typing import Any

import click

from cli.connection import engine
from cli.evidence import id_of
from cli.output import as_json, show
from engine import queries
from engine.commands import (
    CancelProcessInstance,
    Command,
    ModifyProcessInstance,
    RestartProcessInstance,
    ResumeProcessInstance,
    SuspendProcessInstance,
)
from engine.lifecycle import TRANSITIONS
from engine.values import SYSTEM, Page, ProcessInstance

STATES = tuple(TRANSITIONS["process instance"])
reason = click.option("--reason", required=True, help="Stays in the history of the case.")
number = click.argument("number")


@click.group()
def instances() -> None:
    """Cases, by number or id: list, suspend, resume, cancel, restart, modify."""


@instances.command("list")
@click.option("--process", help="Key of the process.")
@click.option("--state", type=click.Choice(STATES))
@click.option("--text", help="Part of a number, a name or an identification number.")
@click.option("--overdue", is_flag=True, help="Only those whose term is over.")
@click.option("--offset", type=int, default=0)
@click.option("--limit", type=int, default=50, show_default=True)
@as_json
def list_instances(as_json: bool, **wanted: Any) -> None:
    """Newest first."""
    with engine() as opened:
        page: Page = opened.read(queries.instances, SYSTEM, **wanted)
    show(page, as_json, lambda _: "\n".join((*map(_line, page.items), f"{len(page.items)} of {page.total}")))


def _line(case: ProcessInstance) -> str:
    late = f", due {case.due_at:%Y-%m-%d %H:%M}" if case.due_at else ""
    return f"{case.business_key or case.id:18} {case.state:10} {case.definition_id}{late}"


@instances.command()
@number
@reason
@as_json
def suspend(number: str, reason: str, as_json: bool) -> None:
    """Halt a case: no task is done, no timer fires, no job runs."""
    _do(number, as_json, lambda case: SuspendProcessInstance(instance_id=case, reason=reason))


@instances.command()
@number
@click.option("--reason")
@as_json
def resume(number: str, reason: str | None, as_json: bool) -> None:
    """Let a suspended case go on."""
    _do(number, as_json, lambda case: ResumeProcessInstance(instance_id=case, reason=reason))


@instances.command()
@number
@reason
@as_json
def cancel(number: str, reason: str, as_json: bool) -> None:
    """End a case where it stands."""
    _do(number, as_json, lambda case: CancelProcessInstance(instance_id=case, reason=reason))


@instances.command()
@number
@reason
@click.option("--version", type=int, help="Of the process; the newest without it.")
@as_json
def restart(number: str, reason: str, version: int | None, as_json: bool) -> None:
    """A new case with a new number, with the start variables of one that has ended."""
    _do(number, as_json, lambda case: RestartProcessInstance(predecessor=case, reason=reason, version=version))


@instances.command()
@number
@reason
@click.option("--cancel", "cancelled", multiple=True, help="Id of an activity that ends, as step:1; repeatable.")
@click.option("--start", "started", multiple=True, help="Id of an element that begins; repeatable.")
@as_json
def modify(number: str, reason: str, cancelled: tuple[str, ...], started: tuple[str, ...], as_json: bool) -> None:
    """End activities here and begin elements there."""
    _do(
        number,
        as_json,
        lambda case: ModifyProcessInstance(instance_id=case, cancel=cancelled, start=started, reason=reason),
    )


def _do(number: str, is_json: bool, command: Callable[[str], Command]) -> None:
    """One command to one case; then the case as it is, or the new one."""
    with engine() as opened:
        instance_id = id_of(opened, number)
        made = opened.execute(command(instance_id), SYSTEM)
        found = made or opened.read(queries.instance, SYSTEM, instance_id)
    show(found, is_json, _line)


COMMANDS = (instances,)
