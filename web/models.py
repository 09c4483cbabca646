"""An empty model, as the modeller opens it: a process that starts and ends."""

from xml.sax.saxutils import escape, quoteattr

#: keys of processes are names of files
KEY = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"

BLANK = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id={key} name={name} isExecutable="true" camunda:historyTimeToLive="P5Y">
    <bpmn:startEvent id="filed" name="{start}" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement={key}>
      <bpmndi:BPMNShape id="filed_di" bpmnElement="filed">
        <dc:Bounds x="160" y="160" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="142" y="203" width="72" height="28" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def blank(key: str, name: str) -> str:
    return BLANK.format(key=quoteattr(key), name=quoteattr(name), start=escape("Заявление подано"))
