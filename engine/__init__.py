"""The process engine: knows BPMN, storage and time; no Flask, no handlers, no service standard."""

from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler
from engine.settings import Settings

__all__ = ["ProcessEngine", "Scheduler", "Settings"]
