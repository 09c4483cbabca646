"""Input parameters of a service task, checked."""

from engine.handling import Job
from handlers.faults import HandlerFault


def text(job: Job, name: str) -> str:
    value = job.inputs.get(name)
    if not isinstance(value, str) or not value:
        raise HandlerFault(
            f'Expected the input parameter "{name}" of {job.element} to be a text, but it is {value!r}.'
        )
    return value


def optional_text(job: Job, name: str) -> str | None:
    return text(job, name) if job.inputs.get(name) else None
