"""`qyzmet --help` is the table of contents."""

import click

from cli import evidence, operations, scenarios, trial
from cli.output import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="qyzmet")
def main() -> None:
    """Runs public-service standards as BPMN processes."""


for module in (operations, trial, scenarios, evidence):
    for command in module.COMMANDS:
        main.add_command(command)
