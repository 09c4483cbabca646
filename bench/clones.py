"""Copies of a case, row for row under ids of their own: so many that wait at the same step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, text

from bench import bulk
from engine.store.database import Database
from engine.store.schema import metadata, process_instance

#: tables with rows of a case, the case itself first
TABLES = tuple(
    table for table in metadata.sorted_tables if table is process_instance or "instance_id" in table.c
)
#: columns in which the id of a case stands, alone or before a colon
KEYS = ("id", "instance_id")
#: ids of 16 digits, as long as real ones; a million million for each kind
FIRST, ROOM = 10**15, 10**12


def owner(table: Table) -> str:
    """The column that says whose row it is."""
    return "id" if table is process_instance else "instance_id"


@dataclass(frozen=True, kw_only=True, slots=True)
class Clones:
    """Of one case: number 0 stays as it is, for copies of it; 1 to `count` take the step that the case took."""

    #: the case, and which of several kinds it is
    case: str
    place: int
    count: int

    @property
    def first(self) -> int:
        return FIRST + self.place * ROOM

    @property
    def _between(self) -> str:
        return f"BETWEEN '{self.first + 1}' AND '{self.first + self.count}'"

    def made(self) -> Iterator[str]:
        """Statements that make all of them, while the case is as they shall be."""
        yield self._wanted(f"n::text AS id FROM generate_series({self.first}, {self.first + self.count}) n")
        yield from self._copies(self.case)

    def renewed(self) -> Iterator[str]:
        """Statements that bring those which took the step back before it."""
        yield self._wanted(
            f"id FROM process_instance WHERE id {self._between} AND seq <> {self._seq(self.first)}"
        )
        for table in reversed(TABLES):
            yield f"DELETE FROM {table} WHERE {owner(table)} IN (SELECT id FROM wanted_{self.place})"
        yield from self._copies(str(self.first))

    def _wanted(self, which: str) -> str:
        return f"CREATE TEMPORARY TABLE wanted_{self.place} ON COMMIT DROP AS SELECT {which}"

    def _seq(self, case: str | int) -> str:
        return f"(SELECT seq FROM process_instance WHERE id = '{case}')"

    def _copies(self, source: str) -> Iterator[str]:
        for table in TABLES:
            names = ", ".join(table.c.keys())
            values = ", ".join(
                f"replace(of.{name}, '{source}', wanted.id)" if name in KEYS else f"of.{name}"
                for name in table.c.keys()  # noqa: SIM118
            )
            yield (
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} of, wanted_{self.place} wanted "
                f"WHERE of.{owner(table)} = '{source}'"
            )

    def stepped(self, database: Database) -> int:
        """How many have taken the step of the case."""
        query = (
            f"SELECT count(*) FROM process_instance WHERE id {self._between} AND seq = {self._seq(self.case)}"
        )
        with database.read() as tx:
            return int(tx.execute(text(query)).scalar_one())

    def check(self, database: Database) -> None:
        """That one which took the step has the very rows of the case."""
        query = (
            f"SELECT min(id) FROM process_instance WHERE id {self._between} AND seq = {self._seq(self.case)}"
        )
        with database.read() as tx:
            clone = str(tx.execute(text(query)).scalar_one())
        for table in TABLES:
            wanted, found = rows(database, table, self.case), rows(database, table, clone)
            if wanted != found:
                pairs = zip(wanted, found, strict=False)
                columns = {
                    f"{table}.{name}" for one, other in pairs for name in one if one[name] != other[name]
                }
                raise RuntimeError(
                    f"expected {clone} to have the rows of {self.case}, but there are {len(found)} "
                    f"for {len(wanted)} in {table}, and {sorted(columns)} differ"
                )


def rows(database: Database, table: Table, case: str) -> list[dict[str, Any]]:
    """Of a case, without its id."""
    query = table.select().where(table.c[owner(table)] == case).order_by(*table.primary_key)
    with database.read() as tx:
        found = tx.execute(query).mappings().all()
    return [{name: value for name, value in row.items() if name not in KEYS} for row in found]


def fill(database: Database, kinds: list[Clones]) -> None:
    statements = [statement for kind in kinds for statement in kind.made()]
    bulk.fill(database, statements, [table.name for table in TABLES])


def renew(database: Database, kinds: list[Clones]) -> None:
    with database.write() as tx:
        for statement in (each for kind in kinds for each in kind.renewed()):
            tx.execute(text(statement))
