"""Topic `give_to_next`: what a case had goes to the first who waits in a line.

Inputs: line (name of the message), what, as (variable that the receiver gets it by), variable.
The variable gets {number} of the receiver's case, or null when nobody waits.
"""

from engine.handling import Job, Outcome, Tools
from handlers.inputs import answer, text


def give_to_next(job: Job, tools: Tools) -> Outcome:
    number = tools.give(text(job, "line"), {text(job, "as"): job.inputs.get("what")})
    return answer(job, None if number is None else {"number": number})
