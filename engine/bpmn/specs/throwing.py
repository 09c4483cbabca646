"""Events: those that pass or wait, and those that throw."""

from collections.abc import Callable, Sequence
from typing import Any

from engine import events
from engine.bpmn.faults import Fault
from engine.bpmn.model import Flow, Trigger
from engine.bpmn.specs import arming, mapping
from engine.bpmn.specs.base import Node
from engine.bpmn.specs.catching import Occurrence, catcher, occur, signal
from engine.bpmn.specs.compensation import compensate
from engine.bpmn.specs.loops import terminate
from engine.bpmn.specs.tree import Token, Tree

#: input parameter of a thrown message: the business key of whom it is for
ADDRESSEE = "businessKey"


class Catch(Node):
    """Start, intermediate and boundary events that catch."""

    def work(self, tree: Tree, token: Token) -> bool:
        triggers = self.element.triggers
        if self.kind == "startEvent" or not triggers or triggers[0].kind == "link":
            return True
        arming.wait(tree, token)
        return False


class Throw(Node):
    """Intermediate and end events that throw, send tasks."""

    def work(self, tree: Tree, token: Token) -> bool:
        for place, trigger in enumerate(self.element.triggers):
            if place < token.internal_data.get("thrown", 0):
                continue
            if not THROWS[trigger.kind](tree, token, trigger) or token.id not in tree.tasks:
                return False
            if len(self.element.triggers) > 1:
                token.internal_data["thrown"] = place + 1
        return True

    def leave(self, tree: Tree, token: Token, flows: Sequence[Flow]) -> None:
        """A signal goes out when its thrower has gone on: it may end all that is around it."""
        scope, sent = token.above, token.internal_data.pop("signals", [])
        super().leave(tree, token, flows)
        for name, variables in sent:
            signal(tree, name, variables)
        if sent and scope is not None and scope.id in tree.tasks:
            scope.task_spec.child_left(tree, scope, token)

    def child_left(self, tree: Tree, scope: Token, child: Token) -> None:
        """A compensation handler is done; the next."""
        scope.wake()


def _message(tree: Tree, token: Token, trigger: Trigger) -> bool:
    tree.emit(
        events.MessageThrown(
            activity=token.activity,
            element=token.element.id,
            name=arming.name_of(tree, token, trigger),
            variables=(carried := _parameters(token)),
            business_key=_addressee(token, carried.pop(ADDRESSEE, None)),
        )
    )
    return True


def _parameters(token: Token) -> dict[str, Any]:
    """A message carries the input parameters of its thrower."""
    local = token.local or {}
    return {each.name: local[each.name] for each in token.element.inputs if each.name in local}


def _addressee(token: Token, value: Any) -> str | None:
    """The number of the case it is for."""
    if value is None or (isinstance(value, str) and value):
        return value
    raise Fault(f"expected {ADDRESSEE} of {token.element.id} to be the number of a case, but it is {value!r:.100}")


def _signal(tree: Tree, token: Token, trigger: Trigger) -> bool:
    name = arming.name_of(tree, token, trigger)
    variables = mapping.passed(tree, token, trigger.payload)
    tree.emit(
        events.SignalThrown(activity=token.activity, element=token.element.id, name=name, variables=variables)
    )
    if token.task_spec.is_async_after:
        signal(tree, name, variables)
    else:
        token.internal_data.setdefault("signals", []).append([name, variables])
    return True


def _escalation(tree: Tree, token: Token, trigger: Trigger) -> bool:
    code = trigger.code or ""
    found = escalate(tree, token, token.above, code)
    if found is None:
        return True
    what = Occurrence(kind="escalation", code=code)
    if not found.element.is_interrupting:
        occur(tree, found, what)
        return True
    _conclude(tree, token, found, what)
    return False


def _error(tree: Tree, token: Token, trigger: Trigger) -> bool:
    code = trigger.code or ""
    what = Occurrence(kind="error", code=code, message=mapping.text(tree, token, trigger.message))
    found = report_error(tree, token, token.above, what)
    if found is None:
        raise Fault(f"expected the error {code!r} to be caught, but nobody does", "error")
    _conclude(tree, token, found, what)
    return False


def _conclude(tree: Tree, token: Token, found: Token, what: Occurrence) -> None:
    """The thrower is completed and gone before what it throws ends all around it."""
    scope = token.above
    token.task_spec.finish(tree, token)
    occur(tree, found, what)
    if scope is not None and scope.id in tree.tasks:
        scope.task_spec.child_left(tree, scope, token)


def _terminate(tree: Tree, token: Token, trigger: Trigger) -> bool:
    scope = token.above
    token.task_spec.finish(tree, token)
    if scope is None:
        return False
    _end_others(tree, scope, None)
    if scope.above is None:
        scope.internal_data["terminated"] = True
    scope.task_spec.child_left(tree, scope, token)
    return False


def _end_others(tree: Tree, scope: Token, kept: Token | None) -> None:
    """End all else in a scope, and what waits to open its event sub-processes."""
    for child in scope.live():
        if child is not kept:
            terminate(tree, child)
    for listener in scope.listeners():
        if listener.element.opens is not None:
            arming.discard(tree, listener)


def _cancel(tree: Tree, token: Token, trigger: Trigger) -> bool:
    """A transaction ends: the rest is terminated, what is done is undone, then it is left."""
    scope = token.above
    if scope is None:
        return False
    if not token.internal_data.get("undoing"):
        token.internal_data["undoing"] = True
        _end_others(tree, scope, token)
    if not compensate(tree, token, None):
        return False
    found = catcher(scope, "cancel", None)
    if found is None:
        raise Fault("expected a cancel boundary event on the transaction, but it has none", "error")
    _conclude(tree, token, found, Occurrence(kind="cancel"))
    return False


def _compensate(tree: Tree, token: Token, trigger: Trigger) -> bool:
    return compensate(tree, token, trigger.activity)


def _link(tree: Tree, token: Token, trigger: Trigger) -> bool:
    return True


THROWS: dict[str, Callable[[Tree, Token, Trigger], bool]] = {
    "message": _message,
    "signal": _signal,
    "escalation": _escalation,
    "error": _error,
    "terminate": _terminate,
    "cancel": _cancel,
    "compensate": _compensate,
    "link": _link,
}


def report_error(tree: Tree, token: Token, start: Token | None, what: Occurrence) -> Token | None:
    """Say that an error was thrown and who takes it; the walk begins at `start`."""
    found = catcher(start, "error", what.code)
    tree.emit(
        events.ErrorThrown(
            activity=token.activity,
            element=token.element.id,
            code=what.code or "",
            message=what.message,
            caught_by=found.element.id if found is not None else None,
        )
    )
    return found


def escalate(tree: Tree, token: Token, start: Token | None, code: str) -> Token | None:
    """Say that an escalation was thrown and who takes it."""
    found = catcher(start, "escalation", code)
    tree.emit(
        events.EscalationThrown(
            activity=token.activity,
            element=token.element.id,
            code=code,
            caught_by=found.element.id if found is not None else None,
        )
    )
    return found
