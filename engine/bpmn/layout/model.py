"""What is laid out: pools, their scopes (a process, a sub-process) with nodes, flows and bands of lanes."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """A line from one element to another: of sequence, of messages, an association, of data."""

    id: str
    kind: str
    name: str
    source: str
    target: str
    is_default: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    id: str
    kind: str
    name: str
    #: which leaf lane of its scope, from the top
    band: int = 0
    #: of a boundary event
    host: str = ""
    #: of an expanded sub-process
    inner: "Scope | None" = None

    @property
    def is_event(self) -> bool:
        return self.kind.endswith("Event")

    @property
    def is_gateway(self) -> bool:
        return self.kind.endswith("Gateway")


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    id: str
    name: str
    lanes: "tuple[Lane, ...]" = ()

    def leaves(self) -> "Iterator[Lane]":
        if not self.lanes:
            yield self
        for lane in self.lanes:
            yield from lane.leaves()


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """A process or a sub-process: what lies in one frame and is joined by sequence flows."""

    id: str
    nodes: tuple[Node, ...]
    #: sequence flows, and associations to what compensates
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...] = ()

    @property
    def leaves(self) -> tuple[Lane, ...]:
        return tuple(leaf for lane in self.lanes for leaf in lane.leaves())

    def within(self) -> "Iterator[Scope]":
        """This scope and all inside it, outer ones first."""
        yield self
        for node in self.nodes:
            if node.inner:
                yield from node.inner.within()


@dataclass(frozen=True, kw_only=True, slots=True)
class Pool:
    """A participant, or a process without one (id "")."""

    id: str
    name: str
    #: None: a black box
    scope: Scope | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What stands beside the flow: an annotation, a data object or store, a group."""

    id: str
    kind: str
    text: str
    #: scope that holds it ("" when a collaboration does)
    scope: str
    #: ids of what it is joined to; of a group: of what the old drawing shows in it
    near: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One diagram: a collaboration with its pools, or one process."""

    plane: str
    pools: tuple[Pool, ...]
    messages: tuple[Flow, ...] = ()
    notes: tuple[Note, ...] = ()
    #: associations and flows of data, to and from notes
    links: tuple[Flow, ...] = ()

    def scopes(self) -> Iterator[Scope]:
        for pool in self.pools:
            if pool.scope:
                yield from pool.scope.within()


@dataclass(kw_only=True, slots=True)
class Settings:
    """Distances in pixels; an attempt that fails is followed by one with more room."""

    #: between two columns, at least
    gutter: int = 40
    #: between two rows
    gap: int = 30
    #: a label on a flow is wrapped at this width
    label: int = 80
    #: 1: flows to another lane may lead straight up or down instead of to the next column;
    #: 2: those to an end event and from a boundary event too
    tightness: int = 0
    #: flows that lead straight up or down inside their lane: the road goes on a row above or below
    folds: frozenset[str] = frozenset()
    #: scope -> rows of notes that found no place: height to add at the bottom of the band
    more: dict[tuple[str, int], int] = field(default_factory=dict)
