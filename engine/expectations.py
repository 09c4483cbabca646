"""What a scenario expects: CHECKS is the list of words an analyst may write under `then`."""

from collections.abc import Callable, Mapping
from typing import Any

from engine import queries
from engine.clock import LOCAL
from engine.printed import text_of
from engine.replay import replay
from engine.stage import Stage
from engine.values import SYSTEM


def compare(then: Mapping[str, Any], stage: Stage) -> list[str]:
    if unknown := set(then) - set(CHECKS):
        return [f"then: expected only {', '.join(CHECKS)}, but there is {', '.join(sorted(unknown))}"]
    found = [text for name, wanted in then.items() for text in CHECKS[name](stage, wanted)]
    report = stage.engine.read(replay, stage.instance_id)
    if not report.identical:
        found.append(
            f"replay differs at entry {report.seq}: recorded {report.recorded}, replayed {report.replayed}"
        )
    return found


def _ended(stage: Stage, wanted: Any) -> list[str]:
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    ended = list(stage.ended())
    return [] if ended == wanted else [f"ended: expected {wanted}, but got {ended}; {_where(stage)}"]


def _where(stage: Stage) -> str:
    open_now = ", ".join(each.element for each in stage.open_tasks()) or "nothing"
    faults = stage.engine.read(queries.incidents, SYSTEM, stage.instance_id)
    return f"open is {open_now}" + "".join(f"; incident at {each.element}: {each.message}" for each in faults)


def _visited(stage: Stage, wanted: Any) -> list[str]:
    path = iter(stage.path())
    missing = next((each for each in wanted if each not in path), None)
    return (
        []
        if missing is None
        else [f"visited: expected {missing} in this order, but the path is {stage.path()}"]
    )


def _not_visited(stage: Stage, wanted: Any) -> list[str]:
    return [f"not_visited: {each} was visited" for each in wanted if each in stage.path()]


def _open(stage: Stage, wanted: Any) -> list[str]:
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    open_now = sorted(each.element for each in stage.open_tasks())
    return [] if open_now == sorted(wanted) else [f"open: expected {sorted(wanted)}, but got {open_now}"]


def _due(stage: Stage, wanted: Mapping[str, Any]) -> list[str]:
    ledger = stage.engine.read(queries.deadlines, SYSTEM, stage.instance_id)
    found = {each.name: each.due_at.astimezone(LOCAL) for each in ledger}
    return [
        f"due: expected {name} on {day}, but it is {found.get(name)}"
        for name, day in wanted.items()
        if name not in found or not found[name].isoformat().startswith(str(day))
    ]


def _variables(stage: Stage, wanted: Mapping[str, Any]) -> list[str]:
    held = stage.engine.read(queries.variables, SYSTEM, stage.instance_id)
    return [
        f"variables: expected {name} = {value!r}, but it is {held.get(name)!r}"
        for name, value in wanted.items()
        if held.get(name) != value
    ]


def _document(stage: Stage, wanted: Any) -> list[str]:
    return [
        text
        for each in (wanted if isinstance(wanted, list) else [wanted])
        for text in _one_document(stage, each)
    ]


def _one_document(stage: Stage, wanted: Mapping[str, Any]) -> list[str]:
    held = stage.engine.read(queries.documents, SYSTEM, stage.instance_id)
    found = [each for each in held if each.code == wanted["template"]]
    if not found:
        return [
            f"document: expected one of {wanted['template']}, but there are {[each.code for each in held]}"
        ]
    _, content = stage.engine.read(queries.content, SYSTEM, found[-1].id)
    text = text_of(content)
    return [
        f"document {wanted['template']}: expected the text {part!r}, but it is not there"
        for part in wanted.get("contains", ())
        if " ".join(str(part).split()) not in text
    ]


def _cases(stage: Stage, wanted: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The same checks of the other cases, by their names."""
    found = []
    for name, then in wanted.items():
        with stage.looking_at(name):
            found += [f"{name}: {text}" for text in compare(then, stage)]
    return found


CHECKS: dict[str, Callable[[Stage, Any], list[str]]] = {
    "ended": _ended,
    "visited": _visited,
    "not_visited": _not_visited,
    "open": _open,
    "due": _due,
    "variables": _variables,
    "document": _document,
    "cases": _cases,
}
