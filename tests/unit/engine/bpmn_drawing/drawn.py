"""A small drawn model for the tests of drawing, which spoil one thing each."""

MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="definitions" targetNamespace="t">
  <bpmn:collaboration id="collaboration">
    <bpmn:participant id="applicant" name="Заявитель" />
    <bpmn:participant id="office" name="Отдел" processRef="process" />
    <bpmn:messageFlow id="request" sourceRef="applicant" targetRef="start" />
  </bpmn:collaboration>
  <bpmn:process id="process" isExecutable="true">
    <bpmn:laneSet id="lanes">
      <bpmn:lane id="clerk" name="Сотрудник">
        <bpmn:flowNodeRef>start</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>check</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>late</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>complete</bpmn:flowNodeRef>
      </bpmn:lane>
      <bpmn:lane id="head" name="Руководитель">
        <bpmn:flowNodeRef>sign</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>end</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="start" name="Заявление подано" />
    <bpmn:userTask id="check" name="Проверить" />
    <bpmn:boundaryEvent id="late" name="Срок" attachedToRef="check" />
    <bpmn:exclusiveGateway id="complete" name="Полно?" />
    <bpmn:userTask id="sign" name="Подписать" />
    <bpmn:endEvent id="end" name="Подписано" />
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="check" />
    <bpmn:sequenceFlow id="f2" sourceRef="check" targetRef="complete" />
    <bpmn:sequenceFlow id="yes" name="да" sourceRef="complete" targetRef="sign" />
    <bpmn:sequenceFlow id="f3" sourceRef="sign" targetRef="end" />
    <bpmn:sequenceFlow id="again" name="нет" sourceRef="complete" targetRef="check" />
    <bpmn:textAnnotation id="note"><bpmn:text>Наш выбор</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id="noted" sourceRef="sign" targetRef="note" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="collaboration">
"""
END = "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"

SHAPES: dict[str, tuple[int, int, int, int]] = {
    "applicant": (0, 0, 800, 60),
    "office": (0, 100, 800, 400),
    "clerk": (30, 100, 770, 200),
    "head": (30, 300, 770, 200),
    "start": (100, 182, 36, 36),
    "check": (200, 160, 100, 80),
    "late": (232, 222, 36, 36),
    "complete": (375, 175, 50, 50),
    "sign": (480, 360, 100, 80),
    "end": (700, 382, 36, 36),
    "note": (600, 320, 100, 30),
}
EDGES: dict[str, list[tuple[int, int]]] = {
    "request": [(118, 60), (118, 182)],
    "f1": [(136, 200), (200, 200)],
    "f2": [(300, 200), (375, 200)],
    "yes": [(400, 225), (400, 400), (480, 400)],
    "f3": [(580, 400), (700, 400)],
    "again": [(400, 175), (400, 130), (250, 130), (250, 160)],
    "noted": [(580, 370), (640, 350)],
}
LABELS: dict[str, tuple[int, int, int, int]] = {
    "start": (73, 225, 90, 27),
    "late": (205, 262, 90, 14),
    "complete": (432, 180, 60, 14),
    "end": (673, 425, 90, 14),
    "yes": (410, 320, 20, 14),
    "again": (310, 112, 30, 14),
}


def drawn(
    shapes: dict[str, tuple[int, int, int, int]] | None = None,
    edges: dict[str, list[tuple[int, int]]] | None = None,
    labels: dict[str, tuple[int, int, int, int]] | None = None,
    without: tuple[str, ...] = (),
) -> bytes:
    """The model with some places changed."""
    boxes = {**LABELS, **(labels or {})}
    lines = [
        f'<bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}">{_bounds(box)}{_label(boxes, name)}'
        "</bpmndi:BPMNShape>"
        for name, box in {**SHAPES, **(shapes or {})}.items()
        if name not in without
    ]
    for name, points in {**EDGES, **(edges or {})}.items():
        if name not in without:
            way = "".join(f'<di:waypoint x="{x}" y="{y}" />' for x, y in points)
            lines.append(
                f'<bpmndi:BPMNEdge id="{name}_di" bpmnElement="{name}">{way}{_label(boxes, name)}'
                "</bpmndi:BPMNEdge>"
            )
    return (MODEL + "\n".join(lines) + END).encode()


def _bounds(box: tuple[int, int, int, int]) -> str:
    x, y, width, height = box
    return f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'


def _label(boxes: dict[str, tuple[int, int, int, int]], name: str) -> str:
    box = boxes.get(name)
    return f"<bpmndi:BPMNLabel>{_bounds(box)}</bpmndi:BPMNLabel>" if box else ""
