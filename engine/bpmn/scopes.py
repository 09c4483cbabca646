"""Variables: a chain of scopes, inner before outer, that ends at the process.

A name is set where it exists, innermost first, else in the process (as Camunda 7 does).
"""

from collections.abc import Callable, Iterator, Mapping
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


class Referring(dict[str, Any]):
    """Variables of a scope whose large values lie elsewhere: each is fetched when it is asked for."""

    def __init__(
        self, here: Mapping[str, Any], elsewhere: Mapping[str, str], fetch: Callable[[str], Any]
    ) -> None:
        super().__init__(here)
        #: name -> digest of the value
        self.elsewhere = dict(elsewhere)
        self.fetch = fetch

    def __missing__(self, name: str) -> Any:
        if name not in self.elsewhere:
            raise KeyError(name)
        return self.fetch(self.elsewhere[name])

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self.elsewhere

    def __len__(self) -> int:
        return super().__len__() + len(self.elsewhere)

    def __iter__(self) -> Iterator[str]:
        yield from super().__iter__()
        yield from self.elsewhere

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self else default  # noqa: SIM401  # it is this very method

    def keys(self) -> Any:
        return list(self)

    def values(self) -> Any:
        return [self[name] for name in self]

    def items(self) -> Any:
        return [(name, self[name]) for name in self]

    def here(self) -> dict[str, Any]:
        """The values that are here, without fetching."""
        return {name: self[name] for name in super().__iter__()}

    def copy(self) -> "Referring":
        return Referring(self.here(), self.elsewhere, self.fetch)

    def update(self, values: Mapping[str, Any]) -> None:  # type: ignore[override]  # one shape is enough
        """What comes hides what was, here or elsewhere, and stays where it is."""
        is_referring = isinstance(values, Referring)
        for name in values:
            self.pop(name, None)
            self.elsewhere.pop(name, None)
        super().update(values.here() if is_referring else values)  # type: ignore[attr-defined]
        self.elsewhere |= values.elsewhere if is_referring else {}  # type: ignore[attr-defined]


def chain(place: Place | None) -> Iterator[Place]:
    """The scopes that hold variables, inner before outer; a process ends it."""
    while place is not None:
        if place.local is not None:
            yield place
        if place.is_process:
            return
        place = place.above


def visible(place: Place) -> dict[str, Any]:
    """All variables that a token sees; inner ones hide outer ones. To be read only."""
    scopes = [each.local or {} for each in chain(place)]
    if len(scopes) == 1:
        return scopes[0]
    return merged(reversed(scopes))


def merged(scopes: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """A new scope, later values over earlier ones."""
    found: dict[str, Any] = {}
    for scope in scopes:
        if isinstance(scope, Referring) and not isinstance(found, Referring):
            found = Referring(found, {}, scope.fetch)
        found.update(scope)
    return found


def holder(place: Place, name: str) -> Place:
    """The scope in which a name is set."""
    last = place
    for last in chain(place):
        if last.local and name in last.local:
            return last
    return last
