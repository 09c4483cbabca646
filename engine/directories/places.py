"""Regions and districts under the one name the registers use, whatever a text calls them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.directories.names import is_city, is_district, place_key

Key = tuple[str, bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """The districts of each region, with the spellings that the acts use for them."""

    regions: Mapping[Key, str]                      #: spelling -> name
    districts: Mapping[str, Mapping[Key, str]]      #: region -> spelling -> name
    codes: Mapping[str, str]                        #: region -> its letters, as ISO 3166-2 has them

    @classmethod
    def load(cls, file: Path) -> "Places":
        regions: dict[Key, str] = {}
        districts: dict[str, dict[Key, str]] = {}
        codes: dict[str, str] = {}
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                region, district = row["region"], row["district"]
                known = districts.setdefault(region, {}) if district else regions
                for spelling in filter(None, [district or region, *row["spellings"].split("; ")]):
                    known.setdefault(_key(spelling), district or region)
                if row.get("code"):
                    codes[region] = row["code"]
        return cls(regions=regions, districts=districts, codes=codes)

    def region(self, text: str) -> str | None:
        """The region a text means: "Акмолинской области", "Акмолинская", "г. Астана"."""
        key, city = _key(text)
        return self.regions.get((key, city)) or self.regions.get((key, not city))

    def district(self, region: str, text: str) -> str | None:
        """The district or town a text means; "Аксу" without a kind of place means either."""
        known = self.districts.get(region, {})
        key, city = _key(text)
        if city or is_district(text):
            return known.get((key, city))
        return known.get((key, True)) or known.get((key, False))

    def names(self, region: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.districts.get(region, {}).values()))

    def regions_with(self, district: str) -> tuple[str, ...]:
        """The regions that have a district or town of this name."""
        return tuple(
            region for region in self.districts if self.district(region, district) is not None
        )


def _key(text: str) -> Key:
    return place_key(text), is_city(text)
