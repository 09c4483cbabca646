"""An open reading: the database at one moment, the time of the question, and what was already asked."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection

from engine.content import Content
from engine.library import Library
from engine.store import opened
from engine.store.faults import translated

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What every query is given first."""

    tx: Connection
    now: datetime
    library: Library
    content: Content
    _answers: dict[Hashable, Any] = field(default_factory=dict)

    @cached_property
    def deployments(self) -> int:
        """How often anything was deployed."""
        return opened.deployments(self.tx)

    def ask(self, query: Callable[..., T], *arguments: Any, **options: Any) -> T:
        """A query in this reading, when it is held open for several; faults of the database as everywhere."""
        with translated():
            return query(self, *arguments, **options)

    def once(self, question: Hashable, look_up: Callable[[], T]) -> T:
        """Nothing changes in a reading: the same question is asked once."""
        if question not in self._answers:
            self._answers[question] = look_up()
        found: T = self._answers[question]
        return found

    def newest(self, kind: str, key: str) -> str:
        """Id of the newest version; found again only after something was deployed. NotFound."""
        return self.kept((kind, key), lambda: self.library.find(self.tx, kind, key))

    def kept(self, question: Hashable, look_up: Callable[[], T]) -> T:
        """What follows from all that is deployed."""
        return self.library.keep(self.deployments, question, look_up)
