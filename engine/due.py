"""What is due without a person: timers, start timers, thrown messages, jobs. One round at a time."""

import logging
from datetime import datetime

from engine.commands import Command, DeliverThrown, FireStartTimer, FireTimer, HoldTimer
from engine.errors import EngineError, Unavailable, WrongState
from engine.executor import run_jobs
from engine.identifiers import Address
from engine.process_engine import ProcessEngine
from engine.store import definitions, jobs, messages, timers
from engine.values import SYSTEM

log = logging.getLogger("qyzmet.due")


def fire_timers(engine: ProcessEngine, limit: int = 100) -> int:
    """Fire what is due, the earliest first, each in its own transaction."""
    with engine.database.read() as tx:
        now = engine.clock.now()
        due = [str(Address(row.instance_id, row.activity)) for row in timers.due(tx, now, limit)]
        starts = [(row.definition_id, row.element) for row in definitions.due_start_events(tx, now, limit)]
    for timer_id in due:
        _fire(engine, FireTimer(timer_id=timer_id), timer_id)
    for definition_id, start in starts:
        _fire(engine, FireStartTimer(definition_id=definition_id, start=start), None)
    return len(due) + len(starts)


def _fire(engine: ProcessEngine, command: Command, timer_id: str | None) -> None:
    try:
        engine.execute(command, SYSTEM)
    except WrongState as error:
        log.info("timer: %s", error.message)
    except Unavailable:
        # no fault of the timer's: the next round tries again
        raise
    except EngineError as error:
        log.error("timer could not be fired and is set aside: %s", error.message)
        if timer_id is not None:
            engine.execute(HoldTimer(timer_id=timer_id), SYSTEM)


def deliver_thrown(engine: ProcessEngine, limit: int = 100) -> int:
    """Messages and signals that instances have thrown."""
    with engine.database.read() as tx:
        waiting = [row.id for row in messages.waiting(tx, limit)]
    for message_id in waiting:
        try:
            engine.execute(DeliverThrown(message_id=message_id), SYSTEM)
        except WrongState as error:
            log.info("message %s: %s", message_id, error.message)
    return len(waiting)


def run_due(engine: ProcessEngine, worker: str = "worker", limit: int = 100) -> int:
    """One round of everything that is due; returns how much was done."""
    return deliver_thrown(engine, limit) + fire_timers(engine, limit) + run_jobs(engine, worker, limit)


def next_due(engine: ProcessEngine) -> datetime | None:
    """When something will be due next: for clocks that are moved by hand."""
    with engine.database.read() as tx:
        dates = (timers.next_due(tx), definitions.next_due(tx), jobs.next_due(tx, ("", *engine.handlers)))
    return min((at for at in dates if at), default=None)
