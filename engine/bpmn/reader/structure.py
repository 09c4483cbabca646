"""Rules of the notation that a drawing may break: each with the element and what to draw."""

from collections.abc import Callable, Iterator

from engine.bpmn.reader.drafts import Draft, Drafts
from engine.bpmn.reader.reading import Reading, is_true

#: what an event of each place may catch or throw
ALLOWED = {
    "startEvent": ("message", "signal", "timer", "conditional"),
    "eventSubProcess": ("message", "signal", "timer", "conditional", "error", "escalation", "compensate"),
    "intermediateCatchEvent": ("message", "signal", "timer", "conditional", "link"),
    "boundaryEvent": (
        "message", "signal", "timer", "conditional", "error", "escalation", "compensate", "cancel",
    ),
    "intermediateThrowEvent": ("message", "signal", "escalation", "compensate", "link"),
    "endEvent": ("message", "signal", "escalation", "compensate", "error", "cancel", "terminate"),
}  # fmt: skip
#: these say who ends what: one event can say only one of them
ALONE = ("error", "cancel", "terminate", "link", "compensate")
ACTIVITIES = (
    "task", "manualTask", "userTask", "scriptTask", "serviceTask", "sendTask", "receiveTask",
    "businessRuleTask", "callActivity", "subProcess", "transaction",
)  # fmt: skip
ALWAYS_INTERRUPTING = ("error", "cancel")


def check(reading: Reading, root: Draft, drafts: Drafts) -> None:
    """Report what no engine could run as it is drawn."""
    for draft in drafts.values():
        for rule in RULES:
            for message in rule(draft, drafts):
                reading.refuse(draft.xml, message)
    inside: dict[str | None, list[Draft]] = {}
    for draft in drafts.values():
        inside.setdefault(draft.parent, []).append(draft)
    for scope in [root, *(each for each in drafts.values() if each.is_scope)]:
        _check_scope(reading, scope, inside.get(None if scope is root else scope.id, []))


def _triggers(draft: Draft, drafts: Drafts) -> Iterator[str]:
    place = draft.kind
    parent = drafts.get(draft.parent or "")
    if place == "startEvent" and parent is not None:
        place = "eventSubProcess" if parent.is_event_sub_process else "none"
    if place == "none" and draft.triggers:
        yield "a start event inside a sub-process has no trigger; remove it or make it an event sub-process"
        return
    for trigger in draft.triggers:
        if place in ALLOWED and trigger.kind not in ALLOWED[place]:
            yield f"a {trigger.kind} event is not possible as {draft.kind} here; use another event"
    if len(draft.triggers) > 1 and any(each.kind in ALONE for each in draft.triggers):
        yield "this trigger cannot stand with others in one event; draw an event for each"


def _names(draft: Draft, drafts: Drafts) -> Iterator[str]:
    """The engine listens for start events when nothing runs yet: their names are plain."""
    if draft.kind != "startEvent" or draft.parent is not None:
        return
    for trigger in draft.triggers:
        if trigger.name is not None and not trigger.name.is_literal:
            yield f"the name of a {trigger.kind} that starts the process is plain text; no variable is there yet"


def _events(draft: Draft, drafts: Drafts) -> Iterator[str]:
    if draft.kind in ("intermediateCatchEvent", "boundaryEvent") and not draft.triggers:
        yield f"expected the {draft.kind} to say what it waits for, but it does not; choose a trigger"
    if draft.kind == "receiveTask" and not draft.triggers:
        yield "expected the receive task to name its message, but it does not; choose one"
    if draft.kind == "receiveTask" and is_true(draft.xml.get("instantiate")):
        yield "a receive task that starts the process is not supported; use a message start event"
    if not draft.fields["is_interrupting"] and any(
        each.kind in ALWAYS_INTERRUPTING for each in draft.triggers
    ):
        yield "an error or cancel event always interrupts; mark it as interrupting"


def _several(draft: Draft, drafts: Drafts) -> Iterator[str]:
    if len(draft.triggers) < 2:
        return
    if draft.fields["is_parallel_multiple"] and draft.kind == "startEvent" and draft.parent is None:
        yield "a start event that needs several triggers is not supported; start by one and wait for the rest"
    if draft.fields["work"] is not None:
        yield "a message thrown as a job cannot stand with other triggers; draw an event for each"


def _waits_beside(draft: Draft, drafts: Drafts) -> Iterator[str]:
    if draft.fields["is_async_before"] and (draft.kind == "boundaryEvent" or draft.opens):
        yield "asyncBefore is not supported on an event that waits beside the flow; set asyncAfter"
    if draft.fields["inputs"] and draft.kind == "boundaryEvent":
        yield "a boundary event has no input parameters; map the data on the activity or behind the event"


def _ends(draft: Draft, drafts: Drafts) -> Iterator[str]:
    if draft.kind == "startEvent" and draft.incoming:
        yield "no flow leads to a start event; use an intermediate event"
    if draft.kind == "endEvent" and draft.outgoing:
        yield "no flow leads out of an end event; use an intermediate event"
    if draft.kind == "boundaryEvent" and draft.incoming:
        yield "no flow leads to a boundary event; use an intermediate event"
    if draft.is_beside and draft.attached_to is None and (draft.incoming or draft.outgoing):
        yield "no flow leads to or out of an event sub-process or a compensation handler; remove it"
    if draft.attached_to is not None and draft.catches("compensate") and draft.outgoing:
        yield "no flow leads out of a compensation boundary event; draw an association to the handler"


