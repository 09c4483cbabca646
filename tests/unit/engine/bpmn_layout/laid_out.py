"""Models to be laid out: shipped ones without their drawing, and a long one of many elements."""

import random
import re
from collections.abc import Iterable

DIAGRAM = re.compile(rb"\s*<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", re.DOTALL)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">\n'
)


def undrawn(source: bytes) -> bytes:
    return DIAGRAM.sub(b"", source)


def model(body: str, before: str = "") -> bytes:
    return f'{HEAD}{before}<process id="p" isExecutable="true">{body}</process>\n</definitions>\n'.encode()


def node(kind: str, name: str, more: str = "") -> str:
    return f'<{kind} id="{name}" {more}/>'


def flow(source: str, target: str, name: str = "") -> str:
    return (
        f'<sequenceFlow id="{source}_to_{target}" name="{name}" sourceRef="{source}" targetRef="{target}"/>'
    )


def lanes(**members: Iterable[str]) -> str:
    written = "".join(
        f'<lane id="{lane}" name="{lane}">'
        + "".join(f"<flowNodeRef>{name}</flowNodeRef>" for name in names)
        + "</lane>"
        for lane, names in members.items()
    )
    return f'<laneSet id="lanes">{written}</laneSet>'


def many(count: int, bands: int) -> bytes:
    """Tasks, forks that join, ways that end, in lanes that change at random."""
    rng = random.Random(7)
    names, parts, last = ["begun"], [node("startEvent", "begun", 'name="Начато"')], "begun"
    while len(names) < count:
        number = len(names)
        if rng.random() < 0.6:
            names.append(f"t{number}")
            parts += [node("userTask", f"t{number}", 'name="Проверить пакет"'), flow(last, f"t{number}")]
            last = f"t{number}"
            continue
        fork, one, two, join = (f"{letter}{number}" for letter in "fabj")
        names += [fork, one, two, join]
        parts += [node("exclusiveGateway", fork, 'name="Полон?"'), node("userTask", one), node("task", two)]
        parts += [
            node("exclusiveGateway", join),
            flow(last, fork),
            flow(fork, one, "да"),
            flow(fork, two, "нет"),
        ]
        parts += [flow(one, join), flow(two, join)]
        last = join
    parts += [node("endEvent", "done"), flow(last, "done")]
    places = {name: rng.randrange(bands) for name in [*names, "done"]}
    members = {f"lane{band}": [name for name in places if places[name] == band] for band in range(bands)}
    return model(lanes(**members) + "".join(parts))
