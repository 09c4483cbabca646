"""A process of a file as a `Definition`."""

from dataclasses import dataclass

from engine.bpmn.model import (
    CallWork,
    DecisionWork,
    Definition,
    Element,
    Flow,
    JobWork,
    Reference,
    StartEvent,
    UserWork,
)
from engine.bpmn.reader import checking, flows, rivals, structure, tasks
from engine.bpmn.reader.catalogue import Catalogue
from engine.bpmn.reader.drafts import Draft, Drafts
from engine.bpmn.reader.nodes import Nodes
from engine.bpmn.reader.reading import Reading, Xml, child, line_of, text_of, vendor
from engine.expressions import Expression


def read_process(reading: Reading, catalogue: Catalogue, xml: Xml) -> Definition | None:
    """The process; None when it is refused."""
    checking.check(reading, xml)
    nodes = Nodes(reading, catalogue, xml)
    drafts = nodes.drafts
    found = flows.connect(reading, xml, drafts, nodes.flows)
    root = Draft(xml=xml, id=xml.get("id") or "", kind="process", parent=None)
    root.fields = {"loop": None}
    _find_starts(root, drafts)
    structure.check(reading, root, drafts)
    rivals.check(reading, drafts)
    return None if reading.is_refused else _definition(reading, xml, root, nodes, found)


def _definition(reading: Reading, xml: Xml, root: Draft, nodes: Nodes, found: dict[str, Flow]) -> Definition:
    elements = {id: draft.element() for id, draft in nodes.drafts.items()}
    properties = _properties(xml)
    references = _references(elements)
    return Definition(
        key=root.id,
        name=xml.get("name") or "",
        file=reading.file,
        line=line_of(xml),
        version_tag=vendor(xml, "versionTag"),
        history_time_to_live=vendor(xml, "historyTimeToLive"),
        documentation=text_of(child(xml, "documentation")),
        properties=properties,
        title=reading.value(xml, properties.get("title")),
        subject=reading.value(xml, properties.get("subject")),
        root=Element(
            id=root.id,
            kind="process",
            starts=root.starts,
            event_sub_processes=root.event_sub_processes,
        ),
        elements=elements,
        flows=found,
        lanes=tuple(nodes.lane_names),
        start_events=_start_events(elements),
        topics=references.topics,
        decisions=references.decisions,
        forms=references.forms,
        calls=references.calls,
    )


def _properties(xml: Xml) -> dict[str, str]:
    """camunda:properties of the process, and what an attribute says beside them."""
    properties = tasks.properties(xml)
    startable = vendor(xml, "isStartableInTasklist")
    if startable is not None:
        properties["isStartableInTasklist"] = startable
    return properties


def _find_starts(root: Draft, drafts: Drafts) -> None:
    """Where each scope begins: its none start event, else all that nothing leads to."""
    inside: dict[str | None, list[Draft]] = {}
    for draft in drafts.values():
        inside.setdefault(draft.parent, []).append(draft)
    for scope in [root, *drafts.values()]:
        if not scope.is_scope:
            continue
        here = inside.get(None if scope is root else scope.id, [])
        scope.event_sub_processes = tuple(each.id for each in here if each.is_event_sub_process)
        starts = [each for each in here if each.kind == "startEvent"]
        if scope.is_event_sub_process:
            scope.starts = tuple(each.id for each in starts)
            for each in starts:
                each.opens = scope.id
        elif starts:
            scope.starts = tuple(each.id for each in starts if not each.triggers)
        else:
            scope.starts = tuple(each.id for each in here if not each.incoming and not each.is_beside)


def _start_events(elements: dict[str, Element]) -> tuple[StartEvent, ...]:
    found = []
    for element in elements.values():
        if element.kind != "startEvent" or element.parent is not None:
            continue
        if not element.triggers:
            found.append(StartEvent(element=element.id, form=element.form))
        for trigger in element.triggers:
            expression = trigger.name or trigger.text
            found.append(
                StartEvent(
                    element=element.id,
                    kind=trigger.kind,
                    name=trigger.name.text if trigger.name else None,
                    text=trigger.text.text if trigger.text else None,
                    form=trigger.form,
                    expression=expression,
                )
            )
    return tuple(found)


@dataclass(kw_only=True, slots=True)
class References:
    """What the process needs outside its file."""

    topics: tuple[Reference, ...] = ()
    decisions: tuple[Reference, ...] = ()
    forms: tuple[Reference, ...] = ()
    calls: tuple[Reference, ...] = ()


def _references(elements: dict[str, Element]) -> References:
    found = References()
    for element in elements.values():
        work = element.work
        if isinstance(work, JobWork):
            found.topics += (Reference(element=element.id, reference=work.topic.text),)
        elif isinstance(work, DecisionWork):
            found.decisions += (_reference(element, work.decision, work),)
        elif isinstance(work, CallWork):
            found.calls += (_reference(element, work.called, work),)
        if element.form and (isinstance(work, UserWork) or element.kind == "startEvent"):
            found.forms += (Reference(element=element.id, reference=element.form),)
    return found


def _reference(element: Element, expression: Expression, work: DecisionWork | CallWork) -> Reference:
    return Reference(element=element.id, reference=expression.text, binding=work.binding)
