"""Topic `find_birth`: asks the civil status records for the birth of a child.

Inputs: iin, variable, which gets {iin, name, birth_date, parents: [{iin, name}], act_number, act_date},
or null when the register does not know the number.
"""

from engine.handling import Job, Outcome, Tools
from handlers.clients.births import find
from handlers.clients.http import System
from handlers.inputs import answer, text


def find_birth(job: Job, tools: Tools) -> Outcome:
    iin = text(job, "iin").replace(" ", "")
    return answer(job, find(System.of("births", job, tools), iin))
