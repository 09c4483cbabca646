"""Jobs carried out: job -> handler -> CompleteJob | ThrowBpmnError | FailJob. Handlers run outside any transaction."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

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


#: pauses before the same answer is sent again while the database is away, seconds
AGAIN_AFTER = (0.2, 1, 3, 10, 30)


def acquire(engine: ProcessEngine, asked: AcquireJobs) -> tuple[Job, ...]:
    """Lock due jobs of the topics this engine has handlers for; no lock is taken when nothing is due."""
    with engine.database.read() as tx:
        if not jobs.are_due(tx, engine.clock.now()):
            return ()
    command = replace(asked, topics=("", *sorted(engine.handlers)))
    acquired: tuple[Job, ...] = engine.execute(command, SYSTEM)
    return acquired


def run_jobs(engine: ProcessEngine, worker: str, limit: int = 10) -> int:
    """Acquire and carry out due jobs; returns how many."""
    due = acquire(engine, AcquireJobs(worker=worker, limit=limit))
    for job in due:
        run_job(engine, worker, job)
    return len(due)


def run_job(
    engine: ProcessEngine, worker: str, job: Job, wait: Callable[[float], object] = time.sleep
) -> None:
    """One job; its answer comes back as a command, sent again while the database is away."""
    answer = None
    for pause in (*AGAIN_AFTER, None):
        try:
            answer = answer or _answer(engine, worker, job)
            _send(engine, worker, job, answer)
            return
        except Unavailable as error:
            if pause is None:
                log.warning("job %s: it is done again when its lock ends: %s", job.id, error.message)
                return
            log.info("job %s: again in %s s: %s", job.id, pause, error.message)
            wait(pause)


def _send(engine: ProcessEngine, worker: str, job: Job, answer: Command) -> None:
    """A lock lost meanwhile is another worker's business."""
    try:
        engine.execute(answer, SYSTEM)
    except WrongState as error:
        log.info("job %s: %s", job.id, error.message)
    except Unavailable:
        raise
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
    except Unavailable:
        # no fault of the handler's: it asked the database
        raise
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
