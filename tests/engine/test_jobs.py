"""Jobs: tried again, given up, taken over, and never done twice."""

from datetime import timedelta

import pytest

from engine import due, executor, queries
from engine.commands import AcquireJobs, CompleteJob, CompleteUserTask, CorrelateMessage, ResolveIncident
from engine.errors import WrongState
from engine.handling import BpmnError
from engine.values import SYSTEM
from tests.engine.conftest import CLERK, OPERATOR, issue


@pytest.fixture
def case(engine, start):
    """A case whose job waits."""
    instance = start()
    task = engine.read(queries.tasks, SYSTEM, instance.id)[0]
    engine.execute(CompleteUserTask(task_id=task.id, variables={"complete": True}), CLERK)
    return instance


def _state(engine, case) -> str:
    return engine.read(queries.instance, SYSTEM, case.id).state


def test_a_job_brings_variables_and_a_document(engine, case) -> None:
    due.run_due(engine)
    held = engine.read(queries.variables, SYSTEM, case.id)
    assert held["issued"] is True
    assert held["certificate"]["number"] == "1"
    document, content = engine.read(queries.content, SYSTEM, held["certificate"]["id"])
    assert (document.kind, content) == ("result", b"certificate 1")


def test_a_message_by_business_key_goes_on(engine, case) -> None:
    due.run_due(engine)
    engine.execute(CorrelateMessage(name="collected", business_key=case.business_key), SYSTEM)
    assert _state(engine, case) == "completed"


def test_a_failed_job_is_tried_again_later(engine, case, handlers, clock) -> None:
    def broken(job, tools):
        raise RuntimeError("the register does not answer")

    handlers["issue"] = broken
    due.run_due(engine)
    (job,) = engine.read(queries.jobs, SYSTEM, case.id)
    assert (job.state, job.retries, job.error) == (
        "available",
        2,
        "RuntimeError: the register does not answer",
    )
    assert job.due_at > clock.now()
    handlers["issue"] = issue
    clock.advance(timedelta(minutes=10))
    due.run_due(engine)
    assert engine.read(queries.jobs, SYSTEM, case.id) == ()


def test_without_tries_an_incident_waits_for_an_operator(engine, case, handlers, clock) -> None:
    def broken(job, tools):
        raise RuntimeError("no")

    handlers["issue"] = broken
    for _ in range(3):
        due.run_due(engine)
        clock.advance(timedelta(hours=1))
    (incident,) = engine.read(queries.incidents, SYSTEM)
    assert (incident.element, incident.kind) == ("issue", "job")
    assert engine.read(queries.instance, SYSTEM, case.id).has_incident
    handlers["issue"] = issue
    engine.execute(ResolveIncident(incident_id=incident.id), OPERATOR)
    due.run_due(engine)
    assert not engine.read(queries.instance, SYSTEM, case.id).has_incident
    assert engine.read(queries.variables, SYSTEM, case.id)["issued"] is True


def test_a_bpmn_error_takes_the_boundary_event(engine, case, handlers) -> None:
    def not_found(job, tools):
        raise BpmnError("NOT_FOUND", "no such child")

    handlers["issue"] = not_found
    due.run_due(engine)
    assert _state(engine, case) == "completed"


def test_a_job_is_in_one_worker_at_a_time(engine, case) -> None:
    (job,) = engine.execute(AcquireJobs(worker="one", topics=("issue",)), SYSTEM)
    assert engine.execute(AcquireJobs(worker="two", topics=("issue",)), SYSTEM) == ()
    with pytest.raises(WrongState, match='locked by "one"'):
        engine.execute(CompleteJob(job_id=job.id, worker="two"), SYSTEM)


def test_a_worker_that_died_loses_its_lock_and_the_number_stays(engine, case, clock) -> None:
    (job,) = engine.execute(AcquireJobs(worker="one", topics=("issue",), lock_seconds=60), SYSTEM)
    assert executor.EngineTools(engine, job).number("certificates") == 1
    clock.advance(timedelta(minutes=2))
    executor.run_jobs(engine, "two")
    assert engine.read(queries.variables, SYSTEM, case.id)["certificate"]["number"] == "1"
    with pytest.raises(WrongState, match="done or cancelled"):
        engine.execute(CompleteJob(job_id=job.id, worker="one"), SYSTEM)
