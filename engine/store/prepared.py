"""The short way to the database: statements written in Core, compiled once, and sent to the driver as they are.

For what every step does; Core's own way costs several times more than the answer of SQLite itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

#: where a connection of the pool keeps its line
LINE = "qyzmet_line"

Values = Mapping[str, Any]
Process = Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """The driver's own connection, and who counts its statements."""

    driver: Any
    dialect: Dialect
    heard: list[Callable[[str], None]]

    def send(self, text: str, values: Any) -> Any:
        """A cursor of the driver."""
        for listener in self.heard:
            listener(text)
        try:
            return self.driver.execute(text, values)
        except self.dialect.loaded_dbapi.Error as error:
            raise self.wrapped(error, text) from error

    def wrapped(self, error: Any, text: str = "") -> DBAPIError:
        """As Core would raise it."""
        base: Any = self.dialect.loaded_dbapi.Error
        is_lost = self.dialect.is_disconnect(error, self.driver, None)
        found: DBAPIError = DBAPIError.instance(
            text, None, error, base, connection_invalidated=is_lost, dialect=self.dialect
        )
        return found


class Glance:
    """Takes prepared questions as a `Connection` does, each without a transaction; begins one for any other."""

    def __init__(self, line: Line, begin: Callable[[], Connection]) -> None:
        self.info = {LINE: line}
        self._begin = begin

    @cached_property
    def _connection(self) -> Connection:
        return self._begin()

    def execute(self, *asked: Any, **options: Any) -> Any:
        return self._connection.execute(*asked, **options)

    def scalars(self, *asked: Any, **options: Any) -> Any:
        return self._connection.scalars(*asked, **options)


Asked = Connection | Glance


def line_of(tx: Asked) -> Line:
    line: Line = tx.info[LINE]
    return line


@contextmanager
def together(tx: Asked) -> Iterator[None]:
    """What is sent in the block goes out at once; that nothing failed is sure when the block ends.

    PostgreSQL answers once for all of it; SQLite has no way to save.
    """
    line = line_of(tx)
    if line.dialect.name != "postgresql":
        yield
        return
    try:
        with line.driver.pipeline():
            yield
    except line.dialect.loaded_dbapi.Error as error:
        raise line.wrapped(error) from error


@dataclass(frozen=True, kw_only=True, slots=True)
class Compiled:
    """A statement in the words of one database."""

    text: str
    #: names by place; empty where the driver takes names
    order: tuple[str, ...]
    #: values written in the statement itself, and those that may be left out
    fixed: Values
    binds: tuple[tuple[str, Process], ...]
    results: tuple[tuple[int, Process], ...]
    #: of the columns that come back
    names: tuple[str, ...]

    def bound(self, values: Values) -> Any:
        """As the driver takes them."""
        given = {**self.fixed, **values}
        for name, process in self.binds:
            given[name] = process(given[name])
        return tuple([given[name] for name in self.order]) if self.order else given

    def row(self, found: Sequence[Any]) -> tuple[Any, ...]:
        if not self.results:
            return tuple(found)
        row = list(found)
        for place, process in self.results:
            row[place] = process(row[place])
        return tuple(row)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement of Core whose values are `bindparam`s."""

    statement: Any
    _compiled: dict[str, Compiled] = field(default_factory=dict)

    def send(self, tx: Asked, values: Values) -> Any:
        """The driver's cursor; inside `together` its answer is not there yet."""
        line = line_of(tx)
        compiled = self._of(line.dialect)
        return line.send(compiled.text, compiled.bound(values))

    def first(self, tx: Asked, values: Values) -> tuple[Any, ...] | None:
        line = line_of(tx)
        compiled = self._of(line.dialect)
        found = line.send(compiled.text, compiled.bound(values)).fetchone()
        return None if found is None else compiled.row(found)

    def all(self, tx: Asked, values: Values) -> list[tuple[Any, ...]]:
        line = line_of(tx)
        compiled = self._of(line.dialect)
        found = line.send(compiled.text, compiled.bound(values)).fetchall()
        return [compiled.row(each) for each in found]

    def named(self, tx: Asked, values: Values) -> Any:
        """The first row, its columns by name; None without one."""
        row = self.first(tx, values)
        names = self._of(line_of(tx).dialect).names
        return None if row is None else SimpleNamespace(**dict(zip(names, row, strict=True)))

    def _of(self, dialect: Dialect) -> Compiled:
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = _compile(self.statement, dialect)
        return self._compiled[dialect.name]


def _compile(statement: Any, dialect: Dialect) -> Compiled:
    made: Any = statement.compile(dialect=dialect)
    given_later = {name: None for name, bind in made.binds.items() if bind.required}
    # lists and separators are written out
    whole = made.construct_expanded_state(given_later)
    columns = getattr(statement, "selected_columns", {})
    results = ((place, _result_process(each.type, dialect)) for place, each in enumerate(columns))
    return Compiled(
        text=whole.statement,
        order=tuple(whole.positiontup or ()),
        fixed={name: value for name, value in whole.parameters.items() if name not in given_later},
        binds=tuple(
            (name, process) for name, process in whole.processors.items() if name in whole.parameters
        ),
        results=tuple((place, process) for place, process in results if process),
        names=tuple(columns.keys()),
    )


def _result_process(kind: Any, dialect: Dialect) -> Any:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
