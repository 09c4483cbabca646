"""What is drawn runs, or is refused with a reason. XML and commands in, definitions and events out."""

from engine.bpmn.codec import dump, load
from engine.bpmn.execution import Execution
from engine.bpmn.model import Binding, Definition, Element, Flow, Reference, StartEvent
from engine.bpmn.reader import read, rules
from engine.bpmn.world import World

__all__ = [
    "Binding",
    "Definition",
    "Element",
    "Execution",
    "Flow",
    "Reference",
    "StartEvent",
    "World",
    "dump",
    "load",
    "read",
    "rules",
]
