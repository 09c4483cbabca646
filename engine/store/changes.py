"""The rows a step writes, collected and sent in as few statements as there are tables touched."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, String, Table, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from engine.store.prepared import Prepared
from engine.store.schema import (
    candidate,
    deadline,
    draft,
    incident,
    job,
    page,
    process_instance,
    subscription,
    timer,
    user_task,
)

Key = tuple[str, ...]
Row = dict[str, Any]

#: tables whose rows go when what they stand for is done: nothing of an ended instance is left in them
PASSING = (timer, job, subscription, candidate)


class Changes:
    """Inserts, updates and deletes of one step of one instance."""

    def __init__(self, instance_id: str) -> None:
        self.instance_id = instance_id
        self._inserts: dict[Table, list[Row]] = {}
        self._updates: dict[tuple[Table, tuple[str, ...]], list[Row]] = {}
        self._deletes: dict[Table, list[str]] = {}
        self._moves: list[Row] = []

    def insert(self, table: Table, **row: Any) -> None:
        self._inserts.setdefault(table, []).append({"instance_id": self.instance_id, **row})

    def update(self, table: Table, activity: str, **values: Any) -> None:
        """The rows of this activity; those that this very step inserts are changed before they are written."""
        pending = [row for row in self._inserts.get(table, ()) if row.get("activity") == activity]
        for row in pending:
            row.update(values)
        if pending:
            return
        key = (table, tuple(sorted(values)))
        self._updates.setdefault(key, []).append({"b_activity": activity, **values})

    def delete(self, table: Table, activity: str) -> None:
        """The rows of this activity, written or about to be."""
        pending = self._inserts.get(table)
        if pending and any(row["activity"] == activity for row in pending):
            self._inserts[table] = [row for row in pending if row["activity"] != activity]
            return
        self._deletes.setdefault(table, []).append(activity)

    def move(self, before: str, after: str, definition_id: str) -> None:
        """All that waits under this activity goes on under another name, in another version of the drawing."""
        element = after.rpartition(":")[0]
        row = {"b_before": before, "b_after": after, "b_element": element, "b_definition": definition_id}
        self._moves.append({"b_instance": self.instance_id, **row})

    def pending(self, table: Table) -> list[Row]:
        return self._inserts.get(table, [])

    def flush(self, tx: Connection) -> None:
        for statement in moving() if self._moves else ():
            _send(tx, statement, self._moves)
        for table, activities in self._deletes.items():
            _send(tx, _delete(table), [{"instance": self.instance_id, "at": each} for each in activities])
        for (table, names), rows in self._updates.items():
            _send(tx, _update(table, names), [{"b_instance": self.instance_id, **row} for row in rows])
        for table, rows in self._inserts.items():
            if rows:
                _send(tx, _insert(table, tuple(dict.fromkeys(name for row in rows for name in row))), rows)


@cache
def moving() -> tuple[Prepared, ...]:
    """UPDATEs that give the rows of an activity a new name. A draft goes with its task."""
    found = []
    for table in (*PASSING, user_task, incident, deadline):
        values: dict[str, Any] = {"activity": bindparam("b_after")}
        if "element" in table.c:
            values["element"] = bindparam("b_element")
        if "definition_id" in table.c:
            values["definition_id"] = bindparam("b_definition")
        at = and_(table.c.instance_id == bindparam("b_instance"), table.c.activity == bindparam("b_before"))
        found.append(Prepared(update(table).where(at).values(values)))
    key = [bindparam("b_instance", type_=String) + ":" + bindparam(name, type_=String) for name in ENDS]
    return (*found, Prepared(update(draft).where(draft.c.key == key[0]).values(key=key[1])))


ENDS = ("b_before", "b_after")


def _send(tx: Connection, statement: Prepared, rows: list[Row]) -> None:
    for row in rows:
        statement.send(tx, row)


# statements are made once: making them costs more than sending them


@cache
def _insert(table: Table, names: tuple[str, ...]) -> Prepared:
    """A row may lack a name that another one of the same step has."""
    values: dict[str, Any] = {name: bindparam(name, None) for name in names}
    for column in table.c:
        if isinstance(column.default, ScalarElementColumnDefault):
            values.setdefault(column.name, column.default.arg)
    return Prepared(insert(table).values(values).inline())


@cache
def _delete(table: Table) -> Prepared:
    at = and_(table.c.instance_id == bindparam("instance"), table.c.activity == bindparam("at"))
    return Prepared(delete(table).where(at))


@cache
def _update(table: Table, names: tuple[str, ...]) -> Prepared:
    """UPDATE of one activity's row; open incidents and terms only, where they have a state."""
    where = [table.c.instance_id == bindparam("b_instance"), table.c.activity == bindparam("b_activity")]
    guard = GUARDS.get(table.name)
    if guard is not None and "state" in names:
        where.append(or_(*(table.c.state == each for each in guard)))
    return Prepared(update(table).where(and_(*where)).values({n: bindparam(n) for n in names}))


GUARDS = {incident.name: ("open",), deadline.name: ("running", "paused"), user_task.name: ("open",)}


def leftovers(tx: Connection) -> list[str]:
    """Rows that should have gone: for tests and `bench`."""
    ended = select(process_instance.c.id).where(process_instance.c.state.in_(("completed", "terminated")))
    return [
        f"{table.name} {row[0]}:{row[1]}"
        for table in (*PASSING, page)
        for row in tx.execute(select(*table.primary_key).where(table.c.instance_id.in_(ended)))
    ]
