"""What is drawn runs, or is refused with a reason. XML and commands in, definitions and events out."""

from engine.bpmn.codec import dump, load
from engine.bpmn.crossing import Crossing, Reason, propose, translate
from engine.bpmn.execution import Execution
from engine.bpmn.migration import check, migrate
from engine.bpmn.model import Binding, Definition, Element, Flow, Reference, StartEvent
from engine.bpmn.reader import read, rules
from engine.bpmn.world import World

__all__ = [
    "Binding",
    "Crossing",
    "Definition",
    "Element",
    "Execution",
    "Flow",
    "Reason",
    "Reference",
    "StartEvent",
    "World",
    "check",
    "dump",
    "load",
    "migrate",
    "propose",
    "read",
    "rules",
    "translate",
]
