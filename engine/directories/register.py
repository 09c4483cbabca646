"""The registers of a folder, read once: one CSV file for each kind of body."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.directories.bodies import Body, Occurrence
from engine.directories.errors import InvalidDirectory, UnknownBody, UnknownKind
from engine.directories.names import place_key
from engine.directories.places import Places
from engine.directories.routing import Answer, Homes, Question, Register, route

#: Files of the folder that hold no bodies.
OTHER_FILES = frozenset({"districts", "tables", "report"})
SEPARATOR = "; "


@dataclass(frozen=True, kw_only=True, slots=True)
class Directories:
    """All bodies by id and by kind, and the places they are in charge of."""

    by_id: Mapping[str, Body]
    by_kind: Mapping[str, tuple[Body, ...]]
    places: Places
    homes: Homes
    by_code: Mapping[str, str]                      #: code -> id

    @classmethod
    def load(cls, folder: Path | str) -> "Directories":
        root = Path(folder)
        by_id: dict[str, Body] = {}
        for file in sorted(root.glob("*.csv")):
            if file.stem not in OTHER_FILES:
                _read_bodies(file, by_id)
        _require_own_codes(root, by_id.values())
        kinds = dict.fromkeys(body.kind for body in by_id.values())
        by_kind = {kind: tuple(b for b in by_id.values() if b.kind == kind) for kind in kinds}
        places = Places.load(root / "districts.csv")
        codes = {body.code: body.id for body in by_id.values()}
        return cls(
            by_id=by_id, by_kind=by_kind, places=places, homes=_homes(by_id.values()), by_code=codes
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(self.by_kind)

    def get(self, body_id: str) -> Body:
        if body_id not in self.by_id:
            raise UnknownBody(body_id)
        return self.by_id[body_id]

    def kinds_of(self, service: str) -> tuple[str, ...]:
        """The kinds of bodies that the annexes of a service list."""
        return tuple(
            kind for kind, bodies in self.by_kind.items()
            if any(service in body.services for body in bodies)
        )

    def bodies(
        self,
        kind: str,
        region: str | None = None,
        district: str | None = None,
        settlement: str | None = None,
        service: str | None = None,
    ) -> tuple[Body, ...]:
        """The bodies of a kind that match everything given; () where a place is not known."""
        found = self._of(kind, service)
        if region:
            name = self.places.region(region)
            found = tuple(body for body in found if body.region == name)
        if district:
            found = tuple(body for body in found if self._is_in(body, district))
        if settlement:
            key = place_key(settlement)
            found = tuple(
                body for body in found if key in map(place_key, body.settlements)
            )
        return found

    def route(
        self,
        kind: str,
        region: str | None = None,
        district: str | None = None,
        settlement: str | None = None,
        service: str | None = None,
    ) -> Answer:
        """The body in charge of a residence, or what is missing to tell it."""
        question = Question(kind=kind, region=region, district=district, settlement=settlement)
        register = Register(bodies=self._of(kind, service), places=self.places, homes=self.homes)
        return route(question, register)

    def _is_in(self, body: Body, district: str) -> bool:
        return bool(body.district) and body.district == self.places.district(body.region, district)

    def _of(self, kind: str, service: str | None) -> tuple[Body, ...]:
        if kind not in self.by_kind:
            raise UnknownKind(kind, self.kinds)
        bodies = self.by_kind[kind]
        if service is None:
            return bodies
        return tuple(body for body in bodies if service in body.services)


def _homes(bodies: Iterable[Body]) -> Homes:
    found: dict[tuple[str, str], set[str]] = {}
    for body in bodies:
        for settlement in body.settlements if body.district else ():
            found.setdefault((body.region, place_key(settlement)), set()).add(body.district)
    return {place: frozenset(districts) for place, districts in found.items()}


def _read_bodies(file: Path, by_id: dict[str, Body]) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            body = _body(file, reader.line_num, row)
            if body.id in by_id:
                raise InvalidDirectory(
                    str(file), reader.line_num, f"the id {body.id!r} is used twice"
                )
            by_id[body.id] = body


def _require_own_codes(root: Path, bodies: Iterable[Body]) -> None:
    """Numbers of documents are told apart by the code of the body."""
    owners: dict[str, str] = {}
    for body in bodies:
        owner = owners.setdefault(body.code, body.id)
        if owner != body.id:
            raise InvalidDirectory(
                str(root / f"{body.kind}.csv"), 1, f"{body.id!r} and {owner!r} have one code, {body.code!r}"
            )


def _body(file: Path, line: int, row: dict[str, str]) -> Body:
    if None in row.values() or not row.get("id"):
        raise InvalidDirectory(str(file), line, "has not as many cells as the first line")
    printed = [row[column].split(SEPARATOR) for column in ("service", "annex", "source_line")]
    if len({len(values) for values in printed}) > 1:
        raise InvalidDirectory(str(file), line, "names more services than annexes or lines")
    return Body(
        id=row["id"], code=row.get("code") or row["id"], kind=row["kind"],
        region=row["region"], district=row["district"],
        settlements=tuple(filter(None, row["settlement"].split(SEPARATOR))),
        name=row["name"], address=row["address"], phones=row["phones"], email=row["email"],
        site=row["site"], schedule=row["schedule"],
        occurrences=tuple(
            Occurrence(service=service, annex=int(annex), source_line=source)
            for service, annex, source in zip(*printed, strict=True)
        ),
    )
