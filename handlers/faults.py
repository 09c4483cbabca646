"""What keeps a handler from doing its job. Not an outcome of the model: the job is tried again, then an incident."""


class HandlerFault(Exception):
    """A handler could not do its job; the message says what was expected and what to do."""
