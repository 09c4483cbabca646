"""Incidents: an operator says that it may be tried again."""

from engine.advance import Move, advance
from engine.commands import ResolveIncident
from engine.context import Context
from engine.errors import WrongState
from engine.identifiers import Address
from engine.store import incidents, jobs


def resolve(command: ResolveIncident, context: Context) -> None:
    """The element is carried out once more; a job gets new tries."""
    at = Address.parse(command.incident_id)
    if incidents.open_of(context.tx, at.instance_id, at.activity) is None:
        raise WrongState(f"Expected incident {command.incident_id} to be open, but it is resolved.")
    jobs.remove(context.tx, at.instance_id, at.activity)
    advance(context, at.instance_id, Move(do="retry", arguments={"activity": at.activity}))
    jobs.give_back(context.tx, at.instance_id, at.activity, command.retries, context.now)
