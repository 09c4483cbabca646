"""A running instance moves to another version of its definition: what stays keeps its number and what it waits for.

A refused migration changes nothing; `check` says all the reasons.
"""

from typing import Any

from engine import events
from engine.bpmn.crossing import Crossing, Reason, Renaming
from engine.bpmn.execution import Execution
from engine.bpmn.model import Definition, Element, UserWork
from engine.bpmn.specs import arming, mapping
from engine.bpmn.specs.bodies import Body
from engine.bpmn.specs.build import compiled
from engine.bpmn.specs.fitting import own, reasons, waited
from engine.bpmn.specs.gateways import EventBased
from engine.bpmn.specs.running import settle
from engine.bpmn.specs.tasks import UserTask
from engine.bpmn.specs.tree import AT_JOIN, BEGUN, PARKED, STARTED, Token, Tree
from engine.errors import WrongState


def check(execution: Execution, new: Definition, renaming: Renaming) -> list[Reason]:
    """Why the instance cannot go; empty: it can."""
    tree = execution.tree
    if tree.state != "active":
        raise WrongState(f"expected a running instance, but it is {tree.state}")
    crossing = Crossing(old=tree.definition, new=new, mapping=renaming)
    return reasons(tree, crossing, compiled(new).task_specs)


def migrate(execution: Execution, new: Definition, renaming: Renaming) -> None:
    """Move all tokens; events beside them that are new begin to wait, those that are gone do so no more."""
    found = check(execution, new, renaming)
    if found:
        raise WrongState("; ".join(str(each) for each in found), reasons=found)
    tree = execution.tree
    crossing = Crossing(old=tree.definition, new=new, mapping=renaming)
    tokens = own(tree)
    gone = [token for token in tokens if token.is_armed and not _keeps_waiting(token, crossing)]
    kept = [token for token in tokens if token not in gone]
    before = {token.id: token.activity for token in kept if not token.is_process}
    known = {token.id: _known(token, crossing) for token in kept}
    for token in kept:
        _move(tree, token, crossing)
    tree.definition, tree.spec = new, compiled(new)
    _queue_at_joins(tree)
    tree.emit(
        events.ProcessInstanceMigrated(
            definition_id=new.id,
            previous=crossing.old.id,
            mapping=dict(renaming),
            activities={before[token.id]: token.activity for token in kept if token.id in before},
        )
    )
    for token in kept:
        _tell_task(tree, token)
    for token in gone:
        arming.discard(tree, token)
    for token in kept:
        _arm_new(tree, token, known[token.id])
    _pass_joins(tree)
    settle(tree)


def _keeps_waiting(token: Token, crossing: Crossing) -> bool:
    """An event beside the flow stays when it waits for the same, beside the same."""
    element, host = crossing.element(token.element.id), token.above
    if element is None or host is None:
        return False
    if not _waits_alike(token.element, element):
        return False
    spec = compiled(crossing.new).task_specs[_spec_name(host, crossing)]
    return element.id in {each.element.id for each in _beside(host, spec)}


def _waits_alike(before: Element, after: Element) -> bool:
    return after.kind == before.kind and waited(after.triggers) == waited(before.triggers)


def _known(token: Token, crossing: Crossing) -> set[str]:
    """What waited beside it before, or has happened already, under its new name: it does not begin again."""
    beside = [] if token.is_armed else [spec.element for spec in _beside(token, token.task_spec)]
    return {
        element.id
        for each in beside
        if (element := crossing.element(each.id)) is not None and _waits_alike(each, element)
    }


def _spec_name(token: Token, crossing: Crossing) -> str:
    """The process is "*", the loop around an activity its id and "*"."""
    if token.is_process:
        return "*"
    suffix = token.task_spec.name.removeprefix(token.element.id)
    return f"{crossing.target(token.element.id)}{suffix}"


def _beside(host: Token, spec: Any) -> list[Any]:
    """The specs of what waits beside this activity while it is open."""
    if not BEGUN <= host.stage < PARKED:
        return []
    if isinstance(spec, EventBased):
        return [spec.specs[flow.target] for flow in spec.flows]
    found = [spec.specs[each] for each in spec.boundaries]
    if isinstance(spec, Body) and not any(_is_taken_over(each) for each in host.live()):
        found += spec.openers()
    return found


def _is_taken_over(token: Token) -> bool:
    """An event sub-process that has ended all else in its scope, or a scope that is being undone."""
    element = token.element
    if not element.is_event_sub_process:
        return bool(token.internal_data.get("undoing"))
    return any(token.definition.elements[start].is_interrupting for start in element.starts)


def _move(tree: Tree, token: Token, crossing: Crossing) -> None:
    spec = compiled(crossing.new).task_specs[_spec_name(token, crossing)]
    before = token.element
    token.stand(spec)
    if token.flow is not None:
        token.flow = crossing.flow(token.flow)
    notes = token.internal_data
    if "start" in notes:
        notes["start"] = [crossing.target(each) for each in notes["start"]]
    if "undo" in notes:
        notes["undo"] = [_undone(each, crossing) for each in notes["undo"]]
    if token.id in tree.conditions and not notes.get("was") and _texts(before) != _texts(token.element):
        notes.pop("was", None)
        tree.changed.add("")  # another condition: look at it once, now


def _texts(element: Element) -> list[str]:
    return [each.text.text for each in element.triggers if each.text is not None]


def _undone(record: dict[str, Any], crossing: Crossing) -> dict[str, Any]:
    named: dict[str, Any] = {name: crossing.target(record[name]) for name in ("of", "run")}
    if "start" in record:
        named["start"] = [crossing.target(each) for each in record["start"]]
    if "undo" in record:
        named["undo"] = [_undone(each, crossing) for each in record["undo"]]
    return record | named


def _queue_at_joins(tree: Tree) -> None:
    """Tokens at joins are counted by element and flow: both may have new names."""
    tree.joins.clear()
    for token in tree.tasks.values():
        if token.stage == AT_JOIN:
            token.task_spec.waiting(tree, token).setdefault(token.flow or "", []).append(token)


def _pass_joins(tree: Tree) -> None:
    """A join that waited for a flow the new version does not have goes on."""
    full = [
        (tokens[0].task_spec, arrived)
        for scope in tree.joins.values()
        for arrived in scope.values()
        for tokens in [next(iter(arrived.values()))]
        if tokens[0].task_spec.is_full(arrived)
    ]
    for spec, arrived in full:
        spec.fire(tree, arrived)
    tree.stirred.update(dict.fromkeys(tree.joins))


def _tell_task(tree: Tree, token: Token) -> None:
    """An open task has the words and the form of the new version; its people and dates stay."""
    spec = token.task_spec
    if not isinstance(spec, UserTask) or token.stage != BEGUN or token._state != STARTED:
        return
    work: UserWork = spec.detail
    tree.emit(
        events.UserTaskMigrated(
            activity=token.activity,
            element=token.element.id,
            name=token.element.name or token.element.id,
            form=mapping.text(tree, token, work.form),
            lane=token.element.lane,
        )
    )


def _arm_new(tree: Tree, token: Token, known: set[str]) -> None:
    if not token.is_armed:
        wanted = _beside(token, token.task_spec)
        arming.arm(tree, token, [spec for spec in wanted if spec.element.id not in known])
