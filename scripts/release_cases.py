"""Cases in every state a release may leave behind, and how each goes on after an upgrade.

`Beginning` brings them into their states with the program that is released; `go_on` ends them with any later one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import sample
from engine import due, queries
from engine.clock import FixedClock
from engine.commands import (
    AcquireJobs,
    AddNote,
    ClaimUserTask,
    CompleteUserTask,
    CorrelateMessage,
    CreateUser,
    Deploy,
    FailJob,
    GrantRole,
    PauseTerm,
    ResolveIncident,
    Resource,
    ResumeProcessInstance,
    ResumeTerm,
    SaveDraft,
    SealHistory,
    StartProcessInstance,
    SuspendProcessInstance,
)
from engine.handling import Handler
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM, Actor, Membership
from handlers import HANDLERS as CONTENT_HANDLERS
from web.demo_assistance import ASSISTANCES
from web.demo_certificates import CERTIFICATES

ROOT = Path(__file__).parents[1]
MODELS = (ROOT / "tests" / "models", ROOT / "bench" / "models")
HANDLERS: dict[str, Handler] = {**CONTENT_HANDLERS, **sample.HANDLERS}
CLERK = Actor(id="aigul", memberships=frozenset({Membership(role="registry_clerk", body="talgar")}))
GIVEN = {"applicant": "Асель", "iin": "850101400016", "authority": "talgar"}
#: the way of the sample case
SAMPLE = ("register", "review", "approve", "sign", "hand_over")
#: real services: the whole way of one demo case, and after how many of its steps a case waits
REAL = (
    (CERTIFICATES, "certificate: issued", (0, 3, 5)),
    (ASSISTANCES, "assistance: refused, the answer was posted", (3,)),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class GoOn:
    """One step after the upgrade."""

    #: number of the case
    case: str
    #: a name of VERBS
    do: str
    element: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)


# ---- before --------------------------------------------------------------------------------------


class Beginning:
    """The cases of one database, each left in a state of its own; `rest` says how they go on."""

    def __init__(self, engine: ProcessEngine, clock: FixedClock) -> None:
        self.engine, self.clock = engine, clock
        self.rest: list[GoOn] = []

    def begin(self) -> list[GoOn]:
        self._deploy()
        self.engine.execute(CreateUser(user_id="aigul", name="Айгүл", password_hash="none"), SYSTEM)
        self.engine.execute(GrantRole(user_id="aigul", role="registry_clerk", body="talgar"), SYSTEM)
        for part in (self._real, self._words, self._permit, self._terms, self._sample):
            part()
            self.clock.advance(timedelta(hours=1))
            self.engine.execute(SealHistory(), SYSTEM)
        return self.rest

    def _deploy(self) -> None:
        files = [each for folder in MODELS for each in sorted(folder.iterdir())]
        files += sorted((ROOT / "processes").glob("*.bpmn"))
        for kind in ("decisions/*.dmn", "forms/*.form"):
            files += sorted((ROOT / "processes").glob(kind))
        wanted = [each for each in files if each.stem.rpartition(".")[0] not in LEFT_OUT]
        resources = tuple(Resource(name=each.name, content=each.read_bytes()) for each in wanted)
        self.engine.execute(Deploy(resources=resources), SYSTEM)

    def _file(self, key: str, **given: Any) -> tuple[str, str]:
        variables = {**GIVEN, **given}
        case = self.engine.execute(StartProcessInstance(key=key, variables=variables), SYSTEM)
        self._settle()
        return case.id, case.business_key

    def _settle(self) -> None:
        while due.run_due(self.engine):
            pass

    def _then(self, case: str, *steps: tuple[str, str, Mapping[str, Any]]) -> None:
        self.rest.extend(GoOn(case=case, do=do, element=at, variables=values) for do, at, values in steps)

    def _real(self) -> None:
        for stories, name, stops in REAL:
            story = next(each for each in stories if each.name == name)
            for stop in stops:
                given = {**story.given, "filed_at": self.clock.now(), "tracking_code": f"0000-{stop:04}"}
                instance_id, number = self._file(story.process, **given)
                for step in story.steps[:stop]:
                    complete(self.engine, instance_id, step.task, step.values)
                    self._settle()
                self._then(number, *(("complete", step.task, step.values) for step in story.steps[stop:]))

    def _words(self) -> None:
        """A message that is awaited, opinions of several, a file that goes back and forth."""
        instance_id, number = self._file("review")
        complete(self.engine, instance_id, "check", {"complete": True})
        self._settle()
        self._then(number, ("message", "collected", {}))
        instance_id, number = self._file("many", people=["a", "b", "c"])
        complete(self.engine, instance_id, "ask", {})
        self._then(number, *(("complete", "ask", {}) for _ in range(2)))
        instance_id, number = self._file("loop")
        for _ in range(12):
            complete(self.engine, instance_id, "prepare", {"good": False})
        self._then(number, ("complete", "prepare", {"good": True}))

    def _permit(self) -> None:
        """Branches, a subprocess, a called process."""
        way = ("check", "survey", "measure", "listen")
        for stop in range(len(way)):
            instance_id, number = self._file("permit")
            for element in way[:stop]:
                complete(self.engine, instance_id, element, {})
            self._then(
                number, *(("complete", element, {}) for element in way[stop:]), ("message", "paid", {})
            )

    def _terms(self) -> None:
        """A term that runs, and one that stands still."""
        for is_paused in (False, True):
            instance_id, number = self._file(
                "terms", filed_at=self.clock.now(), amount=10, unit="working_day"
            )
            if is_paused:
                rows = self.engine.read(queries.deadlines, SYSTEM, instance_id)
                term = next(each for each in rows if each.activity.startswith("over:"))
                self.engine.execute(PauseTerm(term_id=term.id, reason="запрос", norm="п. 12"), SYSTEM)
                self._then(number, ("resume_term", "over", {}))
            self._then(number, ("complete", "check", {}), ("complete", "sign", {}))

    def _sample(self) -> None:
        """Jobs and tasks of every state; nothing is settled after them."""
        for stop in range(len(SAMPLE) + 1):
            instance_id, number = self._at(stop)
            self._then(number, *_rest(stop))
            if stop == 1:
                self.engine.execute(AddNote(instance_id=instance_id, text="звонил заявитель"), SYSTEM)
            if stop == 4:
                task = open_task(self.engine, instance_id, "hand_over")
                self.engine.execute(SaveDraft(key=task, variables={"note": "пришёл сам"}), CLERK)
        instance_id, number = self._at(1)
        self.engine.execute(SuspendProcessInstance(instance_id=instance_id, reason="суд"), SYSTEM)
        self._then(number, ("resume", "", {}), *_rest(1))
        instance_id, number = self._at(0)
        self.engine.execute(ClaimUserTask(task_id=open_task(self.engine, instance_id, "register")), CLERK)
        self._then(number, *_rest(0))
        self._broken()
        self._locked()
        instance_id, number = self._at(0)
        complete(self.engine, instance_id, "register", {})
        self._then(number, *_rest(1))

    def _at(self, stop: int) -> tuple[str, str]:
        """A sample case after so many tasks."""
        instance_id, number = self._file("sample", **sample.variables())
        for element in SAMPLE[:stop]:
            complete(self.engine, instance_id, element, sample.answer(element))
            self._settle()
        return instance_id, number

    def _broken(self) -> None:
        """A job without tries left: an incident."""
        instance_id, number = self._at(0)
        complete(self.engine, instance_id, "register", {})
        (job,) = self.engine.execute(AcquireJobs(worker="one", topics=("check",)), SYSTEM)
        self.engine.execute(FailJob(job_id=job.id, worker="one", error="реестр молчит", retries=0), SYSTEM)
        self._then(number, ("resolve", "check", {}), *_rest(1))

    def _locked(self) -> None:
        """A job in the hands of a worker that is gone."""
        instance_id, number = self._at(0)
        complete(self.engine, instance_id, "register", {})
        self.engine.execute(AcquireJobs(worker="gone", topics=("check",)), SYSTEM)
        self._then(number, *_rest(1))


#: content that no case here needs
LEFT_OUT = ("payment",)


def _rest(stop: int) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    return [("complete", element, sample.answer(element)) for element in SAMPLE[stop:]]


# ---- after ---------------------------------------------------------------------------------------


def go_on(engine: ProcessEngine, clock: FixedClock, steps: Iterable[GoOn]) -> None:
    """Take the steps: after them every case has ended."""
    clock.advance(timedelta(minutes=10))
    for step in steps:
        while due.run_due(engine):
            pass
        instance_id = engine.read(queries.find, SYSTEM, step.case).id
        VERBS[step.do](engine, instance_id, step.element, step.variables)
    while due.run_due(engine):
        pass


def complete(engine: ProcessEngine, instance_id: str, element: str, variables: Mapping[str, Any]) -> None:
    task = open_task(engine, instance_id, element)
    engine.execute(CompleteUserTask(task_id=task, variables=variables), SYSTEM)


def open_task(engine: ProcessEngine, instance_id: str, element: str) -> str:
    tasks = sample.open_of(engine, instance_id)
    found = [each.id for each in tasks if each.element == element]
    if not found:
        there = ", ".join(each.element for each in tasks) or "nothing"
        raise LookupError(f"expected {instance_id} to wait at {element}, but it waits at {there}")
    return found[0]


def _message(engine: ProcessEngine, instance_id: str, name: str, variables: Mapping[str, Any]) -> None:
    engine.execute(CorrelateMessage(name=name, instance_id=instance_id, variables=variables), SYSTEM)


def _resume(engine: ProcessEngine, instance_id: str, _: str, __: Mapping[str, Any]) -> None:
    engine.execute(ResumeProcessInstance(instance_id=instance_id), SYSTEM)


def _resume_term(engine: ProcessEngine, instance_id: str, element: str, _: Mapping[str, Any]) -> None:
    rows = engine.read(queries.deadlines, SYSTEM, instance_id)
    term = next(each for each in rows if each.activity.startswith(f"{element}:"))
    engine.execute(ResumeTerm(term_id=term.id), SYSTEM)


def _resolve(engine: ProcessEngine, instance_id: str, element: str, _: Mapping[str, Any]) -> None:
    (found,) = engine.read(queries.incidents, SYSTEM, instance_id=instance_id)
    engine.execute(ResolveIncident(incident_id=found.id), SYSTEM)


VERBS: dict[str, Callable[[ProcessEngine, str, str, Mapping[str, Any]], None]] = {
    "complete": complete,
    "message": _message,
    "resume": _resume,
    "resume_term": _resume_term,
    "resolve": _resolve,
}
