"""`qyzmet try`: any model in memory with a set clock; steps in, the path out. For whoever draws."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from engine import due, events, reading
from engine.bpmn.timers import moment
from engine.clock import FixedClock
from engine.commands import (
    AcquireJobs,
    BroadcastSignal,
    CompleteJob,
    CompleteUserTask,
    CorrelateMessage,
    Deploy,
    FailJob,
    Resource,
    StartProcessInstance,
    ThrowBpmnError,
)
from engine.errors import InvalidCommand, NotFound, WrongState
from engine.identifiers import Address
from engine.process_engine import ProcessEngine, Told
from engine.queries import case_variables
from engine.reader import Reader
from engine.settings import Settings
from engine.store import cases, incidents, jobs, tasks
from engine.values import SYSTEM

WORKER = "try"
#: the clock's first time; any date in a model that lies before is due at once
BEGIN = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
#: rounds of completing everything, before a model without steps is called endless and left as it is
ROUNDS = 1_000
#: how long a trial keeps a job, seconds: for ever
LOCK = 10**9
#: kinds of the wrapper around the instances of a loop
WRAPPERS = ("multiInstanceBody", "standardLoop")
#: element kinds that wait beside the flow
BESIDE = ("boundaryEvent", "startEvent")
#: kinds of start events a trial without steps begins with
ANY_START = ("none", "conditional", "message", "signal", "timer")
Step = Mapping[str, Any]


@dataclass(kw_only=True)
class Trial:
    """One engine in memory, what happened in it, and the steps."""

    engine: ProcessEngine
    clock: FixedClock
    process: str = ""
    told: list[tuple[str, events.Event]] = field(default_factory=list)
    #: completing everything did not come to an end
    is_endless: bool = False

    @classmethod
    def of(
        cls, resources: Iterable[Resource], process: str | None = None, processes: str = "processes"
    ) -> "Trial":
        """Deploy the files, in their order, into a fresh engine; InvalidDefinition with all problems."""
        clock = FixedClock(BEGIN)
        engine = ProcessEngine(Settings(database_url="sqlite://", processes=processes), None, clock)
        trial = cls(engine=engine, clock=clock)
        engine.listeners.append(trial._listen)
        found = engine.execute(Deploy(resources=tuple(resources)), SYSTEM)
        if not found:
            raise InvalidCommand("Expected a file with an executable process, but there is none.")
        trial.process = process or found[0].key
        if trial.process not in {each.key for each in found}:
            raise NotFound(f'There is no process "{trial.process}" in the files.')
        return trial

    def _listen(self, command: object, told: Told) -> None:
        self.told.extend(told)

    # ---- running ---------------------------------------------------------------------------------

    def run(self, variables: Mapping[str, Any], steps: Sequence[Step] | None) -> None:
        """Start where there is a start without a trigger; then the steps, or everything until nothing is open."""
        self.start(variables, steps)
        if steps is None:
            self.complete_all()
        for number, step in enumerate(steps or (), 1):
            self.step(step, number)

    def start(self, variables: Mapping[str, Any], steps: Sequence[Step] | None) -> None:
        """By itself where the model can; without steps by any start event, as if it had been triggered."""
        definition = self.engine.read(
            lambda reader: reader.library.process(
                reader.tx, reader.library.find(reader.tx, "process", self.process)
            )
        )
        kinds = ANY_START if steps is None else ("none", "conditional")
        free = [each for each in definition.start_events if each.kind in kinds]
        free.sort(key=lambda each: each.kind != "none")
        if free or not definition.start_events:
            start = free[0].element if free and free[0].kind != "none" else None
            command = StartProcessInstance(key=self.process, variables=variables, start=start)
            self.engine.execute(command, SYSTEM)
        self.settle()

    def step(self, step: Step, number: int) -> None:
        verb = next((name for name in VERBS if name in step), None)
        if verb is None:
            raise InvalidCommand(
                f"Expected step {number} to have one of {', '.join(VERBS)}, but it is {dict(step)}."
            )
        VERBS[verb](self, step)
        self.settle()

    def settle(self) -> None:
        """What the engine does by itself: continuations, thrown messages, timers due now."""
        for _ in range(ROUNDS):
            if not due.run_due(self.engine, WORKER):
                return

    def complete_all(self) -> None:
        for _ in range(ROUNDS):
            before = len(self.told)
            for row in self._tasks() + self._jobs():
                self._complete_row(row)
                self.settle()
            if len(self.told) == before:  # nothing is open, or what is open waits for an incident
                return
        self.is_endless = True

    def _complete_row(self, row: Any) -> None:
        address = str(Address(row.instance_id, row.activity))
        try:
            if hasattr(row, "topic"):
                self._lock()
                self.engine.execute(CompleteJob(job_id=address, worker=WORKER), SYSTEM)
            else:
                self.engine.execute(CompleteUserTask(task_id=address), SYSTEM)
        except WrongState:
            """An earlier one of the round took it away."""

    # ---- steps -----------------------------------------------------------------------------------

    def complete(self, step: Step) -> None:
        row = _first(self._tasks(), step["complete"], "user task")
        address = str(Address(row.instance_id, row.activity))
        self.engine.execute(CompleteUserTask(task_id=address, variables=step.get("with", {})), SYSTEM)

    def job(self, step: Step) -> None:
        row = _first(self._jobs(), step["job"], "job")
        self._lock()
        self.engine.execute(_answer(str(Address(row.instance_id, row.activity)), step), SYSTEM)

    def message(self, step: Step) -> None:
        self.engine.execute(
            CorrelateMessage(
                name=step["message"], business_key=step.get("key"), variables=step.get("with", {})
            ),
            SYSTEM,
        )

    def signal(self, step: Step) -> None:
        self.engine.execute(BroadcastSignal(name=step["signal"], variables=step.get("with", {})), SYSTEM)

    def wait(self, step: Step) -> None:
        """To the end of the span, stopping at everything that is due on the way."""
        end = moment(step["wait"], self.clock.now())
        while (at := due.next_due(self.engine)) is not None and at <= end:
            if at > self.clock.now():
                self.clock.set(at)
            if not due.run_due(self.engine, WORKER):
                break
        self.clock.set(end)

    # ---- what is open ----------------------------------------------------------------------------

    def _tasks(self) -> list[Any]:
        return self.engine.read(lambda reader: tasks.open_rows(reader.tx))

    def _jobs(self) -> list[Any]:
        return self.engine.read(
            lambda reader: [row for row in jobs.every(reader.tx, None) if row.topic and row.state != "failed"]
        )

    def _lock(self) -> None:
        topics = tuple({row.topic for row in self._jobs()})
        self.engine.execute(
            AcquireJobs(worker=WORKER, topics=topics, limit=10_000, lock_seconds=LOCK), SYSTEM
        )

    def report(self) -> dict[str, Any]:
        """What `qyzmet try` prints: design section 9."""
        return self.engine.read(_report, self)


def _answer(job_id: str, step: Step) -> CompleteJob | ThrowBpmnError | FailJob:
    if "fail" in step:
        return FailJob(job_id=job_id, worker=WORKER, error=str(step["fail"]))
    if "bpmn_error" in step:
        return ThrowBpmnError(
            job_id=job_id, worker=WORKER, code=str(step["bpmn_error"]), variables=step.get("with", {})
        )
    return CompleteJob(job_id=job_id, worker=WORKER, variables=step.get("with", {}))


VERBS = {
    "complete": Trial.complete,
    "job": Trial.job,
    "message": Trial.message,
    "signal": Trial.signal,
    "wait": Trial.wait,
}


def _first(rows: Sequence[Any], element: str, noun: str) -> Any:
    found = next((row for row in rows if row.element == element), None)
    if found is None:
        there = ", ".join(sorted({row.element for row in rows})) or "nothing"
        raise WrongState(f'Expected {noun} "{element}" to be open, but open is: {there}.')
    return found


# ---- the report ----------------------------------------------------------------------------------


def _report(reader: Reader, trial: Trial) -> dict[str, Any]:
    rows = cases.every(reader.tx)
    faults = [reading.incident(row) for row in incidents.every(reader.tx, None, open_only=True)]
    first = next((row for row in rows if row.process_key == trial.process), rows[0] if rows else None)
    own = {row.id for row in rows if row.process_key == trial.process}
    endless = f"after {ROUNDS} rounds of completing everything something is still open"
    return {
        **({"endless": endless} if trial.is_endless else {}),
        "state": _state([row.state for row in rows], bool(faults)),
        "completed": [
            e.element
            for _, e in trial.told
            if isinstance(e, events.ActivityCompleted) and e.kind not in WRAPPERS
        ],
        "open": _open(trial.told),
        "ended": _ended(trial.told, own),
        "variables": case_variables(reader, first.id) if first else {},
        "incidents": [
            {"element": each.element, "kind": each.kind, "message": each.message} for each in faults
        ],
    }


def _state(states: list[str], has_incident: bool) -> str:
    if has_incident:
        return "incident"
    if not states or "active" in states or "suspended" in states:
        return "active"
    return "terminated" if "terminated" in states else "completed"


def _open(told: Told) -> list[dict[str, str]]:
    """What waits and is part of the flow: tasks, jobs, catch events."""
    waiting: dict[tuple[str, str], dict[str, str]] = {}
    kinds: dict[tuple[str, str], str] = {}
    for instance_id, event in told:
        place = (instance_id, getattr(event, "activity", ""))
        if isinstance(event, events.ActivityStarted):
            kinds[place] = event.kind
        if isinstance(event, OPENS) or (isinstance(event, events.ActivityStarted) and event.kind in CATCHING):
            waiting[place] = {"element": event.element, "kind": kinds.get(place, "")}
        if isinstance(event, (events.ActivityCompleted, events.ActivityTerminated)):
            waiting.pop(place, None)
        if isinstance(event, ENDS):
            waiting = {key: value for key, value in waiting.items() if key[0] != instance_id}
        if isinstance(event, (events.TimerFired, events.TimerCancelled, events.Unsubscribed)):
            waiting.pop(place, None)
    return [each for each in waiting.values() if each["kind"] and each["kind"] not in BESIDE]


#: kinds that wait as soon as a token enters
CATCHING = ("intermediateCatchEvent", "receiveTask")
OPENS = (events.UserTaskCreated, events.JobCreated, events.TimerScheduled, events.Subscribed)
ENDS = (events.ProcessInstanceCompleted, events.ProcessInstanceTerminated)


def _ended(told: Told, instances: set[str]) -> list[str]:
    """Ids of the end events reached in the process itself, not inside a scope of it."""
    inner = {
        (instance_id, event.activity)
        for instance_id, event in told
        if isinstance(event, events.ActivityStarted) and event.parent is not None
    }
    return [
        event.element
        for instance_id, event in told
        if isinstance(event, events.ActivityCompleted)
        and event.kind == "endEvent"
        and instance_id in instances
        and (instance_id, event.activity) not in inner
    ]
