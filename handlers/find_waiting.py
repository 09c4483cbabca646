"""Topic `find_waiting`: which cases wait for a message now; recorded with the job, a replay sees the same.

Inputs: message, take (variable of those cases, a context), variable; optional body.
Sets the variable to a list of {number, ...what `take` holds}, the oldest case first.
"""

from collections.abc import Mapping

from engine.handling import Job, Outcome, Tools
from handlers.faults import HandlerFault
from handlers.inputs import optional_text, text


def find_waiting(job: Job, tools: Tools) -> Outcome:
    take = text(job, "take")
    found = tools.waiting(text(job, "message"), optional_text(job, "body"))
    listed = [{"number": each["number"], **_held(each, take)} for each in found]
    return Outcome(variables={text(job, "variable"): listed})


def _held(case: Mapping[str, object], name: str) -> Mapping[str, object]:
    variables = case["variables"]
    held = variables.get(name) if isinstance(variables, Mapping) else None
    if not isinstance(held, Mapping):
        raise HandlerFault(
            f'Expected case {case["number"]} to hold the context "{name}", but it is {held!r:.100}; '
            "set it in that process before its event waits."
        )
    return held
