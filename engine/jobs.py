"""Jobs: lock, complete, fail, throw a BPMN error; numbers for handlers."""

from datetime import datetime, timedelta

from engine import documents, events, executions, lifecycle
from engine.advance import Move, advance, note
from engine.bpmn import Execution
from engine.commands import AcquireJobs, CompleteJob, ExtendLocks, FailJob, ReserveNumber, ThrowBpmnError
from engine.context import Context
from engine.errors import WrongState
from engine.handling import Job
from engine.identifiers import Address
from engine.projection.waits import RETRY_AFTER
from engine.store import jobs, numbers


def acquire(command: AcquireJobs, context: Context) -> tuple[Job, ...]:
    """Due jobs, locked for this worker, each with the variables it sees. Continuations have topic ""."""
    wanted = jobs.Wanted(
        worker=command.worker,
        topics=command.topics,
        now=context.now,
        until=_until(command.lock_seconds, context),
        limit=command.limit,
        turn=command.turn,
    )
    known: dict[str, Execution] = {}
    return tuple(_job(context, row, known) for row in jobs.acquire(context.tx, wanted))


def extend(command: ExtendLocks, context: Context) -> int:
    """How many of the locks the worker still had."""
    at = [Address.parse(each) for each in command.job_ids]
    keys = [(each.instance_id, each.activity) for each in at]
    return jobs.extend(context.tx, command.worker, keys, _until(command.lock_seconds, context))


def _until(seconds: float, context: Context) -> datetime:
    return context.now + min(timedelta(seconds=seconds), jobs.LONGEST_LOCK)


def _job(context: Context, row, known: dict[str, Execution]) -> Job:  # type: ignore[no-untyped-def]
    if row.instance_id not in known:
        known[row.instance_id] = _execution(context, row.instance_id)
    execution = known[row.instance_id]
    has_topic = row.topic is not None
    return Job(
        id=f"{row.instance_id}:{row.activity}",
        instance_id=row.instance_id,
        activity=row.activity,
        element=row.element,
        topic=row.topic or "",
        process_key=row.process_key,
        definition_id=row.definition_id,
        business_key=row.business_key,
        retries=row.retries,
        created_at=row.created_at,
        now=context.now,
        variables=execution.variables(row.activity) if has_topic else {},
        inputs=execution.local(row.activity) if has_topic else {},
    )


def _execution(context: Context, instance_id: str) -> Execution:
    row = context.instance(instance_id)
    return executions.loaded(context, row)[0]


def complete(command: CompleteJob, context: Context) -> None:
    at = _held(command.job_id, command.worker, context)
    told, references = documents.keep(context, at.instance_id, at.activity, command.documents)
    variables = {**command.variables, **references}
    jobs.remove(context.tx, at.instance_id, at.activity)
    advance(
        context,
        at.instance_id,
        Move(do="complete", arguments={"activity": at.activity, "variables": variables}),
        told,
    )


def throw_error(command: ThrowBpmnError, context: Context) -> None:
    """The boundary event of this code takes it; nobody does: an incident."""
    at = _held(command.job_id, command.worker, context)
    move = {
        "activity": at.activity,
        "code": command.code,
        "message": command.message,
        "variables": dict(command.variables),
    }
    jobs.remove(context.tx, at.instance_id, at.activity)
    advance(context, at.instance_id, Move(do="throw_error", arguments=move))


def fail(command: FailJob, context: Context) -> None:
    """Later again with a growing pause; without tries left an incident waits for an operator."""
    at = _held(command.job_id, command.worker, context)
    row = jobs.get(context.tx, at.instance_id, at.activity)
    retries = row.retries - 1 if command.retries is None else command.retries
    pauses = [int(text) for text in row.retry_after.split(",") if text] or list(RETRY_AFTER)
    after = pauses[-max(min(retries, len(pauses)), 1)] if command.retry_after is None else command.retry_after
    told = events.JobFailed(
        activity=at.activity,
        error=command.error,
        retries=max(retries, 0),
        due_at=context.now + min(timedelta(seconds=after), jobs.LONGEST_PAUSE),
    )
    if retries > 0:
        note(context, at.instance_id, told)
    else:
        move = Move(do="fail", arguments={"activity": at.activity, "message": command.error})
        advance(context, at.instance_id, move, before=(told,))


def reserve_number(command: ReserveNumber, context: Context) -> int:
    return numbers.reserve(context.tx, command.register, command.key)


def _held(job_id: str, worker: str, context: Context) -> Address:
    """WrongState when the lock was lost: somebody else does it now."""
    at = Address.parse(job_id)
    row = jobs.get(context.tx, at.instance_id, at.activity)
    lifecycle.require("job", job_id, row.state, "done")
    if row.locked_by != worker:
        raise WrongState(
            f'Expected job {job_id} to be locked by "{worker}", but it is locked by "{row.locked_by}".'
        )
    return at
