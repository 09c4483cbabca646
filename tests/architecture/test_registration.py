"""What must stand in a table stands there."""

import inspect
import re
from pathlib import Path

from engine import commands, events, permissions, process_engine, projection
from engine.settings import Settings
from handlers import HANDLERS, OUTSIDE

ROOT = Path(__file__).parents[2]


def _subclasses(module: object, base: type) -> set[type]:
    found = (value for _, value in inspect.getmembers(module, inspect.isclass))
    return {value for value in found if issubclass(value, base) and value is not base}


def test_every_command_has_a_handler() -> None:
    assert set(process_engine.COMMANDS) == _subclasses(commands, commands.Command) - {commands.Resource}


def test_every_command_says_who_may() -> None:
    assert set(permissions.RULES) == set(process_engine.COMMANDS)


def test_every_event_has_an_applier() -> None:
    assert set(projection.APPLIERS) == _subclasses(events, events.Event) - {events.TermEvent}


def test_every_command_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text()
    missing = [command.__name__ for command in process_engine.COMMANDS if command.__name__ not in glossary]
    assert not missing


def test_every_topic_of_the_shipped_processes_has_a_handler_and_our_own_are_drawn() -> None:
    drawn = {
        topic
        for path in (ROOT / "processes").glob("*.bpmn")
        for topic in re.findall(r'camunda:topic="([^"]+)"', path.read_text())
    }
    assert drawn <= set(HANDLERS)
    assert drawn >= set(HANDLERS) - OUTSIDE


def test_every_setting_is_documented() -> None:
    text = (ROOT / "README.md").read_text() + (ROOT / "docs/settings.md").read_text()
    missing = [name for name in Settings.__dataclass_fields__ if f"QYZMET_{name.upper()}" not in text]
    assert not missing
