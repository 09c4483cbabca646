"""What waits: subscriptions, timers and conditions of a token are announced, and withdrawn."""

from typing import Any

from engine import events
from engine.bpmn import timers
from engine.bpmn.faults import Fault
from engine.bpmn.model import Trigger
from engine.bpmn.specs.tree import WAITING, Token, Tree
from engine.encoding import sort_key

NAMED = ("message", "signal")


def arm(tree: Tree, host: Token, specs: list[Any]) -> None:
    """Let events wait beside the flow, below `host`."""
    for spec in specs:
        token = tree.add(spec, host, armed=True)
        try:
            wait(tree, token)
        except Fault as fault:
            tree.incident(token, fault)


def wait(tree: Tree, token: Token) -> None:
    """The token waits for its triggers. A fault leaves nothing half announced."""
    try:
        announced = [_announce(tree, token, trigger) for trigger in token.element.triggers]
    except Fault:
        token.waits = []
        tree.conditions.pop(token.id, None)
        raise
    token._set_state(WAITING)
    tree.waiting[token.id] = token
    for event in announced:
        if event is not None:
            tree.emit(event)


def _announce(tree: Tree, token: Token, trigger: Trigger) -> events.Event | None:
    if trigger.kind in NAMED:
        name = name_of(tree, token, trigger)
        token.waits.append([trigger.kind, name])
        return events.Subscribed(
            activity=token.activity,
            element=token.element.id,
            event_type=trigger.kind,
            name=name,
            business_key=tree.called_key(token),
            order=_order(tree, token, trigger),
        )
    token.waits.append([trigger.kind, None])
    if trigger.kind == "conditional":
        tree.conditions[token.id] = token
        tree.changed.add("")  # look at it once, before anything here runs
        tree.has_new_conditions = True
    if trigger.kind != "timer" or trigger.text is None:
        return None
    value = tree.evaluate(token, trigger.text)
    return _scheduled(token, timers.schedule(trigger.form, value, tree.world.now))


def name_of(tree: Tree, token: Token, trigger: Trigger) -> str:
    """The name of a message or signal, evaluated."""
    name = tree.evaluate(token, trigger.name) if trigger.name is not None else None
    if isinstance(name, str) and name:
        return name
    raise Fault(f"expected the name of a {trigger.kind}, but got {name!r:.100}")


def _order(tree: Tree, token: Token, trigger: Trigger) -> str | None:
    """Where it stands among those who wait for the same message; who is equal, by the number of the case."""
    if trigger.order is None:
        return None
    values = tree.evaluate(token, trigger.order)
    key = tree.called_key(token) or tree.business_key or ""
    try:
        return sort_key([*values, key])
    except TypeError as error:
        raise Fault(f"expected {trigger.order.text} to be a list that can be sorted, but {error}") from error


def _scheduled(token: Token, next_time: timers.Schedule) -> events.TimerScheduled:
    token.internal_data.pop("rest", None)
    if next_time.rest is not None:
        token.internal_data |= {"rest": next_time.rest, "due": next_time.due_at.isoformat()}
    return events.TimerScheduled(
        activity=token.activity,
        element=token.element.id,
        due_at=next_time.due_at,
        cycle=next_time.cycle,
        term=next_time.term,
    )


def next_round(tree: Tree, token: Token) -> bool:
    """Announce the next round of a cycle; False when there is none."""
    rest = token.internal_data.get("rest")
    if rest is None:
        return False
    base = timers.moment(token.internal_data["due"], tree.world.now)
    try:
        tree.emit(_scheduled(token, timers.cycle(rest, base)))
    except Fault:  # beyond the last year there is
        return False
    return True


def withdraw(tree: Tree, token: Token, fired: str | None = None) -> None:
    """The token waits no longer; what it announced is taken back, a timer that fired apart."""
    tree.waiting.pop(token.id, None)
    tree.conditions.pop(token.id, None)
    come = token.internal_data.pop("come", [])
    place = {"activity": token.activity, "element": token.element.id}
    for number, (kind, name) in enumerate(token.waits):
        if kind in NAMED:
            tree.emit(events.Unsubscribed(**place, event_type=kind, name=name))
        elif kind == "timer" and fired != "timer" and number not in come:
            tree.emit(events.TimerCancelled(**place))
    token.waits = []


def awaited(token: Token, kind: str, name: str | None) -> int | None:
    """Which of the things it waits for this is; None: it does not, or it has come already."""
    come = token.internal_data.get("come", ())
    for number, (each, called) in enumerate(token.waits):
        if each == kind and name in (None, called) and number not in come:
            return number
    return None


def is_last(tree: Tree, token: Token, kind: str, name: str | None) -> bool:
    """Of several triggers that are all needed one has come; whether none is missing."""
    number = awaited(token, kind, name)
    come = token.internal_data.setdefault("come", [])
    if number is not None:
        come.append(number)
    if kind == "conditional":
        tree.conditions.pop(token.id, None)
    return len(come) == len(token.waits)


def discard(tree: Tree, token: Token) -> None:
    """An event beside the flow is taken away."""
    withdraw(tree, token)
    tree.remove(token)


def disarm(tree: Tree, host: Token) -> None:
    """Nothing waits beside this activity any more."""
    for token in host.listeners():
        discard(tree, token)


def again(tree: Tree, token: Token) -> None:
    """An event is armed once more."""
    withdraw(tree, token)
    try:
        wait(tree, token)
    except Fault as fault:
        tree.incident(token, fault)
