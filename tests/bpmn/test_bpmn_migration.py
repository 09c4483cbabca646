"""Every case of the kit, after each command: to an equal version nothing changes, and there and back neither."""

import re
from dataclasses import replace
from typing import Any

import bpmn_kit as kit
import pytest
from bpmn_instance import Instance
from bpmn_world import World
from test_bpmn_three_ways import begin, take

from engine import events
from engine.bpmn import Definition, Execution, dump, load, migrate, propose, read
from engine.bpmn.crossing import changes, inverse
from engine.errors import EngineError, InvalidDefinition

pytestmark = pytest.mark.skipif(not kit.IS_THERE, reason=kit.MISSING)
#: where the id of an element stands
PLACES = r"\bid|sourceRef|targetRef|attachedToRef|activityRef"
#: what a move tells that changes nothing
MOVED = (events.ProcessInstanceMigrated, events.UserTaskMigrated)


def renamed(definition: Definition, source: bytes) -> Definition:
    """The same drawing, every element under another id; names lead from one to the other."""
    text = source.decode()
    for element in definition.elements:
        text = re.sub(rf'((?:{PLACES})="|<flowNodeRef>){re.escape(element)}(?=["<])', rf"\1{element}_x", text)
    found = next(each for each in read(text.encode(), "renamed.bpmn") if each.key == definition.key)
    return replace(found, id=f"{definition.id}_x")


class Moving(Instance):
    """Moves a copy of itself after each command."""

    sources: tuple[bytes, ...] = ()

    def __init__(self, world: World, definition: Definition, **how: Any) -> None:
        super().__init__(world, definition, **how)
        self.equal = replace(definition, id=f"{definition.id}_again")
        source = next(each for each in self.sources if f'id="{definition.key}"'.encode() in each)
        self.other = renamed(definition, source)
        self.check_moves()

    def do(self, command: str, *arguments: Any) -> tuple[events.Event, ...]:
        found = super().do(command, *arguments)
        self.check_moves()
        return found

    def copy(self) -> Execution:
        return load(self.definition, dump(self.execution), self.world)

    def check_moves(self) -> None:
        if self.execution.state != "active" or self.calls_itself():
            return
        copy, before = self.copy(), dump(self.execution)
        migrate(copy, self.equal, {})
        assert [each for each in copy.drain() if not isinstance(each, MOVED)] == []
        assert dump(copy) == before
        there = {name: f"{name}_x" for name in self.definition.elements}
        migrate(copy, self.other, {name: new for name, new in there.items() if new in self.other.elements})
        migrate(copy, self.equal, {new: name for name, new in there.items() if new in self.other.elements})
        assert [each for each in copy.drain() if not isinstance(each, MOVED)] == []
        assert dump(copy) == before

    def calls_itself(self) -> bool:
        """The copies would call the version they were."""
        return any(each.is_process and each.above for each in self.execution.tree.tasks.values())


@pytest.mark.parametrize("case", kit.cases(), ids=lambda case: case["id"])
def test_moving_changes_nothing_but_names(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpmn_host.Instance", Moving)
    monkeypatch.setattr(Moving, "sources", tuple(content for _, content in kit.sources(case)))
    try:
        host = begin(case)
    except InvalidDefinition:
        pytest.skip("refused at deployment")
    for step in case["steps"]:
        if "expect" in step:
            continue
        if step.get("rejected"):
            with pytest.raises((EngineError, AssertionError)):
                take(host, step, case)
            return
        take(host, step, case)


def test_the_inverse_of_a_proposal_leads_back() -> None:
    old, new = (
        next(iter(read(text.encode(), "m.bpmn")))
        for text in (MODEL, MODEL.replace('"ask"', '"question"').replace('"gone"', '"gone_too"'))
    )
    proposed = propose(old, new)
    assert proposed == {"start": "start", "ask": "question", "gone": None, "end": "end"}
    assert changes(proposed, old, new) == {"ask": "question"}
    assert inverse({"ask": "question", "end": None}) == {"question": "ask", "end": None}


MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<process id="p" isExecutable="true"><startEvent id="start"/><sequenceFlow id="a" sourceRef="start" targetRef="ask"/>
<userTask id="ask" name="Ask"/><sequenceFlow id="b" sourceRef="ask" targetRef="gone"/><task id="gone"/>
<sequenceFlow id="c" sourceRef="gone" targetRef="end"/><endEvent id="end"/></process></definitions>"""
