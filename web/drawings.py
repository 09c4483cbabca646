"""What pages ask of a drawing: the norm of an element, the steps an applicant is told of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app

from engine import queries
from engine.bpmn import Definition
from engine.errors import NotFound
from engine.values import HistoryEntry, UserTask
from web.current import ask


def drawing(definition_id: str) -> Definition:
    """A deployed version never changes: read once."""
    return _drawing(id(current_app._get_current_object()), definition_id)  # type: ignore[attr-defined]


@lru_cache(maxsize=512)
def _drawing(app: int, definition_id: str) -> Definition:
    found: Definition = ask(queries.definition, definition_id)
    return found


def norm_of(task: UserTask) -> str:
    """The paragraph the step carries out; nothing where the drawing names none."""
    try:
        element = drawing(task.definition_id).elements.get(task.element)
    except NotFound:
        return ""
    return element.norm or "" if element else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicStep:
    """A step in words for the applicant."""

    words: str
    at: datetime
    is_done: bool


#: hold other steps, which say more
CONTAINERS = frozenset({"callActivity", "subProcess", "transaction", "adHocSubProcess"})


def public_steps(entries: Iterable[HistoryEntry], definition_id: str) -> list[PublicStep]:
    """What an applicant is told: finished steps in their order, then those that go on."""
    told = _Telling(definition_id=definition_id)
    for entry in entries:
        for event in entry.events:
            told.take(event, entry.at)
    steps = [*told.done, *told.running.values()]
    return [step for n, step in enumerate(steps) if n == 0 or steps[n - 1].words != step.words]


@dataclass(kw_only=True)
class _Telling:
    """Follows the events of a case: which drawing an activity belongs to, what goes on."""

    definition_id: str
    drawings: dict[str, str] = field(default_factory=dict)
    running: dict[str, PublicStep] = field(default_factory=dict)
    done: list[PublicStep] = field(default_factory=list)

    def take(self, event: Mapping[str, Any], at: datetime) -> None:
        name = event["event"]
        if name in ("ProcessInstanceStarted", "ProcessInstanceMigrated"):
            self._draw(event)
        elif name == "ActivityStarted":
            self._start(event, at)
        elif name == "CallActivityStarted":
            self.drawings[event["activity"]] = event["definition_id"]
        elif name == "ActivityCompleted":
            step = self.running.pop(event["activity"], None)
            if step:
                self.done.append(replace(step, at=at, is_done=True))
        elif name == "ActivityTerminated":
            self.running.pop(event["activity"], None)

    def _draw(self, event: Mapping[str, Any]) -> None:
        """From here on this version; what goes on has new names."""
        self.definition_id = event["definition_id"]
        for before, after in event.get("activities", {}).items():
            if (around := self.drawings.pop(before, None)) is not None:
                is_own = around == event["previous"]
                self.drawings[after] = self.definition_id if is_own else around
            if before in self.running:
                self.running[after] = self.running.pop(before)

    def _start(self, event: Mapping[str, Any], at: datetime) -> None:
        around = self.drawings.get(event.get("parent") or "", self.definition_id)
        self.drawings[event["activity"]] = around
        if event["kind"] in CONTAINERS:
            return
        element = drawing(around).elements.get(event["element"])
        words = element.properties.get("public") if element else None
        if words:
            self.running[event["activity"]] = PublicStep(words=words, at=at, is_done=False)
