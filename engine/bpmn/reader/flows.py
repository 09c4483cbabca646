"""What connects flow nodes: sequence flows, links, boundary events, compensation."""

from engine.bpmn.model import Flow
from engine.bpmn.reader.drafts import Draft, Drafts
from engine.bpmn.reader.profile import BPMN
from engine.bpmn.reader.reading import Reading, Xml, child, line_of

CONDITIONAL_SOURCES = ("exclusiveGateway", "inclusiveGateway")
UNCONDITIONAL = ("parallelGateway", "eventBasedGateway")


def connect(reading: Reading, process: Xml, drafts: Drafts, flows: list[Xml]) -> dict[str, Flow]:
    """Flows by id, in the order of the file; each draft knows its own."""
    found: dict[str, Flow] = {}
    for place, xml in enumerate(flows):
        flow = _flow(reading, xml, drafts, place)
        if flow is not None:
            found[flow.id] = flow
            drafts[flow.source].outgoing.append(flow)
            drafts[flow.target].incoming.append(flow)
    for flow in _links(reading, drafts):
        found[flow.id] = flow
    _attach(reading, drafts)
    _undo(reading, process, drafts)
    for draft in drafts.values():
        _default(reading, draft)
    return found


def _flow(reading: Reading, xml: Xml, drafts: Drafts, place: int) -> Flow | None:
    ends = []
    for attribute in ("sourceRef", "targetRef"):
        id = reading.local(xml, xml.get(attribute) or "")
        if id in reading.unsupported:
            return None
        if id not in drafts:
            reading.refuse(
                xml,
                f"expected {attribute} to be an element of this process, but {id!r:.60} is none; connect it",
            )
            return None
        ends.append(drafts[id])
    source, target = ends
    if source.parent != target.parent:
        reading.refuse(
            xml, "a sequence flow must not cross the border of a sub-process; connect the sub-process itself"
        )
        return None
    condition = reading.condition(child(xml, "conditionExpression"))
    if condition is not None and source.kind in UNCONDITIONAL:
        reading.refuse(xml, f"a flow out of a {source.kind} has no condition; use an inclusive gateway")
    if source.default == (xml.get("id") or "") and condition is not None:
        reading.refuse(
            xml, "the default flow is taken when no other can be, so it has no condition; remove it"
        )
    return Flow(
        id=xml.get("id") or f"{source.id}-{target.id}-{place}",
        source=source.id,
        target=target.id,
        name=xml.get("name") or "",
        condition=condition,
        is_faulty=condition is None and child(xml, "conditionExpression") is not None,
        line=line_of(xml),
    )


def _links(reading: Reading, drafts: Drafts) -> list[Flow]:
    """A link is a flow from each throw to the one catch of its name, in the same scope."""
    throws = [
        each for each in drafts.values() if each.catches("link") and each.kind == "intermediateThrowEvent"
    ]
    catches: dict[tuple[str | None, str | None], list[Draft]] = {}
    for each in drafts.values():
        if each.catches("link") and each.kind == "intermediateCatchEvent":
            catches.setdefault((each.parent, each.triggers[0].code), []).append(each)
    flows = []
    used = set()
    for throw in throws:
        key = (throw.parent, throw.triggers[0].code)
        ends = catches.get(key, [])
        used.add(key)
        if len(ends) != 1:
            reading.refuse(
                throw.xml,
                f"expected one catching link event named {key[1]!r} in the same scope, but there are {len(ends)}",
            )
            continue
        flow = Flow(id=f"{throw.id}-{ends[0].id}-link", source=throw.id, target=ends[0].id, is_link=True)
        throw.outgoing.append(flow)
        ends[0].incoming.append(flow)
        flows.append(flow)
    for key, ends in catches.items():
        if key not in used:
            reading.refuse(
                ends[0].xml, f"expected a throwing link event named {key[1]!r}, but there is none; draw it"
            )
    return flows


def _attach(reading: Reading, drafts: Drafts) -> None:
    for draft in drafts.values():
        if draft.attached_to is None:
            continue
        host = drafts.get(reading.local(draft.xml, draft.attached_to))
        if host is None or host.parent != draft.parent:
            reading.refuse(
                draft.xml,
                "expected attachedToRef to be an activity beside the event, but it is not; attach it",
            )
            continue
        draft.attached_to = host.id
        if not draft.catches("compensate"):
            host.boundaries.append(draft.id)


def _undo(reading: Reading, process: Xml, drafts: Drafts) -> None:
    """An association leads from a compensation boundary event to its handler."""
    for xml in process.iter(f"{{{BPMN}}}association"):
        event = drafts.get(reading.local(xml, xml.get("sourceRef") or ""))
        handler = drafts.get(reading.local(xml, xml.get("targetRef") or ""))
        if event is not None and handler is not None and event.attached_to and event.catches("compensate"):
            host = drafts.get(event.attached_to)
            fault = _handler_fault(event, host, handler)
            if fault:
                reading.refuse(handler.xml, fault)
            elif host is not None:
                host.handler = handler.id
    for draft in drafts.values():
        host = drafts.get(draft.attached_to or "")
        if draft.catches("compensate") and host is not None and host.handler is None:
            reading.refuse(
                draft.xml, "expected an association to a compensation handler, but there is none; draw it"
            )


def _handler_fault(event: Draft, host: Draft | None, handler: Draft) -> str | None:
    if not handler.is_for_compensation:
        return "expected a compensation handler to be marked isForCompensation, but it is not; mark it"
    if handler.parent != event.parent:
        return "expected the compensation handler beside its activity, but it is elsewhere; move it"
    if host is not None and host.handler not in (None, handler.id):
        return "expected one compensation handler, but the activity has two; use a sub-process"
    return None


def _default(reading: Reading, draft: Draft) -> None:
    """The default flow; of an exclusive gateway, the only flow without a condition counts as it."""
    if draft.default is not None:
        draft.default = reading.local(draft.xml, draft.default)
        if draft.default not in {flow.id for flow in draft.outgoing}:
            reading.refuse(
                draft.xml, f"expected the default {draft.default!r:.60} to be a flow out of it, but it is not"
            )
    if draft.kind != "exclusiveGateway" or len(draft.outgoing) < 2:
        return
    bare = [flow for flow in draft.outgoing if flow.condition is None and flow.id != draft.default]
    if draft.default is None and len(bare) == 1 and not reading.is_refused:
        draft.default = bare[0].id
        reading.warn(
            draft.xml, f"the flow {bare[0].id} has no condition and is taken as the default; mark it"
        )
        return
    for flow in bare:
        if not flow.is_faulty:
            reading.refuse(
                draft.xml,
                f"expected a condition on each flow but the default, but {flow.id} has none; write it",
            )
