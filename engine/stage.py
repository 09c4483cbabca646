"""An engine in memory with the content deployed and a set clock, on which a scenario is played."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine import due, events, queries
from engine.bpmn.timers import moment
from engine.clock import FixedClock
from engine.commands import (
    AcquireJobs,
    BroadcastSignal,
    Command,
    CompleteJob,
    CompleteUserTask,
    CorrelateMessage,
    Deploy,
    FailJob,
    Resource,
    StartProcessInstance,
    ThrowBpmnError,
)
from engine.errors import InvalidCommand, WrongState
from engine.handling import Handler
from engine.process_engine import ProcessEngine, Told
from engine.settings import Settings
from engine.values import SYSTEM, Actor, JobRow, Membership

ROUNDS = 10_000
WORKER = "scenario"
#: how long a scenario keeps a job, seconds: for ever
LOCK = 10**9


@dataclass(kw_only=True)
class Stage:
    """An engine with the content deployed, on which one scenario is played."""

    engine: ProcessEngine
    clock: FixedClock
    #: topics nobody here answers but the step `job`
    outside: tuple[str, ...] = ()
    told: list[tuple[str, events.Event]] = field(default_factory=list)
    #: the case that steps and checks are about
    instance_id: str = ""
    #: other cases of the scenario, by the name it gives them
    cases: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        resources: Iterable[Resource],
        handlers: Mapping[str, Handler],
        processes: str,
        at: datetime,
        outside: Collection[str] = (),
    ) -> "Stage":
        """Everything is deployed; jobs of the topics `outside` wait for the scenario to say what came of them."""
        clock = FixedClock(at)
        settings = Settings(database_url="sqlite://", processes=processes)
        engine = ProcessEngine(settings, handlers, clock)
        stage = cls(engine=engine, clock=clock)
        engine.execute(Deploy(resources=tuple(resources)), SYSTEM)
        stage.give_over(outside)
        engine.listeners.append(stage._listen)
        return stage

    def give_over(self, topics: Collection[str]) -> None:
        """From now on the scenario says what comes of these jobs."""
        self.outside = tuple(sorted({*self.outside, *topics}))
        handlers = self.engine.handlers.items()
        self.engine.handlers = {topic: each for topic, each in handlers if topic not in self.outside}

    def _listen(self, command: object, told: Told) -> None:
        self.told.extend(told)

    def settle(self) -> None:
        """Jobs, messages and timers that are due now."""
        for _ in range(ROUNDS):
            if not due.run_due(self.engine, WORKER):
                return
        raise WrongState("Expected the case to come to rest, but it does not.")

    @contextmanager
    def looking_at(self, name: str | None) -> Iterator[None]:
        """Steps and checks inside are about the case of this name; None: about the same as before."""
        if name is not None and name not in self.cases:
            raise InvalidCommand(f'expected a case that a step `start` has begun, but there is no "{name}"')
        before = self.instance_id
        self.instance_id = self.cases[name] if name else before
        try:
            yield
        finally:
            self.instance_id = before

    # ---- steps -----------------------------------------------------------------------------------

    def complete(self, step: Mapping[str, Any]) -> None:
        wanted = step["complete"]
        wanted = {"task": wanted} if isinstance(wanted, str) else wanted
        found = [each for each in self.open_tasks() if each.element == wanted["task"]]
        if not found:
            there = ", ".join(each.element for each in self.open_tasks()) or "nothing"
            raise WrongState(f'expected task "{wanted["task"]}" to be open, but open is: {there}')
        actor = _actor(wanted["as"]) if "as" in wanted else SYSTEM
        found.sort(key=lambda each: each.assignee != actor.id)
        variables = times(wanted.get("with") or {})
        self.engine.execute(CompleteUserTask(task_id=found[0].id, variables=variables), actor)

    def start(self, step: Mapping[str, Any]) -> None:
        """Another case, filed now."""
        wanted = step["start"]
        given = {"filed_at": self.clock.now(), **times(wanted.get("given") or {})}
        command = StartProcessInstance(key=wanted["process"], variables=given)
        self.cases[wanted["case"]] = self.engine.execute(command, SYSTEM).id

    def job(self, step: Mapping[str, Any]) -> None:
        """What an outside system answered: variables, a drawn error, or no answer at all."""
        wanted = step["job"]
        wanted = {"task": wanted} if isinstance(wanted, str) else wanted
        row = self._waiting(wanted["task"])
        due_jobs = AcquireJobs(worker=WORKER, topics=self.outside, limit=10_000, lock_seconds=LOCK)
        self.engine.execute(due_jobs, SYSTEM)
        self.engine.execute(_answer(row.id, wanted), SYSTEM)

    def _waiting(self, task: str) -> JobRow:
        """The job of this task, that of the case itself before those of other cases."""
        jobs = [each for each in self.engine.read(queries.jobs, SYSTEM) if each.topic in self.outside]
        found = [each for each in jobs if each.element == task and each.state != "failed"]
        if not found:
            there = ", ".join(sorted({each.element for each in jobs})) or "nothing"
            raise WrongState(f'expected the job of "{task}" to wait for its answer, but waiting are: {there}')
        first = min(found, key=lambda each: (each.instance_id != self.instance_id, each.due_at))
        if first.state == "available" and first.due_at > self.clock.now():
            raise WrongState(
                f'expected the job of "{task}" to be due, but it is tried again at {first.due_at}'
            )
        return first

    def wait(self, step: Mapping[str, Any]) -> None:
        self.wait_until(moment(step["wait"], self.clock.now()))

    def until(self, step: Mapping[str, Any]) -> None:
        self.wait_until(to_time(step["until"]))

    def wait_until(self, end: datetime) -> None:
        while (at := due.next_due(self.engine)) is not None and at <= end:
            if at > self.clock.now():
                self.clock.set(at)
            if not due.run_due(self.engine, WORKER):
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

    def own(self) -> list[events.Event]:
        """What was told of the case; of the first one with those that it started itself."""
        others = set(self.cases.values())
        if self.instance_id in others:
            return [event for instance_id, event in self.told if instance_id == self.instance_id]
        return [event for instance_id, event in self.told if instance_id not in others]

    def path(self) -> tuple[str, ...]:
        return tuple(e.element for e in self.own() if isinstance(e, events.ActivityCompleted))

    def ended(self) -> tuple[str, ...]:
        return ends(self.own())

    def reached(self) -> frozenset[str]:
        """End events of every case."""
        every = dict.fromkeys(instance_id for instance_id, _ in self.told)
        return frozenset().union(*(ends(e for at, e in self.told if at == each) for each in every))

    def flows(self) -> dict[str, frozenset[str]]:
        return flows_taken(self.told)


STEPS: dict[str, Callable[[Stage, Mapping[str, Any]], None]] = {
    "complete": Stage.complete,
    "start": Stage.start,
    "job": Stage.job,
    "wait": Stage.wait,
    "until": Stage.until,
    "message": Stage.message,
    "signal": Stage.signal,
}


# ---- values --------------------------------------------------------------------------------------


def ends(told: Iterable[events.Event]) -> tuple[str, ...]:
    """End events of the process itself, in order; those inside its parts are left out."""
    inner: set[str] = set()
    found = []
    for each in told:
        if isinstance(each, events.ActivityStarted) and each.parent:
            inner.add(each.activity)
        if (
            isinstance(each, events.ActivityCompleted)
            and each.kind == "endEvent"
            and each.activity not in inner
        ):
            found.append(each.element)
    return tuple(found)


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


def _answer(job_id: str, wanted: Mapping[str, Any]) -> Command:
    told = times(wanted.get("with") or {})
    if "fail" in wanted:
        return FailJob(job_id=job_id, worker=WORKER, error=str(wanted["fail"]))
    if "bpmn_error" in wanted:
        return ThrowBpmnError(job_id=job_id, worker=WORKER, code=str(wanted["bpmn_error"]), variables=told)
    return CompleteJob(job_id=job_id, worker=WORKER, variables=told)


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
