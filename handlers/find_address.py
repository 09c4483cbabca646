"""Topic `find_address`: asks the address register for the registered place of residence.

Inputs: iin, variable, which gets {region, district, settlement, street, house, flat, since},
or null when the register does not know the number.
"""

from engine.handling import Job, Outcome, Tools
from handlers.clients.addresses import find
from handlers.clients.http import System
from handlers.inputs import answer, text


def find_address(job: Job, tools: Tools) -> Outcome:
    iin = text(job, "iin").replace(" ", "")
    return answer(job, find(System.of("addresses", job, tools), iin))
