"""Topic `find_legal_entity`: asks the state database of legal entities.

Inputs: bin, variable, which gets {bin, name, head, address, registered_on, state},
or null when the register does not know the number.
"""

from engine.handling import Job, Outcome, Tools
from handlers.clients.http import System
from handlers.clients.legal_entities import find
from handlers.inputs import answer, text


def find_legal_entity(job: Job, tools: Tools) -> Outcome:
    number = text(job, "bin").replace(" ", "")
    return answer(job, find(System.of("legal_entities", job, tools), number))
