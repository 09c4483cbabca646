"""`qyzmet serve`, `worker`, `migrate`, `deploy`, `demo`, `users`: running an installation."""

import signal
import threading
from typing import Any

import click

from cli.connection import engine
from cli.files import resources
from cli.output import as_json, show
from cli.simulator import at_hand, beside
from engine import accounts
from engine.commands import CreateUser, Deploy, GrantRole
from engine.errors import InvalidCommand
from engine.forms import check_iin
from engine.scheduler import Scheduler
from engine.settings import Settings
from engine.store.database import Database
from engine.values import SYSTEM
from web.auth import hasher
from web.demo import make_demo
from web.serve import serve as serve_pages


@click.command()
@click.option("--address", default="127.0.0.1:8000", help="host:port to listen on.")
@click.option("--no-worker", is_flag=True, help="Leave jobs and timers to `qyzmet worker`.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, help="On the same port, over PostgreSQL.")
@click.option(
    "--simulator", is_flag=True, help="Start `qyzmet simulator` beside it, for whatever is not connected."
)
@as_json
def serve(address: str, no_worker: bool, processes: int, simulator: bool, as_json: bool) -> None:
    """Web pages, with jobs and timers in the same process."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise InvalidCommand(f"Expected an address as 127.0.0.1:8000, but it is {address}.")
    words = f"Qyzmet serves on http://{address} (Ctrl+C stops it)"
    show({"address": f"http://{address}", "worker": not no_worker}, as_json, lambda value: words)
    with beside(Settings.from_env(), simulator) as settings:
        serve_pages(settings, (host, int(port)), workers=not no_worker, processes=processes)


@click.command()
@as_json
def worker(as_json: bool) -> None:
    """Jobs and timers only; any number of these may run beside the web."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with engine() as opened:
        scheduler = Scheduler(opened)
        scheduler.start()
        words = f"worker {scheduler.worker} runs (Ctrl+C stops it)"
        show({"worker": scheduler.worker}, as_json, lambda value: words)
        stopped.wait()
        scheduler.stop()


@click.command()
@as_json
def migrate(as_json: bool) -> None:
    """Bring the database to the schema of this program; makes a new one if there is none."""
    database = Database(Settings.from_env().database_url)
    steps = database.migrate()
    database.close()
    show(
        {"applied": steps},
        as_json,
        lambda value: f"schema is current; applied: {', '.join(steps) or 'nothing'}",
    )


@click.command()
@click.argument("paths", nargs=-1, required=True)
@as_json
def deploy(paths: tuple[str, ...], as_json: bool) -> None:
    """Check and deploy .bpmn, .dmn and .form files, or folders of them: all or none."""
    with engine() as opened:
        deployed = opened.execute(Deploy(resources=resources(paths)), SYSTEM)
    show(deployed, as_json, lambda each: "\n".join(f"{d.id}  {d.name}" for d in deployed))


@click.command()
def demo() -> None:
    """Demo people and demo cases of every service; does nothing when they are there."""
    with at_hand() as simulator_url:
        made = make_demo(Settings.from_env(), click.echo, simulator_url=simulator_url)
    click.echo(f"demo: {made.accounts} new accounts, {made.cases} new cases")


@click.group()
def users() -> None:
    """People and their roles."""


@users.command("list")
@as_json
def list_users(as_json: bool) -> None:
    """Everybody, with roles and bodies."""
    with engine() as opened:
        found = opened.read(accounts.every)
    rows: list[dict[str, Any]] = [
        {
            "id": each.id,
            "name": each.name,
            "active": each.is_active,
            "demo": each.is_demo,
            "roles": sorted(f"{m.role} in {m.body}" for m in each.memberships),
        }
        for each in found
    ]
    show(
        rows,
        as_json,
        lambda value: "\n".join(f"{r['id']:16} {r['name']:30} {', '.join(r['roles'])}" for r in rows),
    )


@users.command("add")
@click.argument("user_id")
@click.option("--name", required=True)
@click.option("--email")
@click.option("--iin")
@click.password_option(help="Asked for when it is not given.")
@as_json
def add_user(
    user_id: str, name: str, email: str | None, iin: str | None, password: str, as_json: bool
) -> None:
    """A new account."""
    fault = check_iin(iin) if iin else None
    if fault:
        raise InvalidCommand(f"Expected --iin to be an IIN, but it is {iin}: {fault}.")
    command = CreateUser(
        user_id=user_id, name=name, email=email, iin=iin, password_hash=hasher.hash(password)
    )
    with engine() as opened:
        opened.execute(command, SYSTEM)
    words = f"{user_id}: created; give roles with `qyzmet users grant {user_id} ROLE`"
    show({"id": user_id, "name": name}, as_json, lambda value: words)


@users.command("grant")
@click.argument("user_id")
@click.argument("role")
@click.option("--body", default="*", help="Id of the body in the registers; everywhere without it.")
@click.option("--from", "valid_from", help="First day, as 2026-01-31.")
@click.option("--until", "valid_until", help="Last day.")
@as_json
def grant(
    user_id: str, role: str, body: str, valid_from: str | None, valid_until: str | None, as_json: bool
) -> None:
    """A role in a body, from a day to a day."""
    command = GrantRole(user_id=user_id, role=role, body=body, valid_from=valid_from, valid_until=valid_until)
    with engine() as opened:
        opened.execute(command, SYSTEM)
    show({"id": user_id, "role": role, "body": body}, as_json, lambda value: f"{user_id} is {role} in {body}")


COMMANDS = (serve, worker, migrate, deploy, demo, users)
