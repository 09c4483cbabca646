"""Which body is in charge of a place: exactly one, or a question back, never a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.directories.bodies import Ambiguous, Body, NotFound
from engine.directories.names import place_key
from engine.directories.places import Places

Answer = Body | Ambiguous | NotFound
#: bodies that serve a part of a district, so that the only one printed for a district need not be the one
PARTIAL = frozenset({"rural_akim"})
#: names in a message; all candidates are in the answer
NAMED = 5

#: (region, key of a settlement) -> the districts that have a settlement of this name
Homes = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Kind of body and residence, as somebody gave them; a district may be "" for unknown."""

    kind: str
    region: str | None
    district: str | None = None
    settlement: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    """The bodies of one kind, and what is known of places."""

    bodies: Sequence[Body]
    places: Places
    homes: Homes


def route(question: Question, register: Register) -> Answer:
    """Narrow the bodies of a kind down by region, district and settlement, in this order."""
    bodies = register.bodies
    if not any(body.region for body in bodies):
        return _one(bodies, "body")
    if not question.region:
        return _without_region(question, register)
    region = register.places.region(question.region)
    within = [body for body in bodies if body.region == region]
    if region is None or not within:
        return _not_found("region", question.region, tuple(dict.fromkeys(body.region for body in bodies)))
    if not question.district:
        return _without_district(question, region, within, register.homes)
    district = register.places.district(region, question.district)
    if district is None:
        return _not_found("district", question.district, register.places.names(region))
    return _in_district(question, district, within)


def _without_region(question: Question, register: Register) -> Answer:
    """The district must be of one region only; a settlement alone never is."""
    wanted = question.district or ""
    if not wanted:
        serving = [body for body in register.bodies if _serves(body, question.settlement)]
        return _ambiguous(serving or register.bodies, "region")
    regions = register.places.regions_with(wanted)
    found = {
        region: _of_district(
            register.places.district(region, wanted) or "",
            [body for body in register.bodies if body.region == region],
        )
        for region in regions
    }
    candidates = [body for bodies in found.values() for body in bodies]
    if not candidates:
        return _not_found("district", wanted, ())
    if len(regions) > 1:
        return _ambiguous(candidates, "region")
    return _chosen(question, candidates)


def _without_district(question: Question, region: str, within: Sequence[Body], homes: Homes) -> Answer:
    """A settlement tells the district where only one district of the region has a settlement of its name."""
    if not any(body.district for body in within):
        return _one(_serving(within, question.settlement), "body")
    serving = [body for body in within if _serves(body, question.settlement)]
    districts = homes.get((region, place_key(question.settlement or "")), frozenset())
    if len(districts) > 1:
        there = [body for body in within if body.district in districts]
        return _ambiguous(there or within, "district")
    return _one(serving or _certain(within), "district", within)


def _certain(within: Sequence[Body]) -> Sequence[Body]:
    """The body of the whole region, where it is the only one."""
    return within if len(within) == 1 and not within[0].district else ()


def _in_district(question: Question, district: str, within: Sequence[Body]) -> Answer:
    found = _of_district(district, within)
    if not found:
        expected = tuple(dict.fromkeys(body.district for body in within if body.district))
        return _not_found("district", question.district or "", expected)
    unplaced = [
        body for body in within
        if not body.district and body not in found and _serves(body, question.settlement)
    ]
    return _chosen(question, [*found, *unplaced])


def _of_district(district: str, within: Sequence[Body]) -> list[Body]:
    """The bodies of a district, else the one body that the whole region has."""
    return [body for body in within if body.district == district] or list(_certain(within))


def _chosen(question: Question, bodies: Sequence[Body]) -> Answer:
    """One of the bodies of a district, by the settlement."""
    serving = [body for body in bodies if _serves(body, question.settlement)]
    tells = len({body.settlements for body in bodies}) > 1 or question.kind in PARTIAL
    asks = "settlement" if tells and not question.settlement else "body"
    if question.kind in PARTIAL:
        return _one(serving, asks, bodies)
    return _one(serving or bodies, asks)


def _serving(bodies: Sequence[Body], settlement: str | None) -> Sequence[Body]:
    """Those that serve the settlement; all of them where none is known to."""
    return [body for body in bodies if _serves(body, settlement)] or bodies


def _serves(body: Body, settlement: str | None) -> bool:
    key = place_key(settlement or "")
    return bool(key) and any(place_key(name) == key for name in body.settlements)


def _one(bodies: Sequence[Body], asks: str, others: Sequence[Body] = ()) -> Answer:
    """The only one, or the question with the candidates: these, or the others where there is none."""
    return bodies[0] if len(bodies) == 1 else _ambiguous(bodies or others, asks)


def _ambiguous(bodies: Sequence[Body], asks: str) -> Ambiguous:
    names = "; ".join(f"{body.name} ({body.address})" for body in bodies[:NAMED])
    more = f" and {len(bodies) - NAMED} more" if len(bodies) > NAMED else ""
    wanted = "choose one by its id" if asks == "body" else f"give the {asks}"
    return Ambiguous(
        candidates=tuple(bodies),
        asks=asks,
        message=f"expected a place of one body, but it is not certain; candidates: {names}{more}; {wanted}",
    )


def _not_found(asks: str, given: str, expected: tuple[str, ...]) -> NotFound:
    known = f"; use one of {', '.join(expected)}" if expected else "; give its region as well"
    return NotFound(
        asks=asks,
        expected=expected,
        message=f"expected a {asks} with such a body, but {given!r} is none{known}",
    )
