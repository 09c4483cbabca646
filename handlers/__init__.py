"""What service tasks do: one module per topic, a plain function `(Job, Tools) -> Outcome` each.

Knows only `engine.handling`. A deployment that names a topic which is not in this table is refused.
"""

from collections.abc import Mapping

from engine.handling import Handler
from handlers.check_signature import check_signature
from handlers.confirm_payment import confirm_payment
from handlers.count_line import count_line
from handlers.find_address import find_address
from handlers.find_birth import find_birth
from handlers.find_legal_entity import find_legal_entity
from handlers.find_members import find_members
from handlers.find_person import find_person
from handlers.find_registered import find_registered
from handlers.find_unreached import find_unreached
from handlers.find_waiting import find_waiting
from handlers.give_to_next import give_to_next
from handlers.issue_document import issue_document
from handlers.notify_applicant import notify_applicant

#: topics that ask systems outside, or who works where. In a scenario the analyst says what they answered (step `job`)
OUTSIDE_HANDLERS: Mapping[str, Handler] = {
    "confirm_payment": confirm_payment,
    "check_signature": check_signature,
    "find_person": find_person,
    "find_birth": find_birth,
    "find_legal_entity": find_legal_entity,
    "find_address": find_address,
    "give_to_next": give_to_next,
    "find_members": find_members,
}
OUTSIDE = frozenset(OUTSIDE_HANDLERS)

HANDLERS: Mapping[str, Handler] = {
    "find_registered": find_registered,
    "find_unreached": find_unreached,
    "find_waiting": find_waiting,
    "count_line": count_line,
    "issue_document": issue_document,
    "notify_applicant": notify_applicant,
    **OUTSIDE_HANDLERS,
}
