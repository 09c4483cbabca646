"""What happens when something waited for comes: boundary events, event sub-processes, catch events.

One walk outwards finds who takes an error or escalation, across called processes too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import events
from engine.bpmn.model import Trigger
from engine.bpmn.specs import arming
from engine.bpmn.specs.loops import terminate
from engine.bpmn.specs.tree import WORKED, Token, Tree


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """What came."""

    kind: str
    #: of a message or signal
    name: str | None = None
    #: of an error or escalation
    code: str | None = None
    message: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


def occur(tree: Tree, token: Token, what: Occurrence) -> None:
    """A waiting event happens."""
    element = token.element
    if what.kind == "timer":
        tree.emit(events.TimerFired(activity=token.activity, element=element.id))
    _receive(tree, token, _trigger_of(token, what), what)
    if element.is_parallel_multiple and not arming.is_last(tree, token, what.kind, what.name):
        return
    if element.opens is not None:
        _open(tree, token, what.kind)
    elif element.attached_to is not None:
        _take_boundary(tree, token, what.kind)
    elif token.is_armed:
        _take_branch(tree, token, what.kind)
    else:
        arming.withdraw(tree, token, fired=what.kind)
        token.stage = WORKED
        token.wake()


def _trigger_of(token: Token, what: Occurrence) -> Trigger | None:
    """Which of its triggers it is."""
    fitting = (each for each in token.element.triggers if each.kind == what.kind)
    return next((each for each in fitting if each.code in (None, what.code)), None)


def _receive(tree: Tree, token: Token, trigger: Trigger | None, what: Occurrence) -> None:
    """What comes along becomes variables, outside of what may be interrupted."""
    target: Token | None = token
    if token.is_armed and token.above is not None:
        target = token.above if token.element.opens else token.above.above
    values = dict(what.variables)
    if trigger is not None and trigger.code_variable is not None:
        values[trigger.code_variable] = what.code
    if trigger is not None and trigger.message_variable is not None:
        values[trigger.message_variable] = what.message
    if values and target is not None:
        tree.assign(target, values)


def _keep_listening(tree: Tree, token: Token, kind: str) -> None:
    """A non-interrupting event goes on, a timer only while its cycle lasts."""
    if token.element.is_parallel_multiple:
        arming.again(tree, token)
    elif kind == "timer" and not arming.next_round(tree, token):
        arming.withdraw(tree, token, fired=kind)
        tree.remove(token)


def _visit(tree: Tree, scope: Token, spec: Any, flow: str | None = None) -> None:
    """An event that has happened: its token goes on in the scope."""
    token = tree.add(spec, scope)
    token.flow = flow
    token.task_spec.announce(tree, token)
    token.stage = WORKED
    token.wake()


def _open(tree: Tree, token: Token, kind: str) -> None:
    """An event sub-process starts; interrupting, it ends all else in its scope."""
    scope, element = token.above, token.element
    if scope is None:
        return
    if element.is_interrupting:
        arming.withdraw(tree, token, fired=kind)
        tree.remove(token)
        for child in scope.live():
            terminate(tree, child)
        for listener in scope.listeners():
            if listener.element.opens is not None:
                arming.discard(tree, listener)
    else:
        _keep_listening(tree, token, kind)
    body = tree.add(token.task_spec.specs[element.opens], scope)
    body.internal_data["start"] = [element.id]
    body.arrive()


def _take_boundary(tree: Tree, token: Token, kind: str) -> None:
    host, spec = token.above, token.task_spec
    scope = host.above if host is not None else None
    if host is None or scope is None:
        return
    if token.element.is_interrupting:
        arming.withdraw(tree, token, fired=kind)
        tree.remove(token)
        terminate(tree, host)
    else:
        _keep_listening(tree, token, kind)
    _visit(tree, scope, spec)


def _take_branch(tree: Tree, token: Token, kind: str) -> None:
    """The first event behind an event-based gateway takes its token."""
    gateway, spec = token.above, token.task_spec
    scope = gateway.above if gateway is not None else None
    if gateway is None or scope is None:
        return
    flow = next(each for each in gateway.element.outgoing if each.target == token.element.id)
    arming.withdraw(tree, token, fired=kind)
    tree.remove(token)
    gateway.task_spec.finish(tree, gateway)
    tree.emit(events.SequenceFlowTaken(flow=flow.id, source=gateway.activity))
    _visit(tree, scope, spec, flow.id)


# ---- who takes it --------------------------------------------------------------------------------


def catcher(token: Token | None, kind: str, code: str | None) -> Token | None:
    """Outwards from here; in each place event sub-processes first, the exact code before any."""
    passed: str | None = None
    while token is not None:
        found = [each for each in token.listeners() if _takes(each, kind, code, passed)]
        if found:
            return min(found, key=lambda each: (each.element.opens is None, not _is_exact(each, kind, code)))
        # an event sub-process does not take what comes out of itself
        passed = token.element.id if token.element.is_event_sub_process else None
        token = token.above
    return None


def _takes(listener: Token, kind: str, code: str | None, passed: str | None) -> bool:
    element = listener.element
    if element.opens is not None and element.opens == passed:
        return False
    return any(each.kind == kind and each.code in (None, code) for each in element.triggers)


def _is_exact(listener: Token, kind: str, code: str | None) -> bool:
    return any(each.kind == kind and each.code == code for each in listener.element.triggers)


def signal(tree: Tree, name: str, variables: Mapping[str, Any]) -> int:
    """All that wait for a signal now take it; how many."""
    what = Occurrence(kind="signal", name=name, variables=variables)
    listening = [
        each for _, each in sorted(tree.waiting.items()) if arming.awaited(each, "signal", name) is not None
    ]
    count = 0
    for token in listening:
        if token.id in tree.waiting:
            occur(tree, token, what)
            count += 1
    return count
