"""A worker that asks the gateway, and is killed before it can say what was answered. Arguments: database, simulator."""

import os
import signal
import sys
from datetime import UTC, datetime

from engine.clock import FixedClock
from engine.due import run_due
from engine.handling import Job, Outcome, Tools
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from handlers import HANDLERS


def asked_and_killed(job: Job, tools: Tools) -> Outcome:
    HANDLERS["confirm_payment"](job, tools)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


if __name__ == "__main__":
    clock = FixedClock(datetime(2026, 3, 16, 4, 0, tzinfo=UTC))
    settings = Settings(database_url=sys.argv[1], simulator_url=sys.argv[2])
    run_due(ProcessEngine(settings, {"confirm_payment": asked_and_killed}, clock))
