"""From a definition to its specs: one table says which class runs which element."""

from functools import lru_cache

from engine.bpmn.model import CallWork, DecisionWork, Definition, Element, JobWork, ScriptWork
from engine.bpmn.specs.base import Node, ProcessSpec
from engine.bpmn.specs.bodies import Body, Process
from engine.bpmn.specs.calls import Call
from engine.bpmn.specs.gateways import EventBased, Exclusive, Inclusive, Parallel
from engine.bpmn.specs.loops import LoopBody
from engine.bpmn.specs.tasks import Decide, Job, Passed, Receive, Script, UserTask
from engine.bpmn.specs.throwing import Catch, Throw

BY_WORK: dict[type, type[Node]] = {
    JobWork: Job,
    ScriptWork: Script,
    DecisionWork: Decide,
    CallWork: Call,
}

BY_KIND: dict[str, type[Node]] = {
    "task": Passed,
    "manualTask": Passed,
    "userTask": UserTask,
    "receiveTask": Receive,
    "sendTask": Throw,
    "subProcess": Body,
    "transaction": Body,
    "exclusiveGateway": Exclusive,
    "inclusiveGateway": Inclusive,
    "parallelGateway": Parallel,
    "eventBasedGateway": EventBased,
    "startEvent": Catch,
    "intermediateCatchEvent": Catch,
    "boundaryEvent": Catch,
    "intermediateThrowEvent": Throw,
    "endEvent": Throw,
}


@lru_cache(maxsize=1024)
def compiled(definition: Definition) -> ProcessSpec:
    """The specs of a definition; built once."""
    process = ProcessSpec(definition)
    process.start = Process(process, definition.root, "*")
    for element in definition.elements.values():
        _class_of(element)(process, element)
        if element.loop is not None:
            LoopBody(process, element, element.loop)
    return process


def _class_of(element: Element) -> type[Node]:
    return BY_WORK.get(type(element.work)) or BY_KIND[element.kind]
