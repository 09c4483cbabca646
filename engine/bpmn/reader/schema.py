"""How BPMN 2.0 orders and counts the children of an element, and which attributes it demands: the table of the XSD.

Written after BPMN 2.0.2 (formal/2013-12-09), not taken from the OMG's file; ADR 13 says why.
A child is named with its count: "x" once, "x?" at most once, "x*" any number; "a|b?" one of several.
"""

from engine.bpmn.reader.profile import EVENT_DEFINITIONS, FLOW_NODES

BASE = "documentation* extensionElements?"
ELEMENT = f"{BASE} auditing? monitoring? categoryValueRef*"
NODE = f"{ELEMENT} incoming* outgoing*"
LOOP = "multiInstanceLoopCharacteristics|standardLoopCharacteristics?"
RESOURCES = "resourceRole|performer|humanPerformer|potentialOwner*"
ACTIVITY = f"{NODE} ioSpecification? property* dataInputAssociation* dataOutputAssociation* {RESOURCES} {LOOP}"
TRIGGERS = f"{'|'.join(sorted(EVENT_DEFINITIONS))}*"
CATCH = f"{NODE} property* dataOutput* dataOutputAssociation* outputSet? {TRIGGERS} eventDefinitionRef*"
THROW = f"{NODE} property* dataInput* dataInputAssociation* inputSet? {TRIGGERS} eventDefinitionRef*"
ARTIFACTS = "association|group|textAnnotation*"
FLOW_ELEMENTS = "|".join(
    sorted(FLOW_NODES | {
        "sequenceFlow", "dataObject", "dataObjectReference", "dataStoreReference", "adHocSubProcess", "complexGateway",
        "callChoreography", "choreographyTask", "subChoreography",
    })
)  # fmt: skip
INSIDE = f"laneSet* {FLOW_ELEMENTS}* {ARTIFACTS}"
EXPRESSION_ONLY = frozenset(
    {"conditionExpression", "condition", "completionCondition", "loopCardinality", "loopCondition", "timeDate",
     "timeDuration", "timeCycle"}
)  # fmt: skip

CONTENT: dict[str, str] = {
    "process": f"{BASE} supportedInterfaceRef* ioSpecification? ioBinding* auditing? monitoring? property* {INSIDE} "
    f"{RESOURCES} correlationSubscription* supports*",
    **dict.fromkeys(
        ("task", "manualTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "callActivity"), ACTIVITY
    ),
    "userTask": f"{ACTIVITY} rendering*",
    "scriptTask": f"{ACTIVITY} script?",
    **dict.fromkeys(("subProcess", "transaction"), f"{ACTIVITY} {INSIDE}"),
    **dict.fromkeys(("exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway"), NODE),
    **dict.fromkeys(("startEvent", "intermediateCatchEvent", "boundaryEvent"), CATCH),
    **dict.fromkeys(("endEvent", "intermediateThrowEvent"), THROW),
    "messageEventDefinition": f"{BASE} operationRef?",
    "timerEventDefinition": f"{BASE} timeDate|timeDuration|timeCycle?",
    "conditionalEventDefinition": f"{BASE} condition",
    "linkEventDefinition": f"{BASE} source* target?",
    **dict.fromkeys(
        ("signalEventDefinition", "errorEventDefinition", "escalationEventDefinition", "compensateEventDefinition",
         "cancelEventDefinition", "terminateEventDefinition"), BASE,
    ),
    "multiInstanceLoopCharacteristics": f"{BASE} loopCardinality? loopDataInputRef? loopDataOutputRef? inputDataItem? "
    "outputDataItem? complexBehaviorDefinition* completionCondition?",
    "standardLoopCharacteristics": f"{BASE} loopCondition?",
    "sequenceFlow": f"{ELEMENT} conditionExpression?",
    **dict.fromkeys(("laneSet", "childLaneSet"), f"{BASE} lane*"),
    "lane": f"{BASE} partitionElement? flowNodeRef* childLaneSet?",
    "textAnnotation": f"{BASE} text?",
    "association": BASE,
    "group": BASE,
    "ioSpecification": f"{BASE} dataInput* dataOutput* inputSet* outputSet*",
    "message": BASE,
    "signal": BASE,
    "error": BASE,
    "escalation": BASE,
    "participant": f"{BASE} interfaceRef* endPointRef* participantMultiplicity?",
    "messageFlow": BASE,
}  # fmt: skip

REQUIRED: dict[str, tuple[str, ...]] = {
    "definitions": ("targetNamespace",),
    "sequenceFlow": ("sourceRef", "targetRef"),
    "boundaryEvent": ("attachedToRef",),
    "linkEventDefinition": ("name",),
    "association": ("sourceRef", "targetRef"),
    "messageFlow": ("sourceRef", "targetRef"),
    "import": ("namespace", "location", "importType"),
}

#: attributes and elements that name an element of the file
NAMING_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "association": ("sourceRef", "targetRef"),
    "messageFlow": ("sourceRef", "targetRef"),
    "participant": ("processRef",),
}
NAMING_ELEMENTS = frozenset({"flowNodeRef", "incoming", "outgoing"})

#: name of the child -> place in the order, and how many may stand there
Slots = dict[str, tuple[int, str]]


def _slots(text: str) -> Slots:
    found: Slots = {}
    for place, word in enumerate(text.split()):
        count = word[-1] if word[-1] in "?*" else ""
        found |= dict.fromkeys(word.rstrip("?*").split("|"), (place, count))
    return found


SLOTS: dict[str, Slots] = {name: _slots(text) for name, text in CONTENT.items()}
#: places that must be taken
DEMANDED: dict[str, tuple[str, ...]] = {
    name: tuple(word for word in text.split() if word[-1] not in "?*") for name, text in CONTENT.items()
}
