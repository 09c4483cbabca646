"""`qyzmet migration`: running cases go on by another version of their process, or say why they cannot."""

import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import click

from cli.connection import engine
from cli.evidence import id_of
from cli.output import FAILED, as_json, show
from engine import migration as cases
from engine import queries
from engine.errors import InvalidCommand
from engine.migration import MigrationPlan, Outcome, Verdict
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM

#: what a move does beside moving
EFFECTS = {
    "TimerScheduled": "timer begins",
    "TimerCancelled": "timer is cancelled",
    "Subscribed": "begins to wait",
    "Unsubscribed": "waits no more",
    "IncidentRaised": "incident",
    "IncidentResolved": "incident ends",
}


def versions(command: Callable[..., Any]) -> Callable[..., Any]:
    """KEY --from N --to M --map old=new"""
    for option in (
        click.option(
            "--map", "pairs", multiple=True, help="old=new, or old= to leave an element out; repeatable."
        ),
        click.option("--to", "new", type=int, required=True, help="Number of the version they go to."),
        click.option("--from", "old", type=int, required=True, help="Number of the version they run by."),
        click.argument("key"),
    ):
        command = option(command)
    return command


@click.group()
def migration() -> None:
    """Running cases to another version of their process, and back."""


@migration.command("plan")
@versions
@as_json
def show_plan(key: str, old: int, new: int, pairs: tuple[str, ...], as_json: bool) -> None:
    """Which element becomes which, and which cases can go."""
    with engine() as opened:
        plan = opened.read(cases.plan, key, old, new, _overrides(pairs))
        verdicts = _verdicts(opened, plan, ())
    value = {"plan": plan, "verdicts": [_plain(each) for each in verdicts]}
    show(value, as_json, lambda _: "\n".join((*_plan_lines(plan), *map(_line, verdicts))))


@migration.command("run")
@versions
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option(
    "--instance", "names", multiple=True, help="Id or number of a case; all of the version without it."
)
@click.option("--reason", default="", help="Goes into the history of each case.")
@as_json
def run(key: str, old: int, new: int, pairs: tuple[str, ...], as_json: bool, **how: Any) -> None:
    """Move them, each by a command of its own; who cannot go stays, with the reasons."""
    with engine() as opened:
        plan = opened.read(cases.plan, key, old, new, _overrides(pairs))
        ids = _ids(opened, plan, how["names"])
        if how["dry_run"]:
            verdicts = _verdicts(opened, plan, ids)
            show([_plain(each) for each in verdicts], as_json, lambda _: "\n".join(map(_line, verdicts)))
            _end([not each.may_go for each in verdicts])
            return
        execute = partial(opened.execute, actor=SYSTEM)
        _report(opened, cases.run(execute, plan, ids, how["reason"]), as_json)


@migration.command("undo")
@click.option("--instance", "names", multiple=True, required=True, help="Id or number of a case.")
@as_json
def undo(names: tuple[str, ...], as_json: bool) -> None:
    """Back to the version before the last migration."""
    with engine() as opened:
        back = [opened.read(cases.way_back, SYSTEM, id_of(opened, each)) for each in names]
        _report(opened, cases.undo(partial(opened.execute, actor=SYSTEM), back), as_json)


def _overrides(pairs: Iterable[str]) -> dict[str, str | None]:
    wrong = [each for each in pairs if "=" not in each]
    if wrong:
        raise InvalidCommand(f'Expected --map as old=new, but it is "{wrong[0]}".')
    return {old: new or None for old, _, new in (each.partition("=") for each in pairs)}


def _ids(opened: ProcessEngine, plan: MigrationPlan, names: tuple[str, ...]) -> list[str]:
    if names:
        return [id_of(opened, each) for each in names]
    return [each.id for each in opened.read(cases.running, SYSTEM, plan.old)]


def _verdicts(opened: ProcessEngine, plan: MigrationPlan, ids: Iterable[str]) -> tuple[Verdict, ...]:
    return opened.read(cases.verdicts, SYSTEM, plan, list(ids) or _ids(opened, plan, ()))


def _report(opened: ProcessEngine, outcomes: Iterable[Outcome], as_json: bool) -> None:
    """Each as it is done: what is printed has happened."""
    done = []
    for each in outcomes:
        done.append(each)
        if not as_json:
            number = opened.read(queries.instance, SYSTEM, each.instance_id).business_key
            click.echo(f"{number or each.instance_id}: {each.error or 'moved'}")
    if as_json:
        show([{"instance": each.instance_id, "error": each.error} for each in done], as_json)
    _end([each.error is not None for each in done])


def _end(failed: list[bool]) -> None:
    if any(failed):
        sys.exit(FAILED)


def _plan_lines(plan: MigrationPlan) -> list[str]:
    kept = sum(1 for name, target in plan.proposed.items() if name == target)
    lines = [f"{plan.old} -> {plan.new}: {kept} elements keep their ids"]
    others = [(name, target) for name, target in plan.proposed.items() if name != target]
    lines += [f"  {name} -> {target or 'nothing'}" for name, target in others]
    return lines + [f"  wrong: {each}" for each in plan.faults]


def _line(verdict: Verdict) -> str:
    number = verdict.instance.business_key or verdict.instance.id
    if not verdict.may_go:
        return "\n".join((f"{number}: stays", *(f"    {each}" for each in verdict.reasons)))
    effects = "; ".join(f"{EFFECTS[name]}: {element}" for name, element in verdict.effects)
    return f"{number}: can go{f' ({effects})' if effects else ''}"


def _plain(verdict: Verdict) -> dict[str, Any]:
    return {
        "instance": verdict.instance.id,
        "business_key": verdict.instance.business_key,
        "may_go": verdict.may_go,
        "reasons": [
            {"code": each.code, "activity": each.activity, "message": str(each)} for each in verdict.reasons
        ],
        "effects": verdict.effects,
    }


COMMANDS = (migration,)
