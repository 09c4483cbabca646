"""`qyzmet --help` is the table of contents."""

import click

from cli import definitions, evidence, operations, scenarios, services, tck, trial
from cli.output import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="qyzmet")
def main() -> None:
    """Runs public-service standards as BPMN processes."""


for module in (operations, definitions, services, trial, scenarios, tck, evidence):
    for command in module.COMMANDS:
        main.add_command(command)
