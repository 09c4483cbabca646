"""What the product sends to PostgreSQL, written down as it goes out, and the same as a script of pgbench."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg.pq import PipelineStatus
from sqlalchemy import Engine, event

from engine.store.prepared import Line

#: a value in the words of the driver, and a variable in those of pgbench
DRIVERS, BENCHS = re.compile(r"%\((\w+)\)s"), re.compile(r"(?<!:):([A-Za-z_]\w*)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """One statement, or the end of a transaction."""

    text: str
    values: Mapping[str, Any]
    #: outside of a transaction
    is_alone: bool = False
    #: in one packet with its neighbours
    is_piped: bool = False
    is_end: bool = False
    at: float = field(default_factory=time.perf_counter)


@contextmanager
def recording(into: list[Sent]) -> Iterator[None]:
    """Of every connection of this process, by both ways there are: a prepared line, and Core's own."""
    straight = Line.send

    def note(driver: Any, text: str, values: Any) -> None:
        piped = driver.pgconn.pipeline_status != PipelineStatus.OFF
        into.append(Sent(text=text, values=values or {}, is_alone=driver.autocommit, is_piped=piped))

    def by_line(line: Line, text: str, values: Any) -> Any:
        note(line.driver, text, values)
        return straight(line, text, values)

    def by_core(connection: Any, _cursor: Any, text: str, values: Any, *_: Any) -> None:
        note(connection.connection.driver_connection, text, values)

    def commit(_connection: Any) -> None:
        into.append(Sent(text="COMMIT", values={}, is_end=True))

    def rollback(_connection: Any) -> None:
        into.append(Sent(text="ROLLBACK", values={}, is_end=True))

    heard: dict[str, Callable[..., None]] = {
        "before_cursor_execute": by_core,
        "commit": commit,
        "rollback": rollback,
    }
    for name, listener in heard.items():
        event.listen(Engine, name, listener)
    Line.send = by_line  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Line.send = straight  # type: ignore[method-assign]
        for name, listener in heard.items():
            event.remove(Engine, name, listener)


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """Scripts of pgbench, and the values that are the same in every round: given to it by name, sent as parameters."""

    values: dict[str, str] = field(default_factory=dict)

    def script(self, sent: list[Sent], head: str, varying: Mapping[Any, str]) -> str:
        """What was sent, in the packets and transactions it was sent in.

        `head`: commands of pgbench that set the variables which stand for the values of `varying`.
        """
        return f"{head}\n" + "\n".join(self._lines(sent, varying)) + "\n"

    def _lines(self, sent: list[Sent], varying: Mapping[Any, str]) -> Iterator[str]:
        is_begun = is_piped = False
        for each in sent:
            if is_piped and not each.is_piped:
                yield "\\endpipeline"
            if each.is_piped and not is_piped:
                yield "\\startpipeline"
            is_piped = each.is_piped
            if not (each.is_alone or each.is_end or is_begun):
                is_begun = True
                yield "BEGIN;"
            if is_begun or not each.is_end:
                yield self._statement(each, varying) + ";"
            is_begun = is_begun and not each.is_end

    def _statement(self, sent: Sent, varying: Mapping[Any, str]) -> str:
        def name(found: re.Match[str]) -> str:
            value = sent.values[found[1]]
            # pgbench knows no variable without a value
            if value is None or value == "":
                return "NULL" if value is None else "''"
            return ":" + (varying.get(value) or self._named(written(value)))

        text = DRIVERS.sub(name, sent.text).replace("%%", "%")
        known = {*self.values, *varying.values()}
        if ";" in text or not known.issuperset(BENCHS.findall(text)):
            raise ValueError(f"expected a statement that pgbench can take, but it is: {text}")
        return text

    def _named(self, value: str) -> str:
        for name, known in self.values.items():
            if known == value:
                return name
        name = f"v{len(self.values)}"
        self.values[name] = value
        return name


def written(value: Any) -> str:
    """As PostgreSQL reads it."""
    match value:
        case bytes():
            return f"\\x{value.hex()}"
        case datetime():
            return value.isoformat()
        case bool():
            return str(value).lower()
        case _:
            return str(value)
