"""Input parameters of a service task, checked."""

from decimal import Decimal
from typing import Any

from engine.handling import Job, Outcome
from handlers.faults import HandlerFault


def text(job: Job, name: str) -> str:
    value = job.inputs.get(name)
    if not isinstance(value, str) or not value:
        raise HandlerFault(
            f'Expected the input parameter "{name}" of {job.element} to be a text, but it is {value!r}.'
        )
    return value


def amount(job: Job, name: str) -> int | float:
    value = job.inputs.get(name)
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise HandlerFault(
            f'Expected the input parameter "{name}" of {job.element} to be an amount, but it is {value!r}.'
        )
    return value


def answer(job: Job, value: Any) -> Outcome:
    """Into the process variable that the input parameter `variable` names."""
    return Outcome(variables={text(job, "variable"): value})


def optional_text(job: Job, name: str) -> str | None:
    return text(job, name) if job.inputs.get(name) else None
