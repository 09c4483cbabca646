"""A fault of a running instance: it belongs to one token and becomes an incident there."""

from engine.errors import InvalidCommand, InvalidDefinition, InvalidVariables, NotFound

#: what the outside may answer instead of a value; anything else is no matter of the drawing
NO_ANSWER = (NotFound, InvalidCommand, InvalidVariables, InvalidDefinition)


class Fault(Exception):
    """Expected the drawing and the variables to allow a step, but they do not."""

    def __init__(self, message: str, kind: str = "expression") -> None:
        super().__init__(message)
        #: of `events.IncidentRaised`
        self.kind = kind
