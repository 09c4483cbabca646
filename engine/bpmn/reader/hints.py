"""What to draw instead of what is not supported: one table for elements, attributes and extensions."""

EXTERNAL_TASK = (
    'make it an external task (camunda:type="external" with camunda:topic) and let a handler do it'
)
UNKNOWN_ELEMENT = "draw it with the elements of the support profile"
UNKNOWN_ATTRIBUTE = "remove it"
PLAIN_TEXT = "remove it, or say it in a property (camunda:properties)"

ELEMENTS: dict[str, str] = {
    "complexGateway": "use exclusive, inclusive or parallel gateways",
    "adHocSubProcess": "draw a sub-process with an inclusive gateway or with event sub-processes",
    "choreographyTask": "draw a process",
    "subChoreography": "draw a process",
    "callChoreography": "draw a process",
    "humanPerformer": "use camunda:assignee",
    "potentialOwner": "use camunda:candidateGroups or camunda:candidateUsers",
    "performer": "use camunda:assignee or camunda:candidateGroups",
    "resourceRole": "use camunda:assignee or camunda:candidateGroups",
    "correlationSubscription": "correlate by business key or by variables",
    "complexBehaviorDefinition": "throw events inside the instances",
    "assignment": "map data with camunda:inputOutput",
    "transformation": "map data with camunda:inputOutput",
    "rendering": "use camunda:formRef",
    "dataState": "keep the state in a variable",
    "globalTask": "draw the task in the process",
}

ATTRIBUTES: dict[str, str] = {
    "operationRef": EXTERNAL_TASK,
    "noneBehaviorEventRef": "throw events inside the instances",
    "oneBehaviorEventRef": "throw events inside the instances",
    "ordering": "draw the order as sequence flows",
    "cancelRemainingInstances": "use a terminate end event in a sub-process",
}

VENDOR_ATTRIBUTES: dict[str, str] = {
    "class": EXTERNAL_TASK,
    "delegateExpression": EXTERNAL_TASK,
    "expression": EXTERNAL_TASK,
    "resultVariable": "map the result with camunda:inputOutput",
    "resource": "write the script into the model, as FEEL or JUEL",
    "initiator": "the engine records who starts; pass the person as a variable",
    "variableMappingClass": "use camunda:in and camunda:out",
    "variableMappingDelegateExpression": "use camunda:in and camunda:out",
    "calledElementTenantId": "deploy the called process beside this one",
    "decisionRefTenantId": "deploy the decision beside the process",
    "caseRef": "call a process",
    "formHandlerClass": "use camunda:formRef",
    "candidateStarterGroups": "give the right to start to a role",
    "candidateStarterUsers": "give the right to start to a role",
    "async": "use camunda:asyncBefore",
    "type": "draw a service task of type external before it",
    "topic": "draw a service task of type external before it",
}

EXTENSIONS: dict[str, str] = {
    "executionListener": "draw a service task or an event where something is to happen",
    "taskListener": "draw a service task or an event where something is to happen",
    "field": EXTERNAL_TASK,
    "connector": EXTERNAL_TASK,
    "formData": "use camunda:formRef with a form file",
    "formProperty": "use camunda:formRef with a form file",
    "errorEventDefinition": "let the handler throw the BPMN error",
    "script": "write the expression into the attribute",
    "potentialStarter": "give the right to start to a role",
    "in": "map data with camunda:inputOutput",
    "out": "map data with camunda:inputOutput",
    "inputOutput": "map the data on an activity before or after it",
}

#: other engines: what they say would change what is run
ENGINES: dict[str, str] = {
    "http://camunda.org/schema/zeebe/1.0": "Camunda 8",
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
    "http://www.jboss.org/drools": "jBPM",
}
