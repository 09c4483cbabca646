"""Jobs carried out: job -> handler -> CompleteJob | ThrowBpmnError | FailJob. Handlers run outside any transaction."""

import logging

from engine.commands import (
    AcquireJobs,
    Command,
    CompleteJob,
    FailJob,
    ThrowBpmnError,
)
from engine.errors import EngineError, Unavailable, WrongState
from engine.handling import BpmnError, Failure, Job, Outcome, TryLater
from engine.process_engine import ProcessEngine
from engine.store import jobs
from engine.tools import EngineTools
from engine.values import SYSTEM

log = logging.getLogger("qyzmet.executor")
#: shortest and longest pause between two questions to a system outside that does not answer, seconds
PAUSES = (10, 600)


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
    except TryLater as error:
        log.info("job %s (%s) waits: %s", job.id, job.topic, error)
        return FailJob(
            job_id=job.id,
            worker=worker,
            error=str(error),
            retries=job.retries,
            retry_after=_pause(error, job),
        )
    except Exception as error:  # noqa: BLE001  # whatever a handler raises is a failure to be tried again
        log.warning("job %s (%s) failed: %s", job.id, job.topic, error)
        return FailJob(job_id=job.id, worker=worker, error=_said(error))
    return CompleteJob(job_id=job.id, worker=worker, variables=outcome.variables, documents=outcome.documents)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, Failure) else f"{type(error).__name__}: {error}"


def _pause(error: TryLater, job: Job) -> int:
    """As the system says; else as long as it has been waited for so far, so that the pauses double."""
    shortest, longest = PAUSES
    waited = error.after if error.after is not None else (job.now - job.created_at).total_seconds()
    return int(min(max(waited, shortest), longest))
