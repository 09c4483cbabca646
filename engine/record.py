"""History entries: canonical text, chained by hash."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from engine import encoding, events
from engine.commands import Command
from engine.store import history
from engine.values import Actor, HistoryEntry

#: fields of commands that stand elsewhere in the entry, or are too large for it
ELSEWHERE = frozenset({"variables", "documents", "document", "resources", "instance_id", "password_hash"})


def build(
    stream: str,
    seq: int,
    previous: str,
    at: datetime,
    actor: Actor,
    command: Command,
    happened: Sequence[events.Event],
    move: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A row of the history; its hash covers all that is in `content`, the hash before included."""
    content = encoding.dumps(
        {
            "instance_id": stream,
            "seq": seq,
            "at": at,
            "actor": actor.id,
            "actor_name": actor.name,
            "command": type(command).__name__,
            "arguments": arguments(command),
            "move": move,
            "answers": answers or {},
            "events": [events.to_dict(event) for event in happened],
            "previous": previous,
        }
    )
    return {
        "instance_id": stream,
        "seq": seq,
        "at": at,
        "actor": actor.id,
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


def append_to_stream(
    tx: Any, stream: str, at: datetime, actor: Actor, command: Command, **extra: Any
) -> None:
    """An entry of the office itself (deployments, people), chained like that of a case."""
    seq, previous = history.head(tx, stream)
    row = build(stream, seq + 1, previous, at, actor, command, (), move=extra or None)
    history.append(tx, row)
