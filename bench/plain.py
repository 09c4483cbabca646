"""The same service on plain SpiffWorkflow with its standard serializer: what ours is compared with."""

import io
import re
from collections.abc import Callable
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from bench import sample

#: what the sample says in our words, in those of SpiffWorkflow
WORDS = (
    (r"<bpmn:extensionElements>.*?</bpmn:extensionElements>", ""),
    (r' camunda:[A-Za-z]+="[^"]*"', ""),
    (r"<bpmn:serviceTask", "<bpmn:userTask"),
    (r">\$\{remind_after\}<", '>"P5D"<'),
    (r">\$\{(complete|approved)\}<", r">\1<"),
)


def specification() -> tuple[Any, Any]:
    """The sample with its service tasks as tasks that wait, as ours do."""
    text = (sample.MODELS / "sample.bpmn").read_text()
    for ours, theirs in WORDS:
        text = re.sub(ours, theirs, text, flags=re.DOTALL)
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(text.encode())))
    return parser.get_spec("sample"), parser.get_subprocess_specs("sample")


class Plain:
    """An instance that is loaded, moved by one step and saved again, as the library's manual does it."""

    def __init__(self) -> None:
        self._spec, self._subprocesses = specification()
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())

    def begin(self) -> str:
        workflow = BpmnWorkflow(self._spec, self._subprocesses)
        workflow.task_tree.data.update(sample.variables())
        self._run(workflow)
        return str(self._serializer.serialize_json(workflow))

    def step(self, state: str) -> str:
        workflow = self._serializer.deserialize_json(state)
        self._complete(workflow)
        return str(self._serializer.serialize_json(workflow))

    def in_memory(self) -> None:
        """The whole case without saving: the yardstick of the machine."""
        workflow = BpmnWorkflow(self._spec, self._subprocesses)
        workflow.task_tree.data.update(sample.variables())
        self._run(workflow)
        while not workflow.is_completed():
            self._complete(workflow)

    @staticmethod
    def _run(workflow: BpmnWorkflow) -> None:
        workflow.do_engine_steps()
        workflow.refresh_waiting_tasks()

    def _complete(self, workflow: BpmnWorkflow) -> None:
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        task.data.update(sample.answer(task.task_spec.bpmn_id))
        task.run()
        self._run(workflow)


def cycle(begin: Callable[[], Any], step: Callable[[Any], Any], steps: int) -> None:
    """A whole case, loaded and saved at each wait."""
    state = begin()
    for _ in range(steps):
        state = step(state)
