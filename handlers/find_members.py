"""Topic `find_members`: who has a role in a body today, e.g. the members of a commission.

Inputs: role, body, variable. Sets the variable to a list of {id, name}, by name.
"""

from engine.handling import Job, Outcome, Tools
from handlers.inputs import text


def find_members(job: Job, tools: Tools) -> Outcome:
    found = tools.colleagues(text(job, "role"), text(job, "body"))
    members = [{"id": each["id"], "name": each["name"]} for each in found]
    return Outcome(variables={text(job, "variable"): members})
