"""Flow nodes as they are collected: everything of one process in one flat map, then put together."""

from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.model import Element, Flow, Trigger
from engine.bpmn.reader.reading import Xml


@dataclass(kw_only=True, slots=True)
class Draft:
    """A flow node on its way to an `Element`."""

    xml: Xml
    id: str
    kind: str
    parent: str | None
    lane: str | None = None
    triggers: tuple[Trigger, ...] = ()
    #: the remaining fields of the element
    fields: dict[str, Any] = field(default_factory=dict)
    incoming: list[Flow] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)
    default: str | None = None
    attached_to: str | None = None
    boundaries: list[str] = field(default_factory=list)
    handler: str | None = None
    is_for_compensation: bool = False
    is_event_sub_process: bool = False
    opens: str | None = None
    starts: tuple[str, ...] = ()
    event_sub_processes: tuple[str, ...] = ()

    @property
    def is_scope(self) -> bool:
        return self.kind in ("process", "subProcess", "transaction")

    @property
    def is_beside(self) -> bool:
        """Whether no flow leads to it: it is entered in another way."""
        return self.attached_to is not None or self.is_for_compensation or self.is_event_sub_process

    def catches(self, kind: str) -> bool:
        return any(trigger.kind == kind for trigger in self.triggers)

    def element(self) -> Element:
        return Element(
            id=self.id,
            kind=self.kind,
            parent=self.parent,
            lane=self.lane,
            triggers=self.triggers,
            incoming=tuple(self.incoming),
            outgoing=tuple(self.outgoing),
            default=self.default,
            attached_to=self.attached_to,
            boundaries=tuple(self.boundaries),
            handler=self.handler,
            is_for_compensation=self.is_for_compensation,
            is_event_sub_process=self.is_event_sub_process,
            opens=self.opens,
            starts=self.starts,
            event_sub_processes=self.event_sub_processes,
            **self.fields,
        )


Drafts = dict[str, Draft]
