"""An engine in memory with the content deployed and a set clock, on which a scenario is played."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine import due, events, queries
from engine.bpmn.timers import moment
from engine.clock import FixedClock
from engine.commands import BroadcastSignal, CompleteUserTask, CorrelateMessage, Deploy, Resource
from engine.errors import InvalidCommand, WrongState
from engine.handling import Handler
from engine.process_engine import ProcessEngine, Told
from engine.settings import Settings
from engine.values import SYSTEM, Actor, Membership

ROUNDS = 10_000


@dataclass(kw_only=True)
class Stage:
    """An engine with the content deployed, on which one scenario is played."""

    engine: ProcessEngine
    clock: FixedClock
    told: list[tuple[str, events.Event]] = field(default_factory=list)
    instance_id: str = ""

    @classmethod
    def of(
        cls, resources: Iterable[Resource], handlers: Mapping[str, Handler], processes: str, at: datetime
    ) -> "Stage":
        clock = FixedClock(at)
        settings = Settings(database_url="sqlite://", processes=processes)
        engine = ProcessEngine(settings, handlers, clock)
        stage = cls(engine=engine, clock=clock)
        engine.execute(Deploy(resources=tuple(resources)), SYSTEM)
        engine.listeners.append(stage._listen)
        return stage

    def _listen(self, command: object, told: Told) -> None:
        self.told.extend(told)

    def settle(self) -> None:
        """Jobs, messages and timers that are due now."""
        for _ in range(ROUNDS):
            if not due.run_due(self.engine, "scenario"):
                return
        raise WrongState("Expected the case to come to rest, but it does not.")

    # ---- steps -----------------------------------------------------------------------------------

    def complete(self, step: Mapping[str, Any]) -> None:
        wanted = step["complete"]
        wanted = {"task": wanted} if isinstance(wanted, str) else wanted
        found = [each for each in self.open_tasks() if each.element == wanted["task"]]
        if not found:
            there = ", ".join(each.element for each in self.open_tasks()) or "nothing"
            raise WrongState(f'expected task "{wanted["task"]}" to be open, but open is: {there}')
        actor = _actor(wanted["as"]) if "as" in wanted else SYSTEM
        variables = times(wanted.get("with") or {})
        self.engine.execute(CompleteUserTask(task_id=found[0].id, variables=variables), actor)

    def wait(self, step: Mapping[str, Any]) -> None:
        self.wait_until(moment(step["wait"], self.clock.now()))

    def until(self, step: Mapping[str, Any]) -> None:
        self.wait_until(to_time(step["until"]))

    def wait_until(self, end: datetime) -> None:
        while (at := due.next_due(self.engine)) is not None and at <= end:
            if at > self.clock.now():
                self.clock.set(at)
            if not due.run_due(self.engine, "scenario"):
                break
        self.clock.set(end)

    def message(self, step: Mapping[str, Any]) -> None:
        command = CorrelateMessage(
            name=step["message"], instance_id=self.instance_id, variables=step.get("with") or {}
        )
        self.engine.execute(command, SYSTEM)

    def signal(self, step: Mapping[str, Any]) -> None:
        self.engine.execute(BroadcastSignal(name=step["signal"], variables=step.get("with") or {}), SYSTEM)

    # ---- what came of it -------------------------------------------------------------------------

    def open_tasks(self) -> list[Any]:
        tasks = self.engine.read(queries.tasks, SYSTEM, self.instance_id)
        return [each for each in tasks if each.state == "open"]

    def path(self) -> tuple[str, ...]:
        return tuple(e.element for _, e in self.told if isinstance(e, events.ActivityCompleted))

    def ended(self) -> tuple[str, ...]:
        inner = {e.activity for _, e in self.told if isinstance(e, events.ActivityStarted) and e.parent}
        return tuple(
            e.element
            for _, e in self.told
            if isinstance(e, events.ActivityCompleted) and e.kind == "endEvent" and e.activity not in inner
        )

    def flows(self) -> dict[str, frozenset[str]]:
        return flows_taken(self.told)


STEPS: dict[str, Callable[[Stage, Mapping[str, Any]], None]] = {
    "complete": Stage.complete,
    "wait": Stage.wait,
    "until": Stage.until,
    "message": Stage.message,
    "signal": Stage.signal,
}


# ---- values --------------------------------------------------------------------------------------


def flows_taken(told: Told) -> dict[str, frozenset[str]]:
    """Process key -> sequence flows, those of called processes under their own key."""
    place: dict[str, str] = {}
    scopes: dict[str, str] = {}
    taken: dict[str, set[str]] = {}
    for instance_id, event in told:
        if isinstance(event, events.ProcessInstanceStarted):
            scopes[instance_id] = event.definition_id.rpartition(":")[0]
        if isinstance(event, events.ActivityStarted):
            parent = event.parent or instance_id
            place[event.activity] = scopes.get(parent) or place[parent]
        if isinstance(event, events.CallActivityStarted):
            scopes[event.activity] = event.definition_id.rpartition(":")[0]
        if isinstance(event, events.SequenceFlowTaken):
            taken.setdefault(place[event.source], set()).add(event.flow)
    return {key: frozenset(flows) for key, flows in taken.items()}


def _actor(role: str) -> Actor:
    return Actor(id=role, name=role, memberships=frozenset({Membership(role=role)}))


def times(values: Mapping[str, Any]) -> dict[str, Any]:
    """`filed_at` and other *_at texts become times."""
    return {
        name: to_time(value) if name.endswith("_at") and isinstance(value, str | datetime) else value
        for name, value in values.items()
    }


def to_time(value: Any) -> datetime:
    time = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if time.tzinfo is None:
        raise InvalidCommand(f"Expected a time with a zone as 2012-12-20T10:00+06:00, but it is {value}.")
    return time
