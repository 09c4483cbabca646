"""Variables: a chain of scopes, inner before outer, that ends at the process.

A name is set where it exists, innermost first, else in the process (as Camunda 7 does).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol


class Place(Protocol):
    """A token, seen as a place in the chain."""

    id: int
    #: the variables of this very token; None: it has none
    local: dict[str, Any] | None

    @property
    def is_process(self) -> bool: ...

    @property
    def above(self) -> "Place | None": ...


def chain(place: Place | None) -> Iterator[Place]:
    """The scopes that hold variables, inner before outer; a process ends it."""
    while place is not None:
        if place.local is not None:
            yield place
        if place.is_process:
            return
        place = place.above


def visible(place: Place) -> Mapping[str, Any]:
    """All variables that a token sees; inner ones hide outer ones. To be read only."""
    scopes = [each.local or {} for each in chain(place)]
    if len(scopes) == 1:
        return scopes[0]
    found: dict[str, Any] = {}
    for scope in reversed(scopes):
        found.update(scope)
    return found


def holder(place: Place, name: str) -> Place:
    """The scope in which a name is set."""
    last = place
    for last in chain(place):
        if last.local and name in last.local:
            return last
    return last
