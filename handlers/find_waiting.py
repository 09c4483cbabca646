"""Topic `find_waiting`: which cases wait for a message now; recorded with the job, a replay sees the same.

Inputs: message, take (variable of those cases, a context), variable; optional body, limit (how many at most).
Sets the variable to a list of {number, ...what `take` holds}, the oldest case first.
"""

from collections.abc import Mapping

from engine.handling import Job, Outcome, Tools
from handlers.faults import HandlerFault
from handlers.inputs import optional_text, text


def find_waiting(job: Job, tools: Tools) -> Outcome:
    take = text(job, "take")
    found = tools.waiting(text(job, "message"), optional_text(job, "body"))[: _limit(job)]
    listed = [{"number": each["number"], **_held(each, take)} for each in found]
    return Outcome(variables={text(job, "variable"): listed})


def _limit(job: Job) -> int | None:
    given = job.inputs.get("limit")
    if given is None or str(given).isdecimal():
        return None if given is None else int(str(given))
    raise HandlerFault(f'Expected "limit" of {job.element} to be a whole number, but it is {given!r:.60}.')


def _held(case: Mapping[str, object], name: str) -> Mapping[str, object]:
    variables = case["variables"]
    held = variables.get(name) if isinstance(variables, Mapping) else None
    if not isinstance(held, Mapping):
        raise HandlerFault(
            f'Expected case {case["number"]} to hold the context "{name}", but it is {held!r:.100}; '
            "set it in that process before its event waits."
        )
    return held
