"""A small host: what the engine around an execution does, with a set clock. Every command runs three ways."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from engine import encoding, events
from engine.bpmn import Binding, Definition, Execution, dump, load, read
from engine.bpmn.timers import schedule
from engine.errors import NotFound

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
CLOSING = (events.ActivityCompleted, events.ActivityTerminated)


class World:
    """Definitions in memory and a set clock."""

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
        return f"{reference}:1", self.decisions[reference]


def deploy(*sources: bytes) -> World:
    """A world with all processes of some files; versions count from 1."""
    versions: Counter[str] = Counter()
    found = []
    for source in sources:
        for each in read(source, "test.bpmn"):
            versions[each.key] += 1
            found.append(with_id(each, f"{each.key}:{versions[each.key]}"))
    return World(found)


def with_id(definition: Definition, id: str) -> Definition:
    from dataclasses import replace

    return replace(definition, id=id)


def plain(found: tuple[events.Event, ...]) -> list[Any]:
    """Events as they are stored."""
    return [encoding.loads(encoding.dumps(events.to_dict(each))) for each in found]


class Instance:
    """One execution; each command also on a loaded copy, all of them again in a replay."""

    def __init__(
        self,
        world: World,
        definition: Definition,
        variables: dict[str, Any],
        key: str | None,
        start: str | None,
    ) -> None:
        self.world, self.definition = world, definition
        self.started = (world.now, variables, key, start)
        self.execution = Execution.start(definition, world, variables, key, start)
        self.history = [plain(self.take())]
        self.log: list[tuple[Any, ...]] = []

    def take(self) -> tuple[events.Event, ...]:
        self.last = self.execution.drain()
        return self.last

    def do(self, command: str, *arguments: Any) -> tuple[events.Event, ...]:
        saved = dump(self.execution)
        self.execution.world = self.world
        getattr(self.execution, command)(*arguments)
        found = self.take()
        twin = load(self.definition, saved, self.world)
        getattr(twin, command)(*arguments)
        assert plain(twin.drain()) == plain(found), f"{command} differs after loading"
        assert dump(twin) == dump(self.execution), f"state differs after {command}"
        assert all(not token.data for token in self.execution.tree.tasks.values())
        self.log.append((self.world.now, command, arguments))
        self.history.append(plain(found))
        return found

    def replay(self) -> None:
        now, variables, key, start = self.started
        at, self.world.now = self.world.now, now
        again = Execution.start(self.definition, self.world, variables, key, start)
        assert plain(again.drain()) == self.history[0]
        for (now, command, arguments), seen in zip(self.log, self.history[1:], strict=True):
            self.world.now = now
            again.world = self.world
            getattr(again, command)(*arguments)
            assert plain(again.drain()) == seen, f"{command} differs in the replay"
        self.world.now = at


class Host:
    """Several instances, their timers, messages and signals."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.instances: list[Instance] = []
        self.completed: list[str] = []
        self.ended: list[str] = []
        self.thrown: list[str] = []
        self.incidents: dict[tuple[int, str], tuple[str, str]] = {}
        self.open: dict[tuple[int, str], str] = {}
        self.timers: dict[tuple[int, str], datetime] = {}
        self.waits: dict[tuple[int, str], list[tuple[str, str]]] = {}
        self.jobs: dict[tuple[int, str], events.JobCreated] = {}
        self.tries: Counter[tuple[int, str]] = Counter()
        self.parents: dict[tuple[int, str], str | None] = {}

    def start(
        self,
        key: str,
        variables: dict[str, Any] | None = None,
        business_key: str | None = None,
        start: str | None = None,
    ) -> Instance:
        definition = self.world.definition(key, Binding())
        instance = Instance(self.world, definition, dict(variables or {}), business_key, start)
        self.instances.append(instance)
        self.see(len(self.instances) - 1, instance.last)
        return instance

    def send(self, number: int, command: str, *arguments: Any) -> None:
        self.see(number, self.instances[number].do(command, *arguments))

    def see(self, number: int, found: tuple[events.Event, ...]) -> None:
        """Keep the rows, then do what is left to the engine."""
        for event in found:
            self.note(number, event)
        for event in found:
            if isinstance(event, events.JobCreated) and event.topic is None:
                if (number, event.activity) in self.jobs:
                    del self.jobs[number, event.activity]
                    self.send(number, "complete", event.activity, {})
            elif isinstance(event, events.MessageThrown):
                self.thrown.append(event.name)
                self.route(event.name, event.variables)
            elif isinstance(event, events.SignalThrown):
                self.thrown.append(event.name)
                self.broadcast(event.name, event.variables, but=number)

    def note(self, number: int, event: events.Event) -> None:  # noqa: C901 - one line an event
        key = (number, getattr(event, "activity", ""))
        match event:
            case events.ActivityStarted():
                self.open[key] = event.kind
                self.parents[key] = event.parent
            case events.ActivityCompleted() | events.ActivityTerminated():
                self.open.pop(key, None)
                self.jobs.pop(key, None)
                if isinstance(event, events.ActivityCompleted):
                    if event.kind not in ("multiInstanceBody", "standardLoop"):
                        self.completed.append(event.element)
                    if event.kind == "endEvent" and self.parents[key] is None:
                        self.ended.append(event.element)
            case events.TimerScheduled():
                self.timers[key] = event.due_at
            case events.TimerFired() | events.TimerCancelled():
                del self.timers[key]
            case events.Subscribed():
                self.waits.setdefault(key, []).append((event.event_type, event.name))
            case events.Unsubscribed():
                self.waits[key].remove((event.event_type, event.name))
            case events.JobCreated():
                self.jobs[key] = event
            case events.IncidentRaised():
                self.incidents[key] = (event.element, event.message)
            case events.IncidentResolved():
                del self.incidents[key]
            case events.CallActivityStarted():
                pass

    # ---- steps -----------------------------------------------------------------------------------

    def run(self, kind: str, element: str) -> tuple[int, str]:
        for number, activity in self.open:
            if activity.rpartition(":")[0] == element and self.open[number, activity] not in (
                "multiInstanceBody",
                "standardLoop",
            ):
                if kind != "job" or (number, activity) in self.jobs:
                    return number, activity
        raise AssertionError(f"no open {kind} {element}: {self.open}")

    def complete(self, element: str, variables: dict[str, Any] | None = None) -> None:
        number, activity = self.run("task", element)
        self.send(number, "complete", activity, variables or {})

    def job(self, step: dict[str, Any]) -> None:
        number, activity = self.run("job", step["job"])
        variables = step.get("with", {})
        if "bpmn_error" in step:
            self.send(number, "throw_error", activity, step["bpmn_error"], None, variables)
        elif "fail" in step:
            self.tries[number, activity] += 1
            if (
                self.tries[number, activity] >= self.jobs[number, activity].retries
                or not self.jobs[number, activity].retry_after
            ):
                self.send(number, "fail", activity, step["fail"])
        else:
            self.send(number, "complete", activity, variables)

    def message(self, name: str, variables: dict[str, Any] | None = None, key: str | None = None) -> bool:
        waiting = [
            place
            for place, waits in self.waits.items()
            if ("message", name) in waits and key in (None, self.instances[place[0]].started[2])
        ]
        if len(waiting) == 1:
            self.send(waiting[0][0], "deliver", waiting[0][1], name, variables or {})
            return True
        if waiting:
            return False
        starts = self.starts("message", name)
        for definition, start in starts:
            self.start(definition, variables, key, start)
        return bool(starts)

    def route(self, name: str, variables: Any) -> None:
        self.message(name, dict(variables))

    def starts(self, kind: str, name: str | None) -> list[tuple[str, str]]:
        latest = {each.key: each for each in self.world.definitions}
        return [
            (each.key, start.element)
            for each in latest.values()
            for start in each.start_events
            if start.kind == kind and (name is None or start.name == name)
        ]

    def broadcast(self, name: str, variables: Any, but: int | None = None) -> None:
        for number in range(len(self.instances)):
            if number != but and any(
                n == number and ("signal", name) in w for (n, _), w in self.waits.items()
            ):
                self.send(number, "signal", name, dict(variables))
        for definition, start in self.starts("signal", name):
            self.start(definition, dict(variables), None, start)

    def wait(self, span: timedelta) -> None:
        end = self.world.now + span
        while True:
            due = sorted((at, key) for key, at in self.timers.items() if at <= end)
            if not due:
                break
            at, (number, activity) = due[0]
            self.world.now = max(at, self.world.now)
            self.send(number, "fire", activity)
        self.world.now = end

    def starting_timers(self, span: timedelta) -> None:
        """Timer start events of a fresh deployment, over a span."""
        end = self.world.now + span
        for definition, element in self.starts("timer", None):
            model = self.world.definition(definition, Binding())
            start = next(
                each for each in model.start_events if each.element == element and each.kind == "timer"
            )
            next_time = schedule(start.form, start.text, self.world.now)
            while next_time.due_at <= end:
                self.start(definition, {}, None, element)
                if next_time.rest is None:
                    break
                next_time = schedule(start.form, next_time.rest, next_time.due_at)

    def observation(self) -> dict[str, Any]:
        states = {each.execution.state for each in self.instances}
        state = (
            "active"
            if "active" in states or not states
            else "terminated"
            if "terminated" in states
            else "completed"
        )
        return {
            "state": "incident" if self.incidents else state,
            "completed": self.completed,
            "open": [
                {"element": activity.rpartition(":")[0], "kind": kind}
                for (_, activity), kind in self.open.items()
            ],
            "ended": self.ended,
            "variables": encoding.loads(encoding.dumps(self.instances[0].execution.variables()))
            if self.instances
            else {},
            "incidents": [
                {"element": element, "message": message} for element, message in self.incidents.values()
            ],
        }
