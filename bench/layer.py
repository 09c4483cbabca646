"""The execution layer alone, without storage: load, one step, save."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from bench import sample
from engine.bpmn import Binding, Definition, Execution, dump, load, read
from engine.dmn import Decision
from engine.events import JobCreated, UserTaskCreated

#: cycles of one case on the straight way: five user tasks, two service tasks
STEPS = 7


def chain(elements: int) -> bytes:
    """A model of so many user tasks in a row."""
    ids = ["start", *(f"task{number}" for number in range(elements)), "end"]
    nodes = "".join(f'<userTask id="{id}" name="{id}"/>' for id in ids[1:-1])
    flows = "".join(
        f'<sequenceFlow id="to_{target}" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in pairwise(ids)
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">'
        f'<process id="chain" isExecutable="true"><startEvent id="start"/>{nodes}<endEvent id="end"/>{flows}</process>'
        "</definitions>"
    ).encode()


class Nowhere:
    """A world in which nothing is deployed."""

    now = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
    functions: Mapping[str, Any] = {}

    def definition(self, key: str, binding: Binding) -> Definition:
        raise LookupError(key)

    def definition_by_id(self, wanted: str) -> Definition:
        raise LookupError(wanted)

    def decision(self, reference: str, process: str, binding: Binding | None = None) -> tuple[str, Decision]:
        raise LookupError(reference)


class Layer:
    """What the product does between reading a row and writing it."""

    def __init__(self, source: bytes | None = None) -> None:
        (read_once,) = read(source or (sample.MODELS / "sample.bpmn").read_bytes(), "sample")
        self._definition = replace(read_once, id=f"{read_once.key}:1")
        self._open: list[str] = []

    def begin(self) -> bytes:
        return dump(self._start())

    def _start(self) -> Execution:
        execution = Execution.start(self._definition, Nowhere(), sample.variables())
        self._note(execution)
        return execution

    def step(self, state: bytes) -> bytes:
        execution = load(self._definition, state, Nowhere())
        self._complete(execution)
        return dump(execution)

    def in_memory(self) -> None:
        """The whole case without saving."""
        execution = self._start()
        while execution.state == "active":
            self._complete(execution)

    def _complete(self, execution: Execution) -> None:
        activity = self._open.pop()
        execution.complete(activity, sample.answer(activity.rpartition(":")[0]))
        self._note(execution)

    def _note(self, execution: Execution) -> None:
        """What waits now: the product has rows for it."""
        waits = [e.activity for e in execution.drain() if isinstance(e, UserTaskCreated | JobCreated)]
        self._open.extend(waits)
