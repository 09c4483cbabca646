"""A small host: what the engine around an execution does, with a set clock."""

from datetime import timedelta
from typing import Any

from bpmn_instance import Instance
from bpmn_models import model
from bpmn_rows import WRAPPERS, Key, Rows
from bpmn_world import World, deploy

from engine import encoding, events
from engine.bpmn import Binding
from engine.bpmn.timers import schedule


class Host(Rows):
    """Several instances, their timers, messages and signals."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.instances: list[Instance] = []

    @classmethod
    def of(cls, *bodies: str, **variables: Any) -> "Host":
        """A started instance of the first process drawn."""
        host = cls(deploy(model(*bodies)))
        host.start(host.world.definitions[0].key, variables)
        return host

    def start(self, key: str, variables: dict[str, Any], **how: Any) -> Instance:
        definition = self.world.definition(key, Binding())
        instance = Instance(self.world, definition, variables=dict(variables), **how)
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
                if self.jobs.pop((number, event.activity), None):
                    self.send(number, "complete", event.activity)
            elif isinstance(event, events.MessageThrown):
                self.message(event.name, dict(event.variables))
            elif isinstance(event, events.SignalThrown):
                self.signal(event.name, dict(event.variables), but=number)

    # ---- steps -----------------------------------------------------------------------------------

    def find(self, element: str, rows: dict[Key, Any] | None = None) -> Key:
        """The first open activity of an element."""
        for key in self.open if rows is None else rows:
            if key[1].rpartition(":")[0] == element and (rows or self.open[key] not in WRAPPERS):
                return key
        raise AssertionError(f"expected {element} to be open, but there is {list(self.open)}")

    def tell(self, command: str, element: str, *arguments: Any) -> "Host":
        number, activity = self.find(element)
        self.send(number, command, activity, *arguments)
        return self

    def complete(self, *elements: str, **variables: Any) -> "Host":
        for element in elements:
            self.tell("complete", element, variables)
        return self

    def retry(self, element: str) -> "Host":
        number, activity = self.find(element, self.incidents)
        self.send(number, "retry", activity)
        return self

    def message(self, name: str, variables: dict[str, Any] | None = None, key: str | None = None) -> bool:
        """Exactly one takes it, else the process it starts; False when nobody does or it is not clear."""
        waiting = [
            place
            for place, waits in self.waits.items()
            if ("message", name) in waits and key in (None, self.instances[place[0]].business_key)
        ]
        if waiting:
            if len(waiting) == 1:
                self.send(waiting[0][0], "deliver", waiting[0][1], name, variables or {})
            return len(waiting) == 1
        starts = self.starts("message", name)
        for definition, start in starts:
            self.start(definition, variables or {}, business_key=key, start=start)
        return bool(starts)

    def signal(self, name: str, variables: dict[str, Any] | None = None, but: int | None = None) -> "Host":
        for number in range(len(self.instances)):
            if number != but and any(
                n == number and ("signal", name) in waits for (n, _), waits in self.waits.items()
            ):
                self.send(number, "signal", name, variables or {})
        for definition, start in self.starts("signal", name):
            self.start(definition, variables or {}, start=start)
        return self

    def starts(self, kind: str, name: str | None) -> list[tuple[str, str]]:
        latest = {each.key: each for each in self.world.definitions}
        return [
            (each.key, start.element)
            for each in latest.values()
            for start in each.start_events
            if start.kind == kind and name in (None, start.name)
        ]

    def wait(self, span: timedelta) -> "Host":
        end = self.world.now + span
        while due := sorted((at, key) for key, at in self.timers.items() if at <= end):
            at, (number, activity) = due[0]
            self.world.now = max(at, self.world.now)
            self.send(number, "fire", activity)
        self.world.now = end
        return self

    def start_by_timer(self, span: timedelta) -> None:
        """Timer start events of a fresh deployment, over a span."""
        end = self.world.now + span
        for key, element in self.starts("timer", None):
            start = next(
                each for each in self.world.definition(key, Binding()).start_events if each.kind == "timer"
            )
            coming = schedule(start.form, start.text, self.world.now)
            while coming.due_at <= end:
                self.start(key, {}, start=element)
                if coming.rest is None:
                    break
                coming = schedule(start.form, coming.rest, coming.due_at)

    # ---- what is seen ----------------------------------------------------------------------------

    @property
    def state(self) -> str:
        if self.incidents:
            return "incident"
        states = {each.execution.state for each in self.instances}
        return next((each for each in ("active", "terminated") if each in states or not states), "completed")

    @property
    def variables(self) -> dict[str, Any]:
        found = self.instances[0].execution.variables() if self.instances else {}
        plain: dict[str, Any] = encoding.loads(encoding.dumps(found))
        return plain

    def opened(self) -> list[str]:
        return sorted(
            activity.rpartition(":")[0] for (_, activity), kind in self.open.items() if kind not in WRAPPERS
        )

    def path(self) -> str:
        return " ".join(self.completed)

    def paths(self) -> str:
        """The path where branches leave the order open."""
        return " ".join(sorted(self.completed))

    def replay(self) -> None:
        for instance in self.instances:
            instance.replay()

    def observation(self) -> dict[str, Any]:
        """As `qyzmet try` prints it."""
        return {
            "state": self.state,
            "completed": self.completed,
            "open": [
                {"element": activity.rpartition(":")[0], "kind": kind}
                for (_, activity), kind in self.open.items()
            ],
            "ended": self.ended,
            "variables": self.variables,
            "incidents": [
                {"element": element, "message": text} for element, _, text in self.incidents.values()
            ],
        }
