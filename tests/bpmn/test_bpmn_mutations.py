"""Drawings of the kit with random damage: refused with an element, or run without any other exception."""

import copy
import os
from dataclasses import replace
from random import Random

import bpmn_kit as kit
import pytest
from bpmn_world import World
from lxml import etree

from engine.bpmn import Definition, Execution, dump, load, read
from engine.errors import EngineError, InvalidDefinition

RUNS = int(os.environ.get("FUZZ_RUNS", "100"))
FIRST = int(os.environ.get("FUZZ_FIRST", "0"))
#: drawings a run; a loop without an end would only be run to its limit each time
EACH = 5
CASES = [case for case in kit.cases() if not case["id"].startswith("loop-endless")]
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
VALUES = (
    "", "true", "false", "x", "${a}", "${a.b}", "=a + 1", "-1", "9" * 30, "P1D", "R3/PT1M", "start", "T", "end", "P",
)  # fmt: skip
NAMES = (
    "id", "default", "attachedToRef", "cancelActivity", "triggeredByEvent", "isForCompensation", "sourceRef",
    "calledElement", "messageRef", "activityRef", "loopMaximum", f"{CAMUNDA}asyncBefore", f"{CAMUNDA}dueDate",
    f"{CAMUNDA}topic", f"{CAMUNDA}collection", f"{CAMUNDA}resultVariable",
)  # fmt: skip
ORDERS = ("complete", "fire", "throw_error", "retry", "modify", "signal", "set_variables", "throw_escalation")


def damaged(rng: Random, source: bytes) -> bytes:
    root = etree.fromstring(source)
    for _ in range(rng.randint(1, 3)):
        elements = list(root.iter(etree.Element))
        xml, other = rng.choice(elements), rng.choice(elements)
        parent = xml.getparent()
        change = rng.randrange(5)
        if change == 0:
            xml.attrib.pop(rng.choice([*xml.attrib, "none"]), None)
        elif change == 1:
            xml.set(rng.choice([*xml.attrib, *NAMES]), rng.choice(VALUES))
        elif change == 2 and parent is not None:
            parent.remove(xml)
        elif change == 3:
            other.append(copy.deepcopy(xml))
        else:
            xml.text = rng.choice(VALUES)
    return etree.tostring(root)


def arguments(rng: Random, command: str, activity: str, definition: Definition) -> tuple[object, ...]:
    return {
        "throw_error": (activity, "E1"),
        "throw_escalation": (activity, "X1"),
        "signal": ("s",),
        "modify": ((activity,), (rng.choice(list(definition.elements)),)),
        "set_variables": (None, {"a": rng.randrange(9)}),
    }.get(command, (activity,))


def drive(rng: Random, definition: Definition, world: World) -> None:
    """Start it, then whatever comes."""
    start = None if definition.root.starts else next((each.element for each in definition.start_events), None)
    if start is None and not definition.root.starts:
        return
    execution = Execution.start(definition, world, {"a": 7, "n": 0, "items": [1, 2]}, None, start)
    for _ in range(12):
        if execution.state != "active":
            return
        assert dump(load(definition, dump(execution), world)) == dump(execution)
        token = rng.choice(list(execution.tree.tasks.values()))
        command = rng.choice(ORDERS)
        try:
            getattr(execution, command)(*arguments(rng, command, token.activity, definition))
        except EngineError:
            continue  # refused commands are part of it


@pytest.mark.skipif(not kit.IS_THERE, reason=kit.MISSING)
@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_damage_is_refused_or_harmless(seed: int) -> None:
    rng = Random(seed)
    files = [
        content for case in rng.sample(CASES, EACH) for name, content in kit.sources(case) if ".bpmn" in name
    ]
    for source in files:
        try:
            found = [replace(each, id=f"{each.key}:1") for each in read(damaged(rng, source), "x.bpmn")]
        except InvalidDefinition as error:
            named = [problem.element for problem in error.problems]
        else:
            named = [each.key for each in found]
            for definition in found:
                drive(rng, definition, World(found))
        assert named
        assert all(named)
