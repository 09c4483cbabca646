"""Topic `find_person`: asks the state database of natural persons.

Inputs: iin, variable, which gets {iin, name, birth_date, sex, citizenship, died_on},
or null when the register does not know the number.
"""

from engine.handling import Job, Outcome, Tools
from handlers.clients.http import System
from handlers.clients.persons import find
from handlers.inputs import answer, text


def find_person(job: Job, tools: Tools) -> Outcome:
    iin = text(job, "iin").replace(" ", "")
    return answer(job, find(System.of("persons", job, tools), iin))
