"""Topic `find_unreached`: which cases a message of this case did not reach, once all of them have been delivered.

Input: variable. Sets it to a list of {number, reason}; empty when everyone was reached.
"""

from engine.handling import Job, Outcome, Tools, TryLater
from handlers.inputs import text


def find_unreached(job: Job, tools: Tools) -> Outcome:
    sent = tools.sent(job.instance_id)
    if sent["on_the_way"]:
        raise TryLater(f"Ещё не доставлено сообщений: {sent['on_the_way']}.")
    return Outcome(variables={text(job, "variable"): sent["unreached"]})
