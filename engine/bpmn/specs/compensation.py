"""What can be undone is kept in its scope, and run last first below the event that asks for it."""

from typing import Any

from engine.bpmn.model import Element
from engine.bpmn.specs.base import entry
from engine.bpmn.specs.tree import Token, Tree


def remember(scope: Token, child: Token) -> None:
    """A completed activity leaves in its scope what undoes it."""
    element = child.element
    can_be_undone = element.handler is not None or element.event_sub_processes or "undo" in child.internal_data
    if can_be_undone and (records := _records(child)):
        scope.internal_data.setdefault("undo", []).extend(records)


def _records(child: Token) -> list[dict[str, Any]]:
    """`of`: the activity; `run`: what undoes it; `local`: variables it saw that are gone since."""
    element = child.element
    inner = child.internal_data.get("undo", [])
    is_wrapper = child.task_spec.name != element.id
    if is_wrapper:
        return list(inner)
    if element.handler is not None:
        return [{"of": element.id, "run": element.handler}]
    local = child.local or {}
    if start := _undoing_start(child, element):
        record = {"of": element.id, "run": start.opens, "start": [start.id], "local": local}
        return [record | {"undo": inner}]
    return [each | {"of": element.id, "local": local | each.get("local", {})} for each in inner]


def _undoing_start(child: Token, element: Element) -> Element | None:
    """The start of the compensation event sub-process inside an activity."""
    elements = child.definition.elements
    for each in element.event_sub_processes:
        start = elements[elements[each].starts[0]]
        if start.triggers[0].kind == "compensate":
            return start
    return None


def compensate(tree: Tree, thrower: Token, activity: str | None) -> bool:
    """Start the next handler below the throwing token; True when none is left."""
    scope = thrower.above
    while scope is not None:
        records = scope.internal_data.get("undo", [])
        wanted = [each for each in records if activity in (None, each["of"])]
        if wanted:
            records.remove(wanted[-1])
            if not records:
                del scope.internal_data["undo"]
            _run(tree, thrower, wanted[-1])
            return False
        # an event sub-process undoes what its scope has done, too
        scope = scope.above if scope.element.is_event_sub_process else None
    return True


def _run(tree: Tree, thrower: Token, record: dict[str, Any]) -> None:
    specs = thrower.task_spec.specs
    handler = tree.add(entry(specs, record["run"]), thrower)
    handler.internal_data |= {name: record[name] for name in ("start", "undo") if record.get(name)}
    handler.arrive()
    tree.declare(handler, record.get("local", {}))
