"""Where a row belongs: region, district and settlements, from headings, names and addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.directories.cells import Row
from engine.directories.fields import Fields
from engine.directories.names import LOOKALIKES, place_key, tidy
from engine.directories.places import Places
from engine.directories.tables import Table

CODE = re.compile(r"\s*8\s*\([\d\s-]+\)\s*$")
PLACE = re.compile(r"район|город", re.IGNORECASE)
QUOTES = re.compile(r"[«»\"“”]")
REGION_NAME = re.compile(
    r"((?:(?:восточно|западно|северо|южно)[\s-]*)?[а-я]+ск(?:ая|ой))\s+област[ьи]", re.IGNORECASE
)
CITY_NAME = re.compile(r"(?:городу?|города|г\.)\s*(Астан[аыу]?|Алматы)", re.IGNORECASE)
TOWN = re.compile(r"\bг\.\s*([А-ЯЁ][\w-]+(?:[ -][А-Я][\w-]+)?)")
SETTLEMENT = re.compile(
    r"(?:^|[,.]\s*|\s)((?:г|с|п|а|ст|пос|С|село|город|поселок|аул)(?:\.\s*|\s+)[А-ЯЁӘҒҚҢӨҰҮҺІ][^,\d]*?)"
    r"(?=\s*(?:,|\d|$|ул\b|улица|пр\.|мкр))"
)
#: Ways a name ends with a district or town, and how the district is then called.
DISTRICTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"([А-ЯЁ][\w-]*(?:ого|ому|ий))\s+район[ау]?\s*\.?$"), r"\1 район"),
    (re.compile(r"район[ау]?\s+((?:им\.?|имени)?\s*[А-ЯЁ][\w.\s-]*?)\s*\.?$"), r"район \1"),
    (re.compile(r"по ([А-ЯЁ][\w-]*ому) сельскому округу$"), r"\1 сельский округ"),
    (re.compile(r"^([А-ЯЁ][\w-]*ий)\s+районный\s*отдел"), r"\1 район"),
    (re.compile(r"(?:городу?|города|г\.)\s*([А-ЯЁ][\w-]+)\s*\.?$"), r"город \1"),
)
TOWN_OFFICE = re.compile(r"городской\s*отдел|районный\s*отдел|^отдел$|^областной отдел", re.IGNORECASE)
ADJECTIVE = re.compile(r"^([А-ЯЁ][\w-]*?)(?:ий)?\s*городской")
SECTION = re.compile(r"^Отделение|сельский отдел")
OKRUG = re.compile(
    r"(?:Аким(?:ат)?\s+)?(.*?(?:округ[аі]?|округі|поселка|города|г\.\s*\w+|батыра?))(?=[\s,]|$)"
)
#: what stands before the name of a rural district: "ГУ Аппарат акима"
OFFICE = re.compile(
    r"^(?:(?:ГУ|Государственное учреждение|Аппарат[а-я]*|Аким[а-я]*|города|поселка|села|аула"
    r"|сельского|аульного|поселкового|округа|г\.|п\.|с\.|а\.|им\.|имени)\s*)+", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """The place a body serves; an empty district is the whole region."""

    region: str
    district: str
    settlements: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def locate(row: Row, fields: Fields, table: Table, places: Places, above: str) -> Location:
    """Where the body of a row belongs; `above` is the district of the row printed before."""
    doubts: list[str] = []
    if table.headings == "country":
        return Location(region="", district="", settlements=())
    region = _region(row, fields, table, places)
    if not region:
        doubts.append("its region is not printed")
    district = _district(row, fields, table, places, (region, above))
    if table.headings == "region place":
        region, district = _moved(row, region, district, places, doubts)
    if district is None:
        doubts.append("its district cannot be read from its name")
    settlements = tuple(dict.fromkeys(_settlements(row, fields, table, doubts)))
    return Location(
        region=region, district=district or "", settlements=settlements, doubts=tuple(doubts)
    )


def _region(row: Row, fields: Fields, table: Table, places: Places) -> str:
    if table.region:
        return table.region
    name = fields.name if table.headings == "none" else ""
    for text in (row.heading, row.region_heading, name):
        region = region_in(text, places)
        if region:
            return region
    return (places.region(QUOTES.sub("", name)) or "") if name else ""


def region_in(text: str, places: Places) -> str | None:
    """The region a heading or a name speaks of."""
    plain = CODE.sub("", QUOTES.sub("", text))
    named = REGION_NAME.search(plain)
    if named:
        return places.region(f"{named[1]} область")
    city = CITY_NAME.search(plain) or re.fullmatch(r"(Астана|Алматы)", plain.strip())
    return places.region(f"город {city[1]}") if city else None


def _district(
    row: Row, fields: Fields, table: Table, places: Places, known: tuple[str, str]
) -> str | None:
    """The district by its one name, "" for the whole region, None when it cannot be read."""
    region, above = known
    if (table.headings == "none" and not table.region) or fields.name.startswith("Филиал"):
        return ""
    if table.headings == "district":
        return places.district(region, row.heading)
    if table.headings == "region place":
        place = CODE.sub("", row.heading)
        return places.district(region, place) or (None if PLACE.search(place) else "")
    if SECTION.search(fields.name) and " района" not in fields.name:
        return above or places.district(region, fields.name)
    for candidate in _candidates(fields):
        district = places.district(region, candidate)
        if district:
            return district
    whole = region.startswith("город") and region_in(fields.name, places) == region
    return "" if whole else None


def _candidates(fields: Fields) -> Iterator[str]:
    """What could name the district, the surest first."""
    name = plain(fields.name)
    for pattern, district in DISTRICTS:
        match = pattern.search(name)
        if match:
            yield tidy(match.expand(district))
    if TOWN_OFFICE.search(name):
        yield from (f"город {town}" for town in TOWN.findall(fields.address)[:1])
        adjective = ADJECTIVE.match(name)
        if adjective:
            yield f"{adjective[1]}ий район"


def plain(name: str) -> str:
    """A name without quotes and numbers, with broken words and Latin lookalikes mended."""
    text = QUOTES.sub("", re.sub(r"№\s*\d+", "", name.translate(LOOKALIKES)))
    text = re.sub(r"(?<=[а-яё])[- ]+(с?кого)\b", r"\1", text)
    text = re.sub(r"(\w)-\s+(\w)", r"\1-\2", text)
    return tidy(re.sub(r"(?<=го)(район)", r" \1", text))


def _moved(
    row: Row, region: str, district: str | None, places: Places, doubts: list[str]
) -> tuple[str, str | None]:
    """A place the region does not have, but just one other region has, belongs to that region."""
    heading = CODE.sub("", row.heading)
    if district is None and heading:
        others = places.regions_with(heading)
        if len(others) == 1:
            doubts.append(f"printed under {region}, which has no {heading}; taken to {others[0]}")
            return others[0], places.district(others[0], heading)
    return region, district


def _alike(place: str, other: str) -> bool:
    """Whether two names begin alike: Матай and Матайский."""
    one, two = place_key(place), place_key(other)
    size = min(4, len(one), len(two))
    return size > 0 and one[:size] == two[:size]


def _seat(fields: Fields, table: Table, doubts: list[str]) -> Iterator[str]:
    """The settlement an akim sits in, where the list leaves it out and his district is called after it."""
    known = set(map(place_key, fields.settlements))
    for place in map(tidy, SETTLEMENT.findall(fields.address)[-1:]):
        if table.kind != "rural_akim" or place_key(place) in known:
            continue
        if _alike(place, OFFICE.sub("", plain(fields.name))):
            yield place
        else:
            doubts.append(f"its address names {place}, which its settlements leave out")


def _settlements(
    row: Row, fields: Fields, table: Table, doubts: list[str]
) -> Iterator[str]:
    if fields.settlements:
        yield from _seat(fields, table, doubts)
        yield from fields.settlements
        return
    if table.headings == "region place" and row.heading and "район" not in row.heading.lower():
        yield CODE.sub("", row.heading)
    printed = SETTLEMENT.findall(fields.address)
    if table.kind != "rural_akim":
        yield from (tidy(place) for place in printed[-1:])
        return
    okrug = OKRUG.match(fields.name)
    if okrug:
        yield tidy(okrug[1])
    for place in printed[-1:]:
        if okrug and not _alike(place, okrug[1]):
            doubts.append(f"its address names {tidy(place)}, another place than its name")
        else:
            yield tidy(place)
