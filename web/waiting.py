"""Work of the system that waits for an answer from outside: why, since when, the next try. And names of steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine import queries
from engine.values import HistoryEntry, JobRow, ProcessInstance
from web.current import engine, read
from web.timeline import Places, name_of

#: states of a job that goes on by itself
OPEN = ("available", "locked")


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A step that the system could not take yet."""

    #: name of the step, as drawn
    step: str
    #: what the system outside did instead, a sentence
    reason: str
    since: datetime
    #: None while it is being tried
    next_at: datetime | None


def waiting(case: ProcessInstance, history: Iterable[HistoryEntry] | None = None) -> list[Waiting]:
    """Of one case; the history is read only when something waits."""
    jobs = [each for each in read(queries.jobs, case.id) if each.error and each.state in OPEN]
    if not jobs:
        return []
    told = _Told(case, read(queries.history, case.id) if history is None else history)
    return [told.waiting(each) for each in jobs]


def step_names(case: ProcessInstance, history: Iterable[HistoryEntry]) -> dict[str, str]:
    """Activity -> name of its step, as drawn."""
    return _Told(case, history).names


class _Told:
    """What the history says of activities: their names, and when their jobs failed first."""

    def __init__(self, case: ProcessInstance, history: Iterable[HistoryEntry]) -> None:
        self.names: dict[str, str] = {}
        self.since: dict[str, datetime] = {}
        places = Places(definition_id=case.definition_id)
        for entry in history:
            for event in entry.events:
                places.note(event)
                activity = event.get("activity", "")
                if event["event"] == "ActivityStarted":
                    self.names[activity] = name_of(places.element(event), event)
                elif event["event"] == "JobCreated":
                    self.since.pop(activity, None)
                elif event["event"] == "JobFailed":
                    self.since.setdefault(activity, entry.at)

    def waiting(self, job: JobRow) -> Waiting:
        return Waiting(
            step=self.names.get(job.activity, job.element),
            reason=job.error or "",
            since=self.since.get(job.activity, engine().clock.now()),
            next_at=job.due_at if job.state == "available" else None,
        )
