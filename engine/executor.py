"""Jobs carried out: job -> handler -> CompleteJob | ThrowBpmnError | FailJob. Handlers run outside any transaction."""

import logging
from collections.abc import Mapping
from typing import Any

from engine.commands import (
    AcquireJobs,
    Command,
    CompleteJob,
    FailJob,
    ReserveNumber,
    ThrowBpmnError,
)
from engine.errors import EngineError, Unavailable, WrongState
from engine.handling import BpmnError, Job, Outcome
from engine.process_engine import ProcessEngine
from engine.store import documents, jobs
from engine.values import SYSTEM

log = logging.getLogger("qyzmet.executor")


class EngineTools:
    """`handling.Tools` over an engine, for one job."""

    def __init__(self, engine: ProcessEngine, job: Job) -> None:
        self._engine, self._job = engine, job
        self.base_url = engine.settings.base_url
        self.processes = engine.settings.processes
        self.smtp_url = engine.settings.smtp_url

    def number(self, register: str) -> int:
        taken: int = self._engine.execute(ReserveNumber(register=register, key=self._job.id), SYSTEM)
        return taken

    def body(self, body_id: str | None) -> Mapping[str, str] | None:
        return self._engine.content.body(body_id)

    def documents(self, instance_id: str) -> list[Mapping[str, Any]]:
        with self._engine.database.read() as tx:
            return [dict(row._mapping) for row in documents.of_instance(tx, instance_id)]


def acquire(engine: ProcessEngine, worker: str, limit: int) -> tuple[Job, ...]:
    """Lock due jobs of the topics this engine has handlers for; no lock is taken when nothing is due."""
    with engine.database.read() as tx:
        if not jobs.are_due(tx, engine.clock.now()):
            return ()
    command = AcquireJobs(worker=worker, topics=("", *sorted(engine.handlers)), limit=limit)
    acquired: tuple[Job, ...] = engine.execute(command, SYSTEM)
    return acquired


def run_jobs(engine: ProcessEngine, worker: str, limit: int = 10) -> int:
    """Acquire and carry out due jobs; returns how many."""
    due = acquire(engine, worker, limit)
    for job in due:
        run_job(engine, worker, job)
    return len(due)


def run_job(engine: ProcessEngine, worker: str, job: Job) -> None:
    """One job; its answer comes back as a command. A lock lost meanwhile is another worker's business."""
    answer = _answer(engine, worker, job)
    try:
        engine.execute(answer, SYSTEM)
    except WrongState as error:
        log.info("job %s: %s", job.id, error.message)
    except Unavailable as error:
        log.warning(
            "job %s: its answer is lost, it is done again when its lock ends: %s", job.id, error.message
        )
    except EngineError as error:
        log.warning("job %s: its answer was refused: %s", job.id, error.message)
        engine.execute(FailJob(job_id=job.id, worker=worker, error=error.message), SYSTEM)


def _answer(engine: ProcessEngine, worker: str, job: Job) -> Command:
    if not job.topic:
        return CompleteJob(job_id=job.id, worker=worker)
    try:
        outcome = engine.handlers[job.topic](job, EngineTools(engine, job)) or Outcome()
    except BpmnError as error:
        return ThrowBpmnError(
            job_id=job.id, worker=worker, code=error.code, message=error.message, variables=error.variables
        )
    except Exception as error:  # noqa: BLE001  # whatever a handler raises is a failure to be tried again
        log.warning("job %s (%s) failed: %s", job.id, job.topic, error)
        return FailJob(job_id=job.id, worker=worker, error=f"{type(error).__name__}: {error}")
    return CompleteJob(job_id=job.id, worker=worker, variables=outcome.variables, documents=outcome.documents)