def _links(draft: Draft, drafts: Drafts) -> Iterator[str]:
    if not draft.catches("link"):
        return
    if draft.kind == "intermediateCatchEvent" and not all(flow.is_link for flow in draft.incoming):
        yield "no flow leads to a catching link event; the throwing link event is the way to it"
    if draft.kind == "intermediateThrowEvent" and not all(flow.is_link for flow in draft.outgoing):
        yield "no flow leads out of a throwing link event; the link itself is the way on"


def _boundaries(draft: Draft, drafts: Drafts) -> Iterator[str]:
    if draft.attached_to is None:
        return
    host = drafts.get(draft.attached_to)
    if host is None:
        return
    if host.kind not in ACTIVITIES:
        yield f"a boundary event sits on an activity, not on a {host.kind}; attach it to one"
    if draft.catches("cancel") and host.kind != "transaction":
        yield "a cancel boundary event sits on a transaction; use an error event"
    if host.is_event_sub_process:
        yield "a boundary event cannot sit on an event sub-process; put it inside a sub-process"


def _cancels(draft: Draft, drafts: Drafts) -> Iterator[str]:
    if draft.kind != "endEvent" or not draft.catches("cancel"):
        return
    scope = drafts.get(draft.parent or "")
    if scope is None or scope.kind != "transaction":
        yield "a cancel end event stands in a transaction; use an error end event"
    elif not any(drafts[each].catches("cancel") for each in scope.boundaries):
        yield "expected a cancel boundary event on the transaction, but it has none; draw it"


def _gateways(draft: Draft, drafts: Drafts) -> Iterator[str]:
    if draft.kind != "eventBasedGateway":
        return
    if is_true(draft.xml.get("instantiate")):
        yield "an event-based gateway that starts the process is not supported; use message start events"
    if not draft.outgoing:
        yield "expected events behind the event-based gateway, but there are none; draw them"
    for flow in draft.outgoing:
        yield from _behind_gateway(drafts[flow.target])


def _behind_gateway(target: Draft) -> Iterator[str]:
    is_event = target.kind == "intermediateCatchEvent" and not target.catches("link")
    if not is_event and target.kind != "receiveTask":
        yield f"behind an event-based gateway stand catching events, not {target.id}; use another gateway"
    if len(target.incoming) > 1:
        yield f"only the event-based gateway leads to {target.id}; join behind it"
    if target.fields["inputs"]:
        yield f"{target.id} behind an event-based gateway has no input parameters; map the data before it"
    if target.boundaries or target.fields["loop"] or target.fields["is_async_before"]:
        yield f"{target.id} behind an event-based gateway has no boundary events, loop or asyncBefore; remove them"


def _compensation(draft: Draft, drafts: Drafts) -> Iterator[str]:
    for trigger in draft.triggers:
        if trigger.kind != "compensate" or trigger.activity is None:
            continue
        scope = drafts.get(draft.parent or "")
        parents = {draft.parent}
        while scope is not None and scope.is_event_sub_process:
            parents.add(scope.parent)
            scope = drafts.get(scope.parent or "")
        target = drafts.get(trigger.activity)
        if target is None or target.kind not in ACTIVITIES or target.parent not in parents:
            yield f"expected activityRef to name an activity of this scope, but {trigger.activity!r:.60} is none"


RULES: tuple[Callable[[Draft, Drafts], Iterator[str]], ...] = (
    _triggers,
    _names,
    _events,
    _several,
    _waits_beside,
    _ends,
    _links,
    _boundaries,
    _cancels,
    _gateways,
    _compensation,
)


def _check_scope(reading: Reading, scope: Draft, inside: list[Draft]) -> None:
    starts = [each for each in inside if each.kind == "startEvent"]
    if not inside:
        reading.refuse(
            scope.xml, "expected something to do inside, but it is empty; draw a start event and a task"
        )
    if scope.is_event_sub_process:
        _check_event_sub_process(reading, scope, starts)
        return
    plain = [each for each in starts if not each.triggers]
    for each in plain[1:]:
        reading.refuse(
            each.xml, f"expected one start event without a trigger, but {plain[0].id} is one too; keep one"
        )
    for each in inside:
        if starts and not each.incoming and not each.is_beside and each.kind != "startEvent":
            reading.warn(each.xml, "nothing leads to this element, so it never runs; connect it or remove it")


def _check_event_sub_process(reading: Reading, scope: Draft, starts: list[Draft]) -> None:
    if len(starts) != 1 or not starts[0].triggers:
        reading.refuse(
            scope.xml, "expected an event sub-process with one start event that has a trigger; draw it"
        )
    if scope.fields["loop"] is not None:
        reading.refuse(scope.xml, "an event sub-process cannot be repeated; put a loop inside")
