"""A body of a register, and the three answers to the question which body is in charge."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """Where an act prints a body: service, number of its annex, file and line."""

    service: str
    annex: int
    source_line: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """An authority, a centre or an akim's office; one, however many annexes print it."""

    id: str
    #: short and its own, printed in numbers of documents: EDU-AKM-002
    code: str
    kind: str
    region: str
    district: str           #: "" for a body of the whole region
    settlements: tuple[str, ...]
    name: str
    address: str
    phones: str
    email: str
    site: str
    schedule: str
    occurrences: tuple[Occurrence, ...]

    @property
    def services(self) -> frozenset[str]:
        return frozenset(each.service for each in self.occurrences)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ambiguous:
    """Several bodies could be in charge; `asks` is the part of the address that would decide."""

    candidates: tuple[Body, ...]
    asks: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NotFound:
    """No body is in charge; `expected` names what could have been given."""

    asks: str
    expected: tuple[str, ...]
    message: str
