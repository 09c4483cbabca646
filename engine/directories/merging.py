"""One body for all annexes that print it, however they spell it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from engine.directories.bodies import Occurrence
from engine.directories.fields import Fields
from engine.directories.location import Location
from engine.directories.names import place_key
from engine.directories.slugs import slug
from engine.directories.tables import Table

LEGAL_FORM = re.compile(
    r"Государственное учреждение|\bГУ\b|\bРГП\b|[«»\"“”]|\bакимата\b|\bаппарата?\b|\bакима\b",
    re.IGNORECASE,
)
#: kind -> its letters in the code of a body
LETTERS = {
    "contact_official": "OFF", "control_department": "CTL", "district_akim": "AKD", "education_administration": "ADM",
    "education_department": "EDU", "extracurricular_organisation": "EXT", "region_akim": "AKR", "rural_akim": "AKS",
    "service_centre": "CON", "social_department": "SOC",
}
#: letters of a body of the whole country
COUNTRY = "KZ"
SHORT_KINDS = {"education_department": "education", "social_department": "social"}


@dataclass(kw_only=True, slots=True)
class Entry:
    """A body while the annexes are read; its fields are those of the first annex that prints it."""

    kind: str
    fields: Fields
    location: Location
    occurrences: list[Occurrence] = field(default_factory=list)
    id: str = ""
    code: str = ""

    @property
    def key(self) -> str:
        return name_key(self.fields.name)

    @property
    def digits(self) -> str:
        return "".join(re.findall(r"\d", self.fields.phones))


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A line of the report: what somebody should look at, and where it is printed."""

    entry: Entry
    occurrence: Occurrence
    problem: str


def name_key(name: str) -> str:
    return place_key(LEGAL_FORM.sub(" ", name))


class Entries:
    """All bodies read so far; a row of a further annex joins the body it speaks of."""

    def __init__(self) -> None:
        self.all: list[Entry] = []
        self._free: dict[str, list[Entry]] = {}
        self._named: set[tuple[str, ...]] = set()

    def begin(self, table: Table) -> None:
        """A body is printed once in a table: rows look only for bodies this table has not named."""
        self._free, self._named = {}, set()
        for entry in self.all:
            if entry.kind == table.kind:
                self._free.setdefault(entry.location.region, []).append(entry)

    def add(self, entry: Entry, occurrence: Occurrence) -> tuple[Entry, str]:
        """The body of the row, and what is remarkable about the way this annex prints it."""
        twice = self._is_named_twice(entry)
        free = self._free.get(entry.location.region, [])
        known = _best(entry, free)
        if known is None:
            entry.occurrences.append(occurrence)
            self.all.append(entry)
            return entry, twice
        free.remove(known)
        known.occurrences.append(occurrence)
        return known, "; ".join(filter(None, (twice, _difference(entry, known))))

    def _is_named_twice(self, entry: Entry) -> str:
        where = entry.location
        printed = entry.fields.settlements or where.settlements
        name = (where.region, where.district, entry.key, *printed)
        is_known = name in self._named
        self._named.add(name)
        return "an earlier row of this annex has the same name and place" if is_known else ""


def _best(entry: Entry, free: Sequence[Entry]) -> Entry | None:
    """The body with most in common; name, district, phones and address each count."""
    scored = [(_likeness(entry, other), -place, other) for place, other in enumerate(free)]
    score, _, best = max(scored, key=lambda each: each[:2], default=(0, 0, entry))
    return best if score >= 2 else None


def _likeness(one: Entry, other: Entry) -> int:
    if one.location.district != other.location.district:
        return 0
    same_name = one.key == other.key
    same_phone = bool(one.digits) and one.digits == other.digits
    same_address = place_key(one.fields.address) == place_key(other.fields.address) != ""
    sole = one.kind in SHORT_KINDS and one.location.district != ""
    return 3 * same_name + 2 * same_phone + 2 * same_address + 2 * sole


def _difference(entry: Entry, known: Entry) -> str:
    pairs = (
        ("name", entry.fields.name, known.fields.name),
        ("address", entry.fields.address, known.fields.address),
        ("phones", entry.fields.phones, known.fields.phones),
    )
    told = [f"{what} printed as {one!r}, elsewhere as {other!r}"
            for what, one, other in pairs if _letters(one) != _letters(other)]
    return "; ".join(told)


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", LEGAL_FORM.sub("", text).lower().replace("ё", "е")))


def number_bodies(entries: Sequence[Entry]) -> None:
    """Give each body its id: kind, region, and the shortest of its names that is its own."""
    taken: set[str] = set()
    for entry in entries:
        entry.id = next(name for name in _ids(entry) if name not in taken)
        taken.add(entry.id)


def code_bodies(entries: Sequence[Entry], regions: Mapping[str, str], known: Mapping[str, str]) -> None:
    """Give each body its code, EDU-AKM-002: kind, region, number in the order of print.

    A body keeps the code it is known by; others get numbers that were never given.
    """
    taken = set(known.values())
    for entry in entries:
        kind = LETTERS.get(entry.kind) or slug(entry.kind)[:3].upper()
        series = f"{kind}-{regions.get(entry.location.region, COUNTRY)}"
        free = (f"{series}-{number:03d}" for number in count(1) if f"{series}-{number:03d}" not in taken)
        entry.code = known.get(entry.id) or next(free)
        taken.add(entry.code)


def _ids(entry: Entry) -> list[str]:
    location, kind = entry.location, SHORT_KINDS.get(entry.kind, slug(entry.kind))
    region = slug(location.region.replace(" область", "").replace("город ", ""))
    district = slug(location.district.replace(" район", ""))
    name = slug(LEGAL_FORM.sub(" ", entry.fields.name))[:60].strip("-")
    short = f"{kind}-{region}-{district}".strip("-") if entry.kind in SHORT_KINDS else ""
    named = "-".join(filter(None, (kind, region, district, name)))
    settled = "-".join(filter(None, (named, *map(slug, location.settlements[-1:]))))
    tries = [short, named, settled, *(f"{settled}-{n}" for n in range(2, 100))]
    return list(dict.fromkeys(filter(None, tries)))
