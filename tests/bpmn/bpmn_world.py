"""The outside of an execution, in memory with a set clock."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from engine.bpmn import Binding, Definition, read
from engine.dmn import read_decisions
from engine.errors import NotFound

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


class World:
    """What is deployed, and the time."""

    def __init__(self, definitions: list[Definition], now: datetime = START) -> None:
        self.definitions = definitions
        self.now = now
        self.functions: dict[str, Any] = {}
        self.decisions: dict[str, Any] = {}

    def definition(self, key: str, binding: Binding) -> Definition:
        found = [each for each in self.definitions if each.key == key]
        if binding.kind == "versionTag":
            found = [each for each in found if each.version_tag == binding.value]
        if not found:
            raise NotFound(f"there is no process {key!r}")
        return found[-1]

    def definition_by_id(self, id: str) -> Definition:
        return next(each for each in self.definitions if each.id == id)

    def decision(self, reference: str, process: str, binding: Binding) -> tuple[str, Any]:
        if reference not in self.decisions:
            raise NotFound(f"there is no decision {reference!r}")
        return "rules:1", self.decisions[reference]


def deploy(*sources: bytes) -> World:
    """A world with all processes and decisions of some files; versions count from 1."""
    versions: Counter[str] = Counter()
    world = World([])
    for source in sources:
        if b"DMN/" in source and b"BPMN/20100524" not in source:
            world.decisions.update(read_decisions(source, "test.dmn", None).decisions)
            continue
        for each in read(source, "test.bpmn"):
            versions[each.key] += 1
            world.definitions.append(replace(each, id=f"{each.key}:{versions[each.key]}"))
    return world
