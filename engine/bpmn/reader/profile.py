"""The support profile: which BPMN elements and attributes are run, and what to draw instead of the rest.

A whitelist. What stands nowhere here is refused; `read` walks every executable process against it.
"""

from dataclasses import dataclass

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: the two names of one profile
VENDOR = ("http://camunda.org/schema/1.0/bpmn", "http://operaton.org/schema/1.0/bpmn")
FEEL = (
    "http://www.omg.org/spec/FEEL/20140401",
    "http://www.omg.org/spec/DMN/20180521/FEEL/",
    "https://www.omg.org/spec/DMN/20191111/FEEL/",
    "https://www.omg.org/spec/DMN/20211108/FEEL/",
    "https://www.omg.org/spec/DMN/20230324/FEEL/",
    "feel",
)
#: nothing said, or what tools write without meaning it
JUEL = ("", "juel", "http://www.w3.org/1999/XPath", "http://java.sun.com/products/jsp")

#: namespaces of drawing tools: how it looks, who drew it
DECORATIONS = (
    "http://www.omg.org/spec/BPMN/20100524/DI",
    "http://www.omg.org/spec/DD/20100524/DC",
    "http://www.omg.org/spec/DD/20100524/DI",
    "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
    "http://bpmn.io/schema/bpmn/biocolor/1.0",
    "http://camunda.org/schema/modeler/1.0",
    "http://www.signavio.com",
    "http://www.yaoqiang.com",
    "http://bpmn.sourceforge.net",
    "http://www.bizagi.com/bpmn20",
    "http://www.trisotech.com/2014/triso/bpmn",
    "http://www.trisotech.com/2015/triso/modeling",
    "http://www.w3.org/XML/1998/namespace",
    XSI,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """What an element may have: plain attributes, camunda: attributes, BPMN children, camunda: extensions."""

    attributes: frozenset[str]
    vendor: frozenset[str]
    children: frozenset[str]
    extensions: frozenset[str]


def words(text: str) -> list[str]:
    """A list written as one text."""
    return text.split()


def _kind(attributes: str = "", vendor: str = "", children: str = "", extensions: str = "") -> Kind:
    return Kind(
        attributes=frozenset(("id", "name", *attributes.split())),
        vendor=frozenset(vendor.split()),
        children=frozenset(("documentation", "extensionElements", *children.split())),
        extensions=frozenset(extensions.split()),
    )


NODE = "incoming outgoing categoryValueRef auditing monitoring "
ASYNC = "asyncBefore asyncAfter exclusive jobPriority "
MAPPING = "properties failedJobRetryTimeCycle inputOutput "
ACTIVITY = "default isForCompensation startQuantity completionQuantity "
INSIDE = (
    NODE + "multiInstanceLoopCharacteristics standardLoopCharacteristics property ioSpecification "
    "dataInputAssociation dataOutputAssociation "
)
EVENTS = "messageEventDefinition signalEventDefinition timerEventDefinition conditionalEventDefinition "
ALL_EVENTS = EVENTS + (
    "errorEventDefinition escalationEventDefinition compensateEventDefinition cancelEventDefinition "
    "linkEventDefinition terminateEventDefinition "
)
DATA = "dataInput dataOutput inputSet outputSet property dataInputAssociation dataOutputAssociation "
EXTERNAL = "type topic taskPriority "
TASKS = (
    "task manualTask userTask scriptTask serviceTask sendTask receiveTask businessRuleTask callActivity "
    "subProcess transaction "
)
GATEWAYS = "exclusiveGateway inclusiveGateway parallelGateway eventBasedGateway "
EVENT_NODES = "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent "
DRAWN = (
    "laneSet textAnnotation association group dataObject dataObjectReference dataStoreReference "
    "property ioSpecification auditing monitoring "
)
SCOPE = TASKS + GATEWAYS + EVENT_NODES + DRAWN + "sequenceFlow "
FLOW_NODES = frozenset((TASKS + GATEWAYS + EVENT_NODES).split())
EVENT_DEFINITIONS = frozenset(ALL_EVENTS.split())
#: not seen as things of their own: a fault in them names the element they are in
PARTS = EVENT_DEFINITIONS | {"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"} | {
    "inputDataItem", "outputDataItem", "property", "ioSpecification", "dataInputAssociation",
    "dataOutputAssociation", "conditionExpression", "condition", "completionCondition", "loopCardinality",
    "loopCondition", "timeDate", "timeDuration", "timeCycle", "laneSet", "childLaneSet", "script",
}  # fmt: skip


def _task(attributes: str = "", vendor: str = "", children: str = "", extensions: str = "") -> Kind:
    return _kind(ACTIVITY + attributes, ASYNC + vendor, INSIDE + children, MAPPING + extensions)


def _event(attributes: str = "", vendor: str = "", children: str = ALL_EVENTS) -> Kind:
    return _kind(attributes, ASYNC + vendor, NODE + DATA + "eventDefinitionRef " + children, MAPPING)


def _expression() -> Kind:
    return _kind("language evaluatesToTypeRef")


_GATEWAY = _kind("gatewayDirection default", ASYNC, NODE, "properties failedJobRetryTimeCycle")

KINDS: dict[str, Kind] = {
    "process": _kind(
        "isExecutable isClosed processType definitionalCollaborationRef",
        "historyTimeToLive versionTag isStartableInTasklist jobPriority taskPriority",
        SCOPE + "supports",
        "properties",
    ),
    "task": _task(),
    "manualTask": _task(),
    "userTask": _task(
        "implementation",
        "assignee candidateUsers candidateGroups dueDate followUpDate priority formKey formRef "
        "formRefBinding formRefVersion",
    ),
    "scriptTask": _task("scriptFormat", "resultVariable", "script"),
    "serviceTask": _task("implementation", EXTERNAL + "expression resultVariable"),
    "sendTask": _task("implementation messageRef", EXTERNAL + "expression resultVariable"),
    "receiveTask": _task("implementation messageRef instantiate"),
    "businessRuleTask": _task(
        "implementation",
        EXTERNAL + "expression resultVariable decisionRef decisionRefBinding decisionRefVersion "
        "decisionRefVersionTag mapDecisionResult",
    ),
    "callActivity": _task(
        "calledElement",
        "calledElementBinding calledElementVersion calledElementVersionTag",
        "",
        "in out",
    ),
    "subProcess": _task("triggeredByEvent", "", SCOPE),
    "transaction": _task("triggeredByEvent method", "", SCOPE),
    "exclusiveGateway": _GATEWAY,
    "inclusiveGateway": _GATEWAY,
    "parallelGateway": _kind("gatewayDirection", ASYNC, NODE, "properties failedJobRetryTimeCycle"),
    "eventBasedGateway": _kind(
        "gatewayDirection instantiate eventGatewayType", ASYNC, NODE, "properties failedJobRetryTimeCycle"
    ),
    "startEvent": _event("isInterrupting parallelMultiple", "formKey formRef formRefBinding formRefVersion"),
    "endEvent": _event(),
    "intermediateThrowEvent": _event(),
    "intermediateCatchEvent": _event("parallelMultiple"),
    "boundaryEvent": _event("attachedToRef cancelActivity parallelMultiple"),
    "messageEventDefinition": _kind("messageRef", EXTERNAL),
    "signalEventDefinition": _kind("signalRef", "", "", "in"),
    "timerEventDefinition": _kind("", "", "timeDate timeDuration timeCycle"),
    "conditionalEventDefinition": _kind("", "variableName variableEvents", "condition"),
    "errorEventDefinition": _kind("errorRef", "errorCodeVariable errorMessageVariable"),
    "escalationEventDefinition": _kind("escalationRef", "escalationCodeVariable"),
    "compensateEventDefinition": _kind("activityRef waitForCompletion"),
    "cancelEventDefinition": _kind(),
    "terminateEventDefinition": _kind(),
    "linkEventDefinition": _kind("", "", "source target"),
    "multiInstanceLoopCharacteristics": _kind(
        "isSequential behavior",
        "collection elementVariable asyncBefore asyncAfter exclusive",
        "loopCardinality loopDataInputRef loopDataOutputRef inputDataItem outputDataItem completionCondition",
        "failedJobRetryTimeCycle",
    ),
    "standardLoopCharacteristics": _kind("testBefore loopMaximum", "", "loopCondition"),
    "sequenceFlow": _kind(
        "sourceRef targetRef isImmediate", "", "conditionExpression auditing monitoring", "properties"
    ),
    "laneSet": _kind("", "", "lane"),
    "childLaneSet": _kind("", "", "lane"),
    "lane": _kind("partitionElementRef", "", "flowNodeRef childLaneSet partitionElement", "properties"),
    "script": _kind(),
    "eventDefinitionRef": _kind(),
    **{
        name: _expression()
        for name in [
            "conditionExpression",
            "condition",
            "completionCondition",
            "loopCardinality",
            "loopCondition",
            "timeDate",
            "timeDuration",
            "timeCycle",
        ]
    },
    **{name: _kind("itemSubjectRef isCollection") for name in ("inputDataItem", "outputDataItem")},
    **{
        name: _kind()
        for name in [
            "incoming",
            "outgoing",
            "categoryValueRef",
            "flowNodeRef",
            "loopDataInputRef",
            "loopDataOutputRef",
            "source",
            "target",
            "supports",
        ]
    },
}

#: drawn, described, without effect: not looked into, but for what would change data
DECORATIVE = frozenset(
    words(
        "documentation textAnnotation association group dataObject dataObjectReference dataStoreReference "
        "property ioSpecification dataInputAssociation dataOutputAssociation dataInput dataOutput inputSet "
        "outputSet auditing monitoring partitionElement"
    )
)
