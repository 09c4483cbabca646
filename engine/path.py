"""What a drawing shows of a case after an entry of its history: the path taken, where the tokens are."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.bpmn import Crossing, translate
from engine.queries import history, instance
from engine.reader import Reader
from engine.values import Actor, HistoryEntry


def path(reader: Reader, actor: Actor, instance_id: str) -> dict[str, Any]:
    """{definition_id, taken, completed: {element: n}, active, incidents, calls: {activity: {...the same}}}.

    After a migration the drawing is that of the new version, with what of the path so far it has.
    """
    drawings, steps = _walk(reader, actor, instance_id)
    for _ in steps:
        pass
    return _told(drawings)


def paths(reader: Reader, actor: Actor, instance_id: str) -> dict[int, dict[str, Any]]:
    """The same after each entry, by its number; the history is folded once for all of them."""
    drawings, steps = _walk(reader, actor, instance_id)
    return {seq: _told(drawings) for seq in steps}


def _walk(reader: Reader, actor: Actor, instance_id: str) -> tuple[Any, Iterator[int]]:
    """The drawings, and the entries one after another, each folded into them when it is asked for."""
    found = instance(reader, actor, instance_id)
    drawings: dict[str | None, dict[str, Any]] = {None: _empty(found.definition_id)}
    return drawings, _folded(reader, history(reader, actor, instance_id), drawings)


def _folded(reader: Reader, steps: tuple[HistoryEntry, ...], drawings: Any) -> Iterator[int]:
    drawing_of: dict[str, str | None] = {}
    for step in steps:
        for event in step.events:
            if event["event"] == "ProcessInstanceMigrated":
                _migrated(reader, event, drawings, drawing_of)
            FOLDS.get(event["event"], _nothing)(event, drawings, drawing_of)
        yield step.seq


def _told(drawings: Any) -> dict[str, Any]:
    """As it is now; what is folded later does not change it."""
    calls = {activity: _drawn(each) for activity, each in drawings.items()}
    return {**calls.pop(None), "calls": calls}


def _drawn(drawing: Any) -> dict[str, Any]:
    return {
        "definition_id": drawing["definition_id"],
        "taken": list(drawing["taken"]),
        "completed": dict(drawing["completed"]),
        "incidents": list(drawing["incidents"]),
        "active": sorted(drawing["open"].values()),
    }


def _empty(definition_id: str) -> dict[str, Any]:
    return {"definition_id": definition_id, "taken": [], "completed": Counter(), "open": {}, "incidents": []}


def _instance_started(event: Any, drawings: Any, drawing_of: Any) -> None:
    drawings[None]["definition_id"] = event["definition_id"]


def _migrated(reader: Reader, event: Any, drawings: Any, drawing_of: Any) -> None:
    """Activities that go on have new names; what is drawn of the past is what the new version has of it."""
    top, activities = drawings[None], event.get("activities", {})
    old, new = (reader.library.process(reader.tx, event[each]) for each in ("previous", "definition_id"))
    crossing = Crossing(old=old, new=new, mapping=event.get("mapping", {}))
    taken, completed = translate(crossing, top["taken"], top["completed"])
    stuck = [there.id for each in top["incidents"] if (there := crossing.element(each))]
    still = {after: after.rpartition(":")[0] for before, after in activities.items() if before in top["open"]}
    top |= {"definition_id": new.id, "taken": taken, "completed": Counter(completed)}
    top |= {"incidents": stuck, "open": still}
    for before, after in activities.items():
        for known in (drawing_of, drawings):
            if before != after and before in known:
                known[after] = known.pop(before)


def _started(event: Any, drawings: Any, drawing_of: Any) -> None:
    parent = event.get("parent")
    place = parent if parent in drawings else drawing_of.get(parent)
    drawing_of[event["activity"]] = place
    drawings[place]["open"][event["activity"]] = event["element"]


def _called(event: Any, drawings: Any, drawing_of: Any) -> None:
    drawings[event["activity"]] = _empty(event["definition_id"])


def _completed(event: Any, drawings: Any, drawing_of: Any) -> None:
    drawing = drawings[drawing_of.get(event["activity"])]
    drawing["open"].pop(event["activity"], None)
    drawing["completed"][event["element"]] += 1


def _terminated(event: Any, drawings: Any, drawing_of: Any) -> None:
    drawings[drawing_of.get(event["activity"])]["open"].pop(event["activity"], None)


def _flow(event: Any, drawings: Any, drawing_of: Any) -> None:
    drawings[drawing_of.get(event["source"])]["taken"].append(event["flow"])


def _incident(event: Any, drawings: Any, drawing_of: Any) -> None:
    drawings[drawing_of.get(event["activity"])]["incidents"].append(event["element"])


def _resolved(event: Any, drawings: Any, drawing_of: Any) -> None:
    found = drawings[drawing_of.get(event["activity"])]["incidents"]
    if event["element"] in found:
        found.remove(event["element"])


def _nothing(event: Any, drawings: Any, drawing_of: Any) -> None:
    """Not drawn."""


FOLDS = {
    "ProcessInstanceStarted": _instance_started,
    "ActivityStarted": _started,
    "CallActivityStarted": _called,
    "ActivityCompleted": _completed,
    "ActivityTerminated": _terminated,
    "SequenceFlowTaken": _flow,
    "IncidentRaised": _incident,
    "IncidentResolved": _resolved,
}
