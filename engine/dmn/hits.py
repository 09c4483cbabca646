"""Hit policies: what a table says when rules match."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.expressions.builtins_list import maximum, minimum
from engine.expressions.builtins_statistics import total
from engine.expressions.comparison import equal
from engine.expressions.faults import ExpressionError


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A rule that matched: its place from 1, its outputs in the order of the columns."""

    index: int
    outputs: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """The output columns: names, and the allowed values from the highest priority on."""

    table: str
    names: tuple[str, ...]
    priorities: tuple[tuple[Any, ...], ...]


Policy = Callable[[Sequence[Hit], Columns], Any]
Chosen = tuple[Any, Sequence[Hit]]


def value_of(hit: Hit, columns: Columns) -> Any:
    """One output as it is, several as a context."""
    if len(hit.outputs) == 1:
        return hit.outputs[0]
    return dict(zip(columns.names, hit.outputs, strict=True))


def unique(hits: Sequence[Hit], columns: Columns) -> Chosen:
    """The only rule that matched."""
    if len(hits) > 1:
        raise ExpressionError(
            f"expected one matching rule in table {columns.table!r}, but rules "
            f"{places(hits)} match; make them exclude each other"
        )
    return value_of(hits[0], columns), hits


def same(hits: Sequence[Hit], columns: Columns) -> Chosen:
    """What all rules that matched agree on."""
    first = hits[0]
    if not all(equal(list(first.outputs), list(hit.outputs)) is True for hit in hits):
        raise ExpressionError(
            f"expected equal results of all matching rules in table {columns.table!r}, but rules "
            f"{places(hits)} differ; make them agree"
        )
    return value_of(first, columns), hits[:1]


def places(hits: Sequence[Hit]) -> str:
    """The numbers of the rules, for messages."""
    return ", ".join(str(hit.index) for hit in hits)


def first(hits: Sequence[Hit], columns: Columns) -> Chosen:
    """The rule that comes first in the table."""
    return value_of(hits[0], columns), hits[:1]


def priority(hits: Sequence[Hit], columns: Columns) -> Chosen:
    """The rule with the highest output."""
    best = by_priority(hits, columns)[:1]
    return value_of(best[0], columns), best


def by_priority(hits: Sequence[Hit], columns: Columns) -> list[Hit]:
    """The rules from the highest output down; among equals the order of the table."""

    def rank(hit: Hit) -> list[int]:
        return [
            place_among(value, allowed)
            for value, allowed in zip(hit.outputs, columns.priorities, strict=True)
        ]

    return sorted(hits, key=rank)


def place_among(value: Any, allowed: tuple[Any, ...]) -> int:
    """The place of a value in the list of allowed ones, last when it is not in it."""
    places = (place for place, other in enumerate(allowed) if equal(value, other) is True)
    return next(places, len(allowed))


def every(hits: Sequence[Hit], columns: Columns) -> Chosen:
    """All rules in the order of the table."""
    return [value_of(hit, columns) for hit in hits], hits


def output_order(hits: Sequence[Hit], columns: Columns) -> Chosen:
    """All rules from the highest output down."""
    return every(by_priority(hits, columns), columns)


def aggregated(summary: Callable[[list[Any]], Any]) -> Policy:
    """Every output column summed up."""

    def collect(hits: Sequence[Hit], columns: Columns) -> Chosen:
        sums = tuple(summary([hit.outputs[column] for hit in hits]) for column in range(len(columns.names)))
        return value_of(Hit(index=0, outputs=sums), columns), hits

    return collect


#: Policy and aggregation to what they mean. Multiple hits without a match give an empty list.
HIT_POLICIES: dict[tuple[str, str], Policy] = {
    ("UNIQUE", ""): unique,
    ("ANY", ""): same,
    ("FIRST", ""): first,
    ("PRIORITY", ""): priority,
    ("RULE ORDER", ""): every,
    ("OUTPUT ORDER", ""): output_order,
    ("COLLECT", ""): every,
    ("COLLECT", "SUM"): aggregated(total),
    ("COLLECT", "MIN"): aggregated(minimum),
    ("COLLECT", "MAX"): aggregated(maximum),
    ("COLLECT", "COUNT"): lambda hits, columns: (len(hits), hits),
}
LISTS = frozenset({("RULE ORDER", ""), ("OUTPUT ORDER", ""), ("COLLECT", "")})


def without_hits(policy: tuple[str, str]) -> Any:
    """What a table says when no rule matches and there is no default."""
    if policy in LISTS:
        return []
    return 0 if policy == ("COLLECT", "COUNT") else None


__all__ = ["HIT_POLICIES", "LISTS", "Columns", "Hit", "Policy", "without_hits"]
