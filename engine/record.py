"""History entries: canonical text, chained by hash."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from engine import encoding, events
from engine.commands import Command
from engine.context import Context
from engine.store import history
from engine.values import HistoryEntry

#: fields of commands that stand elsewhere in the entry, or are too large for it
ELSEWHERE = frozenset({"variables", "documents", "document", "resources", "instance_id", "password_hash"})


class Link(NamedTuple):
    """The place of an entry in its chain."""

    stream: str
    seq: int
    #: hash of the entry before
    previous: str


def build(
    context: Context,
    link: Link,
    happened: Sequence[events.Event],
    move: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A row of the history; its hash covers all that is in `content`, the hash before included."""
    content = encoding.dumps(
        {
            "instance_id": link.stream,
            "seq": link.seq,
            "at": context.now,
            "actor": context.actor.id,
            "actor_name": context.actor.name,
            "command": type(context.command).__name__,
            "arguments": arguments(context.command),
            "move": move,
            "answers": answers or {},
            "events": [events.to_dict(event) for event in happened],
            "previous": link.previous,
        }
    )
    return {
        "instance_id": link.stream,
        "seq": link.seq,
        "at": context.now,
        "actor": context.actor.id,
        "content": content,
        "hash": encoding.digest(content),
    }


def arguments(command: Command) -> dict[str, Any]:
    """What was asked, without what the entry holds elsewhere."""
    given = {each.name: getattr(command, each.name) for each in fields(command) if each.name not in ELSEWHERE}
    return {name: value for name, value in given.items() if value not in (None, (), {})}


def entry(row: Any) -> HistoryEntry:
    """The entry a row holds."""
    content = encoding.loads(bytes(row.content))
    return HistoryEntry(
        **{
            name: content[name]
            for name in ("instance_id", "seq", "at", "actor", "command", "arguments", "answers", "previous")
        },
        actor_name=content.get("actor_name", ""),
        move=content.get("move"),
        events=tuple(content["events"]),
        hash=row.hash,
    )


def append_to_stream(context: Context, stream: str, **extra: Any) -> None:
    """An entry of the office itself (deployments, people), chained like that of a case."""
    seq, previous = history.head(context.tx, stream)
    row = build(context, Link(stream, seq + 1, previous), (), move=extra or None)
    history.append(context.tx, row)
