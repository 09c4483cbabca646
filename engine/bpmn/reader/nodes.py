"""Flow nodes: every one of a process, sub-processes and what is in them included, in the order of the file."""

from dataclasses import replace
from typing import Any

from engine.bpmn.reader import events, loops, tasks
from engine.bpmn.reader.catalogue import Catalogue
from engine.bpmn.reader.drafts import Draft, Drafts
from engine.bpmn.reader.profile import FLOW_NODES
from engine.bpmn.reader.reading import (
    Reading,
    Xml,
    child,
    children,
    is_true,
    line_of,
    tag,
    text_of,
    vendor,
)

#: of one process
MAX_NODES = 10_000
SUB_PROCESSES = ("subProcess", "transaction")
MESSAGE_TASKS = ("sendTask", "receiveTask")


class Nodes:
    """Collects the flow nodes of one process."""

    def __init__(self, reading: Reading, catalogue: Catalogue, process: Xml) -> None:
        self.reading = reading
        self.catalogue = catalogue
        self.drafts: Drafts = {}
        self.flows: list[Xml] = []
        self.priority = vendor(process, "taskPriority")
        self.job_priority = vendor(process, "jobPriority")
        self.lanes: dict[str, str] = {}
        self.bodies: dict[str, str | None] = {}
        #: names of the lanes, in the order of the file
        self.lane_names: list[str] = []
        self._read_lanes(process)
        self._collect(process, None, None)

    def _read_lanes(self, process: Xml) -> None:
        """The innermost lane comes last in the file, so it stays."""
        for lane in process.iter(f"{{{process.nsmap.get(process.prefix)}}}lane"):
            name = lane.get("name") or lane.get("id") or ""
            self.lane_names.append(name)
            body = tasks.properties(lane).get("body")
            for reference in children(lane, "flowNodeRef"):
                id = text_of(reference)
                self.lanes[id] = name
                self.bodies[id] = body or self.bodies.get(id)

    def _collect(self, scope: Xml, parent: str | None, lane_of: str | None) -> None:
        """Sub-processes are at most as deep as the file may be."""
        for xml in scope:
            kind = tag(xml)
            if kind == "sequenceFlow":
                self.flows.append(xml)
            if kind not in FLOW_NODES:
                continue
            id = xml.get("id")
            if not id:
                self.reading.refuse(xml, f"expected the {kind} to have an id, but it has none; give it one")
                continue
            place = id if id in self.lanes else lane_of
            if len(self.drafts) >= MAX_NODES:
                self.reading.refuse(
                    scope, f"expected at most {MAX_NODES} flow nodes, but there are more; divide it"
                )
                return
            if id not in self.drafts:  # a second one is refused already
                self.drafts[id] = self._draft(xml, id, parent, place)
            if kind in SUB_PROCESSES:
                self._collect(xml, id, place)

    def _draft(self, xml: Xml, id: str, parent: str | None, place: str | None) -> Draft:
        kind = tag(xml)
        draft = Draft(
            xml=xml,
            id=id,
            kind=kind,
            parent=parent,
            lane=self.lanes.get(place) if place else None,
            triggers=self._triggers(xml, kind),
            default=xml.get("default"),
            is_for_compensation=is_true(xml.get("isForCompensation")),
            is_event_sub_process=is_true(xml.get("triggeredByEvent")),
        )
        if kind == "boundaryEvent":
            draft.attached_to = xml.get("attachedToRef") or ""
        draft.fields = self._fields(xml, kind, self.bodies.get(place) if place else None)
        return draft

    def _triggers(self, xml: Xml, kind: str) -> Any:
        if kind in MESSAGE_TASKS:
            return events.of_message(self.reading, self.catalogue, xml)
        order = self.reading.value(xml, tasks.properties(xml).get("order"))
        found = events.triggers(self.reading, self.catalogue, xml)
        return found if order is None else tuple(replace(each, order=order) for each in found)

    def _fields(self, xml: Xml, kind: str, body: str | None) -> dict[str, Any]:
        reading, properties = self.reading, tasks.properties(xml)
        around = tasks.Around(body=body, priority=self.priority, properties=properties)
        work = tasks.work(reading, xml, around)
        if kind in ("endEvent", "intermediateThrowEvent"):
            work = tasks.job(reading, xml, around)
        topics = [vendor(each, "topic") for each in (xml, *xml)]
        return {
            "name": xml.get("name") or "",
            "line": line_of(xml),
            "norm": properties.get("norm") or None,
            "properties": properties,
            "form": vendor(xml, "formRef") or vendor(xml, "formKey"),
            "topic": next((each for each in topics if each), None),
            "documentation": text_of(child(xml, "documentation")),
            "is_interrupting": _is_interrupting(xml, kind),
            "is_parallel_multiple": is_true(xml.get("parallelMultiple")),
            "work": work,
            "loop": loops.loop(reading, xml),
            "inputs": tasks.parameters(reading, xml, "inputParameter"),
            "outputs": tasks.parameters(reading, xml, "outputParameter"),
            "is_async_before": is_true(vendor(xml, "asyncBefore")),
            "is_async_after": is_true(vendor(xml, "asyncAfter")),
            "retries": tasks.retries(reading, xml),
            "job_priority": reading.value(xml, vendor(xml, "jobPriority") or self.job_priority),
        }


def _is_interrupting(xml: Xml, kind: str) -> bool:
    text = xml.get("cancelActivity" if kind == "boundaryEvent" else "isInterrupting")
    return text is None or is_true(text)
