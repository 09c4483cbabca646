"""Registers of authorities and centres, and which of them is in charge of a place. Pure."""

from engine.directories.bodies import Ambiguous, Body, NotFound, Occurrence
from engine.directories.errors import (
    DirectoryError,
    InvalidDirectory,
    SourceUnreadable,
    UnknownBody,
    UnknownKind,
)
from engine.directories.importer import Import, import_directories, read_directories
from engine.directories.names import place_key, same_place
from engine.directories.register import Directories
from engine.directories.routing import Answer

__all__ = [
    "Ambiguous", "Answer", "Body", "Directories", "DirectoryError", "Import", "InvalidDirectory",
    "NotFound", "Occurrence", "SourceUnreadable", "UnknownBody", "UnknownKind",
    "import_directories", "place_key", "read_directories", "same_place",
]
