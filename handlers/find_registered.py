"""Topic `find_registered`: what the register of issued documents says of a number; recorded with the job.

Inputs: number, variable, which gets {number, state: valid|replaced|void, reason, issued_at, case, copies, parts, and
what the issuing case said of it}, or null when nothing was issued under this number.
"""

from engine.handling import Job, Outcome, Tools
from handlers.inputs import answer, optional_text, text


def find_registered(job: Job, tools: Tools) -> Outcome:
    text(job, "variable")
    number = (optional_text(job, "number") or "").strip().upper()
    return answer(job, tools.registered(number) if number else None)
