"""The execution of an instance, out of its row and back. Large values lie beside it, stored once by their digest."""

from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection

from engine.bpmn import Execution, dump, load
from engine.content import Content
from engine.library import Library
from engine.store import documents
from engine.world import World


class Access(Protocol):
    """What a reader and the context of a command have alike."""

    @property
    def tx(self) -> Connection: ...
    @property
    def library(self) -> Library: ...
    @property
    def content(self) -> Content: ...
    @property
    def now(self) -> datetime: ...


def world(at: Access, process_key: str, definition_id: str) -> World:
    """The answers for a new instance of this definition."""
    made = World(at.tx, at.library, at.content, at.now, process_key)
    made.definition_id = definition_id
    return made


def loaded(at: Access, row: Any) -> tuple[Execution, World]:
    """As the row of the instance holds it, in the world of now."""
    around = world(at, row.process_key, row.definition_id)
    around.instance_id = row.id
    around.deployments = getattr(row, "deployments", None)
    definition = at.library.process(at.tx, row.definition_id)
    return load(definition, bytes(row.execution), around, around.kept, around.pages), around


def again(at: Access, before: tuple[Execution, World]) -> tuple[Execution, World]:
    """One that was only looked at, for a command."""
    execution, around = before
    around.renew(at.tx, at.now)
    execution.world = around
    return execution, around


class Stored(NamedTuple):
    """For the row of the instance, and beside it: pages that changed, None for one that goes."""

    state: bytes
    pages: dict[int, bytes | None]


def dumped(at: Access, execution: Execution) -> Stored:
    """What is large is put beside."""
    pages: dict[int, bytes | None] = {}
    state = dump(execution, partial(documents.put_blob, at.tx), turn=pages.__setitem__)
    return Stored(state, pages)
