"""The errors of the engine: one family, the docstring is the default message, ids are attributes.

A message says what was expected, what was found and what to do. No status code lives here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass


class EngineError(Exception):
    """The engine could not do what was asked."""

    def __init__(self, message: str | None = None, **ids: object) -> None:
        super().__init__(message or type(self).__doc__ or "")
        self.ids = ids

    @property
    def message(self) -> str:
        return str(self.args[0])


class NotFound(EngineError):
    """Expected something that exists, but there is nothing under this id."""


class NotAllowed(EngineError):
    """This actor may not do this."""


class WrongState(EngineError):
    """Expected another state: somebody was faster, or the step is not possible any more."""


class Conflict(WrongState):
    """Somebody changed the same instance at the same moment; try again."""


class Unavailable(EngineError):
    """The database does not answer: look whether it was done, and try again."""


class DiskFull(Unavailable):
    """The disk of the database is full, and nothing was changed; free some space and try again."""


class InvalidCommand(EngineError):
    """The command is not complete or not correct."""


class DatabaseTooNew(EngineError):
    """The database was written by a newer version of the program; install that version."""


class HistoryBroken(EngineError):
    """The history of an instance was altered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One fault of a file."""

    message: str
    #: the file's name, without folders
    file: str = ""
    #: id of the element, or of the nearest thing around it that has one
    element: str = ""
    #: the element's name, as drawn
    name: str = ""
    line: int | None = None
    #: "error" refuses the file, "warning" does not
    severity: str = "error"

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        return ": ".join(part for part in (place, self.element, self.message) if part)

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


class InvalidDefinition(EngineError):
    """A file was refused; every problem is in `problems`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InvalidVariables(EngineError):
    """Values were refused: field -> message in `fields`."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{field}: {text}" for field, text in self.fields.items()))
