"""What must hold after any number of kills, with the journals of what was reported as committed."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import sample
from engine import due, encoding
from engine.identifiers import Address
from engine.process_engine import ProcessEngine
from engine.reader import Reader
from engine.replay import replay
from engine.settings import Settings
from engine.store import cases, documents, history, incidents, numbers, tasks
from engine.store.changes import leftovers
from engine.verification import verify

#: an event of a case: instance, class, activity
Happened = tuple[str, str, str]
#: what an activity does once
ONCE = ("ActivityCompleted", "ActivityTerminated", "TimerFired", "UserTaskCreated", "JobCreated")


class LaterClock:
    """Three hours ahead: locks of the dead are lost, those of a wrong clock too, timers are due."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What was found; no faults: all promises kept."""

    cases: int
    #: commands that the journals say were committed
    reported: int
    entries: int
    results: int
    faults: tuple[str, ...]


def examine(url: str, journals: Iterable[Path], seen: tuple[str, ...] = ()) -> Evidence:
    """Bring every case to its end, as people and workers do after a restart; then look for faults.

    `seen`: faults that were found before.
    """
    engine = ProcessEngine(Settings(database_url=url), sample.HANDLERS, LaterClock())
    try:
        finish(engine)
        found = engine.read(_evidence, [line for path in journals for line in read(path)])
        return replace(found, faults=(*seen, *found.faults))
    finally:
        engine.close()


def finish(engine: ProcessEngine) -> None:
    """Everything that is due, and every open task, until nothing is left."""
    done = 1
    while done:
        done = due.run_due(engine)
        with engine.database.read() as tx:
            opened = tasks.open_rows(tx)
        for row in opened:
            sample.complete(engine, str(Address(row.instance_id, row.activity)))
        done += len(opened)


def read(journal: Path) -> Iterator[dict[str, Any]]:
    """The lines of a journal; one that a kill has cut short is none."""
    for line in journal.read_text().splitlines():
        if line.endswith("}"):
            yield json.loads(line)


def _evidence(reader: Reader, reported: list[dict[str, Any]]) -> Evidence:
    entries = [encoding.loads(bytes(row.content)) for row in history.walk(reader.tx)]
    happened = [
        (entry["instance_id"], event["event"], event.get("activity", ""))
        for entry in entries
        for event in entry["events"]
    ]
    told = {tuple(each) for line in reported for each in line["told"]}
    rows = cases.every(reader.tx)
    results = {
        row.id: [d for d in documents.of_instance(reader.tx, row.id) if d.kind == "result"] for row in rows
    }
    faults = (
        *_lost(told, happened),
        *_doubled(happened),
        *_unfinished(reader, rows),
        *_numbers(reader, rows, results),
        *_chains(reader, rows),
        *(f"left behind: {each}" for each in leftovers(reader.tx)),
    )
    return Evidence(
        cases=len(rows),
        reported=len(reported),
        entries=len(entries),
        results=sum(map(len, results.values())),
        faults=faults,
    )


def _lost(told: set[tuple[Any, ...]], happened: list[Happened]) -> Iterator[str]:
    for missing in sorted(told - set(happened)):
        yield f"reported as committed, but not in the history: {missing}"


def _doubled(happened: list[Happened]) -> Iterator[str]:
    for each, times in Counter(happened).items():
        if times > 1 and each[1] in ONCE:
            yield f"happened {times} times: {each}"


def _unfinished(reader: Reader, rows: list[Any]) -> Iterator[str]:
    for row in rows:
        if row.state != "completed":
            yield f"{row.business_key} could not be completed: it is {row.state}"
    for row in incidents.every(reader.tx, None, open_only=True):
        yield f"incident in {row.business_key}: {row.message}"


def _numbers(reader: Reader, rows: list[Any], results: dict[str, list[Any]]) -> Iterator[str]:
    filed = sorted(int(row.business_key.rpartition("-")[2]) for row in rows)
    if filed != list(range(1, len(rows) + 1)):
        yield f"numbers of cases have a gap or a repeat: {filed}"
    given = sorted(int(each.number) for found in results.values() for each in found)
    if given != list(range(1, len(given) + 1)):
        yield f"numbers of results have a gap or a repeat: {given}"
    if numbers.last(reader.tx, "results") != len(given):
        yield f"expected {len(given)} numbers to be taken, but it is {numbers.last(reader.tx, 'results')}"
    for instance_id, found in results.items():
        if len(found) > 1:
            yield f"{instance_id} has {len(found)} results"


def _chains(reader: Reader, rows: list[Any]) -> Iterator[str]:
    report = verify(reader)
    if report.first_broken:
        yield f"broken: {report.first_broken}"
    for row in rows:
        replayed = replay(reader, row.id)
        if not replayed.identical:
            yield f"{row.business_key} replays differently: {replayed}"
