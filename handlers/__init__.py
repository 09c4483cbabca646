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
