"""`qyzmet --help` is the table of contents. A command's module is imported when the command is used."""

from collections.abc import Mapping
from importlib import import_module

import click

from cli.output import Group

#: command -> module, in the order of design: run, draw, ask, try, prove
COMMANDS: Mapping[str, str] = {
    "serve": "cli.operations",
    "worker": "cli.operations",
    "migrate": "cli.operations",
    "deploy": "cli.operations",
    "demo": "cli.operations",
    "simulator": "cli.simulator",
    "users": "cli.operations",
    "instances": "cli.instances",
    "migration": "cli.migration",
    "lint": "cli.definitions",
    "layout": "cli.layout",
    "services": "cli.services",
    "term": "cli.services",
    "documents": "cli.services",
    "grounds": "cli.services",
    "fee": "cli.services",
    "route": "cli.services",
    "calendars": "cli.calendars",
    "import-directories": "cli.directories",
    "norms": "cli.norms",
    "try": "cli.trial",
    "scenario": "cli.scenarios",
    "tck": "cli.tck",
    "eval": "cli.tck",
    "replay": "cli.evidence",
    "verify": "cli.evidence",
    "seal": "cli.evidence",
    "export": "cli.export",
}


class Contents(Group):
    """The table above as a group."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: tuple[click.Command, ...] = import_module(COMMANDS[cmd_name]).COMMANDS
        return next(command for command in found if command.name == cmd_name)


@click.group(cls=Contents, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="qyzmet")
def main() -> None:
    """Runs public-service standards as BPMN processes."""
