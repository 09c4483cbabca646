"""The table of contents: every command of the contract is there and speaks JSON."""

from importlib import import_module

import click
import pytest

from cli.main import COMMANDS, main
from tests.cli.conftest import Qyzmet

CONTRACT = """serve worker simulator deploy lint services term documents grounds fee route norms try scenario tck
    replay verify migrate users export import-directories"""
#: they do not answer but run, ask, have commands below them, or print JSON always; `calendars` has commands of its own
SILENT = {"calendars", "serve", "worker", "demo", "users", "eval", "export", "instances", "migration"}


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def test_help_lists_every_command_of_the_contract(qyzmet: Qyzmet) -> None:
    shown = qyzmet("--help").stdout
    assert set(CONTRACT.split()) <= set(COMMANDS)
    assert all(f"\n  {name} " in shown for name in COMMANDS)


def test_the_table_names_every_command_of_its_modules() -> None:
    defined = {each.name for module in set(COMMANDS.values()) for each in import_module(module).COMMANDS}
    assert defined == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_says_what_it_is_for(name: str, qyzmet: Qyzmet) -> None:
    assert command(name).help
    assert "Usage:" in qyzmet(name, "--help").stdout


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - SILENT))
def test_every_command_that_answers_speaks_json(name: str) -> None:
    assert "--json" in [option for param in command(name).params for option in param.opts]


def test_an_unknown_command_is_bad_input(qyzmet: Qyzmet) -> None:
    assert "No such command 'depoly'" in qyzmet("depoly", code=2).stderr
