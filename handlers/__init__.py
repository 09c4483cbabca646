"""What service tasks do: one module per topic, a plain function `(Job, Tools) -> Outcome` each.

Knows only `engine.handling`. A deployment that names a topic which is not in this table is refused.
"""

from collections.abc import Mapping

from engine.handling import Handler
from handlers.issue_document import issue_document
from handlers.notify_applicant import notify_applicant

HANDLERS: Mapping[str, Handler] = {
    "issue_document": issue_document,
    "notify_applicant": notify_applicant,
}

#: topics that ask systems outside. In a scenario the analyst says what they answered (step `job`)
OUTSIDE = frozenset(
    {
        "confirm_payment",
        "check_signature",
        "find_person",
        "find_birth",
        "find_legal_entity",
        "find_address",
    }
)
