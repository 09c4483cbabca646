"""Replay: the recorded moves on a fresh execution of the same definition must give the recorded events."""

from collections.abc import Iterator
from typing import Any

from engine import encoding, events
from engine.advance import MOVES, Move, started
from engine.errors import EngineError, NotFound
from engine.reader import Reader
from engine.record import entry
from engine.store import history, instances
from engine.values import HistoryEntry, ReplayReport
from engine.world import World


def replay(reader: Reader, instance_id: str) -> ReplayReport:
    """Identical, or the first difference. Needs the deployed XML and the history, nothing else."""
    entries = [entry(row) for row in history.of(reader.tx, instance_id)]
    if not entries:
        raise NotFound(f"There is no process instance {instance_id}.", id=instance_id)
    key = instances.get(reader.tx, instance_id).process_key
    steps = 0
    for step, replayed in _replayed(reader, key, entries):
        steps += 1
        recorded = [event for event in step.events if event["event"] not in BESIDE]
        if recorded != replayed:
            place = next(
                (i for i, pair in enumerate(zip(recorded, replayed, strict=False)) if pair[0] != pair[1]),
                min(len(recorded), len(replayed)),
            )
            return ReplayReport(
                instance_id=instance_id,
                identical=False,
                steps=steps,
                seq=step.seq,
                recorded=recorded[place : place + 1],
                replayed=replayed[place : place + 1],
            )
    return ReplayReport(instance_id=instance_id, identical=True, steps=steps)


#: events that a command tells of without moving a token
BESIDE = frozenset(
    cls.__name__
    for cls in (
        events.DocumentAdded,
        events.NoteAdded,
        events.JobFailed,
        events.UserTaskClaimed,
        events.UserTaskUnclaimed,
        events.UserTaskAssigned,
        events.UserTaskDelegated,
        events.UserTaskResolved,
        events.TermPaused,
        events.TermResumed,
        events.TermExtended,
        events.TermRecounted,
        events.ProcessInstanceSuspended,
        events.ProcessInstanceResumed,
        events.ProcessInstanceRestarted,
        events.ProcessInstanceSucceeded,
    )
)


def _replayed(
    reader: Reader, key: str, entries: list[HistoryEntry]
) -> Iterator[tuple[HistoryEntry, list[dict[str, Any]]]]:
    """Each entry that moved a token, with the events it gives now."""
    execution = None
    for step in entries:
        if step.move is None:
            continue
        world = World(reader.tx, reader.library, reader.content, step.at, key, answers=step.answers)
        try:
            if step.move["do"] not in MOVES:
                arguments = {n: v for n, v in step.move.items() if n not in ("do", "definition_id")}
                definition = reader.library.process(reader.tx, step.move["definition_id"])
                execution = started(definition, world, Move(do="start", arguments=arguments))
            elif execution is not None:
                execution.world = world
                Move.from_dict(step.move).apply(execution)
        except EngineError as error:
            yield step, [{"event": "Failed", "message": error.message}]
            return
        if execution is not None:
            told = [events.to_dict(event) for event in execution.drain()]
            # through the same text as the history: tuples become lists, decimals numbers
            yield step, encoding.loads(encoding.dumps(told))
