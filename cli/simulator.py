"""`qyzmet simulator`: systems outside with demo data, as a service of its own; and its demo signer."""

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import urllib3

from cli.output import as_json, show
from engine.errors import InvalidCommand
from engine.settings import Settings
from simulator.asking import FAULTS, SYSTEMS
from simulator.authority import KINDS
from simulator.service import Simulator

ADDRESS = "127.0.0.1:8090"
SMTP = "127.0.0.1:8025"
STATE = "var/simulator.db"


@contextmanager
def beside(settings: Settings, is_wanted: bool) -> Iterator[Settings]:
    """A simulator in a process of its own while the pages are served; what is connected already stays so."""
    if not is_wanted:
        yield settings
        return
    program = [sys.executable, "-c", "from cli.main import main; main()", "simulator", "--until-input-ends"]
    process = subprocess.Popen(program, stdin=subprocess.PIPE)
    try:
        yield replace(
            settings,
            simulator_url=settings.simulator_url or f"http://{ADDRESS}",
            smtp_url=settings.smtp_url or f"smtp://{SMTP}",
        )
    finally:
        process.terminate()
        process.communicate(timeout=10)


@contextmanager
def at_hand(state: str = STATE) -> Iterator[str]:
    """The address of one in this process, with the same payments and keys as the one served; it sends no mail."""
    started = Simulator(("127.0.0.1", 0), None, state)
    thread = threading.Thread(target=started.run)
    thread.start()
    try:
        yield started.url
    finally:
        started.stop()
        thread.join()
        started.state.close()


def host_and_port(address: str, option: str = "--address") -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise InvalidCommand(f"Expected {option} as 127.0.0.1:8090, but it is {address}.")
    return host, int(port)


@click.group(invoke_without_command=True)
@click.option("--address", default=ADDRESS, show_default=True, help="host:port of HTTP.")
@click.option("--smtp", default=SMTP, show_default=True, help="host:port of SMTP; empty: no mail server.")
@click.option("--state", default=STATE, show_default=True, help="File of what it remembers.")
@click.option("--until-input-ends", is_flag=True, hidden=True, help="Stop with whoever started it.")
@click.option(
    "--fail", multiple=True, metavar="SYSTEM=FAULT", help=f"{', '.join(SYSTEMS)} = {', '.join(FAULTS)}."
)
@as_json
@click.pass_context
def simulator(context: click.Context, /, fail: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """Payment gateway, signature check, state databases, SMS and e-mail, all with demo data."""
    if context.invoked_subcommand:
        return
    smtp = host_and_port(given["smtp"], "--smtp") if given["smtp"] else None
    started = Simulator(host_and_port(given["address"]), smtp, given["state"], faults(fail))
    if given["until_input_ends"]:
        threading.Thread(target=stop_at_end_of_input, args=(started,), daemon=True).start()
    report = {"address": started.url, "smtp": started.smtp_url, "demo": True}
    words = (
        f"SIMULATOR with demo data on {started.url}, mail on {started.smtp_url or 'nothing'} (Ctrl+C stops it)\n"
        f"Tell the product: QYZMET_SIMULATOR_URL={started.url} QYZMET_SMTP_URL={started.smtp_url}"
    )
    show(report, as_json, lambda value: words)
    started.run()


def stop_at_end_of_input(started: Simulator) -> None:
    """The input is a pipe of the process that started this one: it ends with it, however that ends."""
    sys.stdin.buffer.read()
    started.stop()


def faults(given: tuple[str, ...]) -> dict[str, str]:
    found = dict(each.partition("=")[::2] for each in given)
    if not set(found) <= set(SYSTEMS) or not set(found.values()) <= set(FAULTS):
        raise InvalidCommand(
            f"Expected --fail as SYSTEM=FAULT with a system of {', '.join(SYSTEMS)} and a fault of {', '.join(FAULTS)}."
        )
    return found


@simulator.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--iin", required=True)
@click.option("--name", default="ДЕМО ПОЛУЧАТЕЛЬ", show_default=True)
@click.option("--bin", help="BIN, when it is signed for an organisation.")
@click.option("--kind", default="valid", type=click.Choice(list(KINDS)), show_default=True)
@click.option("--address", default=ADDRESS, show_default=True, help="Where the simulator runs.")
@as_json
def sign(file: str, address: str, as_json: bool, **asked: str | None) -> None:
    """Sign a file with a demo certificate; writes FILE.cms beside it."""
    content = Path(file).read_bytes()
    url = f"http://{address}/signature/cms/sign"
    try:
        answer = urllib3.request(
            "POST",
            url,
            json={**asked, "data": base64.b64encode(content).decode()},
            timeout=10.0,
            retries=False,
        )
    except urllib3.exceptions.HTTPError as error:
        raise InvalidCommand(f"Expected the simulator on {address}, but {error}; start it.") from error
    if answer.status != 200:
        raise InvalidCommand(f"Expected a demo signature, but {answer.data.decode()}.")
    path = Path(f"{file}.cms")
    path.write_bytes(base64.b64decode(json.loads(answer.data)["cms"]))
    show({"file": str(path)}, as_json, lambda value: f"{path}: demo signature of {asked['name']}")


COMMANDS = (simulator,)
