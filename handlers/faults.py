"""What keeps a handler from doing its job. Not an outcome of the model: the job is tried again, then an incident."""

from engine.handling import Failure


class HandlerFault(Failure):
    """A handler could not do its job; the message says what was expected and what to do."""
