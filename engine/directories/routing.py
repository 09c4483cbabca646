"""Which body is in charge of a place: exactly one, or a question back, never a guess."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.directories.bodies import Ambiguous, Body, NotFound
from engine.directories.names import place_key
from engine.directories.places import Places

Answer = Body | Ambiguous | NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Kind of body and residence, as somebody gave them; a district may be "" for unknown."""

    kind: str
    region: str | None
    district: str | None = None
    settlement: str | None = None


def route(question: Question, bodies: Sequence[Body], places: Places) -> Answer:
    """Narrow the bodies of a kind down by region, district and settlement, in this order."""
    if not question.region:
        return _by_district_alone(question, bodies, places)
    region = places.region(question.region)
    within = [body for body in bodies if body.region == region]
    if region is None or not within:
        expected = tuple(dict.fromkeys(body.region for body in bodies))
        return _not_found("region", question.region, expected)
    if not question.district:
        return _one(_by_settlement(within, question.settlement), question)
    district = places.district(region, question.district)
    if district is None:
        return _not_found("district", question.district, places.names(region))
    return _in_district(question, district, within)


def _by_district_alone(question: Question, bodies: Sequence[Body], places: Places) -> Answer:
    """Without a region: the district must be of one region only."""
    wanted = question.district or ""
    regions = places.regions_with(wanted) if wanted else ()
    found = [
        body for body in bodies
        if body.region in regions and body.district == places.district(body.region, wanted)
    ]
    if not found and wanted:
        return _not_found("district", wanted, ())
    if len({body.region for body in found or bodies}) > 1:
        return _ambiguous(found or list(bodies), "region")
    return _one(_by_settlement(found, question.settlement), question)


def _in_district(question: Question, district: str, within: Sequence[Body]) -> Answer:
    found = [body for body in within if body.district == district]
    whole_region = [body for body in within if not body.district]
    if found:
        unplaced = [body for body in whole_region if _serves(body, question.settlement)]
        return _one(_by_settlement([*found, *unplaced], question.settlement), question)
    if len(within) == 1 and whole_region:
        return within[0]
    expected = tuple(dict.fromkeys(body.district for body in within if body.district))
    return _not_found("district", question.district or "", expected)


def _by_settlement(bodies: Sequence[Body], settlement: str | None) -> list[Body]:
    """Those that serve the settlement; all of them where none is known to."""
    if not settlement or len(bodies) == 1:
        return list(bodies)
    return [body for body in bodies if _serves(body, settlement)] or list(bodies)


def _serves(body: Body, settlement: str | None) -> bool:
    key = place_key(settlement or "")
    return bool(key) and any(place_key(name) == key for name in body.settlements)


def _one(bodies: Sequence[Body], question: Question) -> Answer:
    if len(bodies) == 1:
        return bodies[0]
    if not question.district:
        return _ambiguous(bodies, "district")
    tells = len({body.settlements for body in bodies}) > 1 and not question.settlement
    return _ambiguous(bodies, "settlement" if tells else "body")


def _ambiguous(bodies: Sequence[Body], asks: str) -> Ambiguous:
    names = "; ".join(f"{body.name} ({body.address})" for body in bodies[:5])
    more = f" and {len(bodies) - 5} more" if len(bodies) > 5 else ""
    wanted = "choose one by its id" if asks == "body" else f"give the {asks}"
    return Ambiguous(
        candidates=tuple(bodies),
        asks=asks,
        message=f"expected one body, but {len(bodies)} could be in charge: {names}{more}; {wanted}",
    )


def _not_found(asks: str, given: str, expected: tuple[str, ...]) -> NotFound:
    known = f"; use one of {', '.join(expected)}" if expected else "; give its region as well"
    return NotFound(
        asks=asks,
        expected=expected,
        message=f"expected a {asks} with such a body, but {given!r} is none{known}",
    )
