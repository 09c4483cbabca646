"""A flow node as a SpiffWorkflow task spec of ours: arrive, begin, work, leave.

Hooks used, all of them TaskSpec's own: _update_hook (a token arrives; True: it may run), _run_hook (it runs: True done,
None still open), _on_complete_hook (it leaves), _on_cancel (it is taken away).
"""

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.specs.base import TaskSpec

from engine import events
from engine.bpmn.faults import Fault
from engine.bpmn.model import Definition, Element, Flow
from engine.bpmn.specs import arming, mapping
from engine.bpmn.specs.tree import (
    BEGUN,
    CLEAR,
    FREE,
    HELD,
    MAPPED,
    NEW,
    PARKED,
    WORKED,
    Token,
    Tree,
)


class ProcessSpec(WorkflowSpec):
    """One definition as a flat set of specs, by element id; the wrapper of a loop by id + '*'."""

    def __init__(self, definition: Definition) -> None:
        super().__init__(definition.key)
        self.definition = definition


class Node(TaskSpec):
    """What all flow nodes share."""

    is_process = False
    #: commands it takes while it is open
    takes: frozenset[str] = frozenset()

    def __init__(self, process: ProcessSpec, element: Element, name: str = "") -> None:
        super().__init__(process, name or element.id)
        self.element = element
        self.definition = process.definition
        self.specs: dict[str, Any] = process.task_specs
        self.kind = element.kind
        #: what the reader says about the work of this kind of element
        self.detail: Any = element.work
        #: an instance of a loop: what surrounds the activity belongs to the loop
        self.is_looped = element.loop is not None
        around = element.loop or element
        self.is_async_before = around.is_async_before
        self.is_async_after = around.is_async_after
        self.boundaries = () if self.is_looped else element.boundaries
        self.flows = () if self.is_looped else element.outgoing
        self.input_parameters, self.output_parameters = element.inputs, element.outputs

    # ---- the library's hooks ---------------------------------------------------------------------

    def test(self) -> None:
        """The reader has checked the drawing."""

    def _update_hook(self, token: Token) -> bool:
        self.announce(token.workflow, token)
        return True

    def _run_hook(self, token: Token) -> bool | None:
        tree: Tree = token.workflow
        if token.stage < BEGUN and not self.enter(tree, token):
            return None
        if token.stage == BEGUN:
            if not self.work(tree, token):
                return None
            token.stage = WORKED
        if token.stage < FREE and not self.exit(tree, token):
            return None
        token.internal_data["taken"] = self.choose(tree, token)
        return True

    def _on_complete_hook(self, token: Token) -> None:
        self.leave(token.workflow, token, token.internal_data.pop("taken"))

    def _on_cancel(self, token: Token) -> None:
        """Taken away; what is below it has been before."""
        tree: Tree = token.workflow
        arming.disarm(tree, token)
        arming.withdraw(tree, token)
        tree.resolve(token)
        self.report_terminated(tree, token)
        tree.remove(token)

    def _on_error_hook(self, token: Token) -> None:
        """The loop raises the incident."""

    # ---- the steps of an activity ----------------------------------------------------------------

    def announce(self, tree: Tree, token: Token) -> None:
        parent = scope_activity(token)
        tree.emit(
            events.ActivityStarted(
                activity=token.activity, element=self.element.id, kind=self.kind, parent=parent
            )
        )

    def enter(self, tree: Tree, token: Token) -> bool:
        """Up to its own work; False while an asynchronous continuation waits."""
        if token.stage == NEW:
            if self.is_async_before and not token.is_armed:
                token.stage = HELD
                tree.emit(continuation(tree, token))
                return False
            token.stage = CLEAR
        self.begin(tree, token)
        token.stage = BEGUN
        return True

    def begin(self, tree: Tree, token: Token) -> None:
        """Input parameters, then the boundary events."""
        if self.input_parameters:
            tree.declare(token, mapping.evaluate(tree, token, self.input_parameters))
        if self.boundaries:
            arming.arm(tree, token, [self.specs[each] for each in self.boundaries])

    def work(self, tree: Tree, token: Token) -> bool:
        """What it does; False: it goes on when told."""
        return True

    def exit(self, tree: Tree, token: Token) -> bool:
        """Output parameters; False while an asynchronous continuation waits."""
        if token.stage == WORKED:
            if self.output_parameters:
                outcome = mapping.evaluate(tree, token, self.output_parameters)
                tree.assign(token.above or token, outcome)
            token.stage = MAPPED
        if token.stage == MAPPED and self.is_async_after:
            arming.disarm(tree, token)
            token.stage = PARKED
            tree.emit(continuation(tree, token))
            return False
        token.stage = FREE
        return True

    def choose(self, tree: Tree, token: Token) -> Sequence[Flow]:
        """All flows without a condition and all whose condition holds, else the default."""
        flows = self.flows
        if not flows or (len(flows) == 1 and flows[0].condition is None):
            return flows
        default = self.element.default
        taken = [
            flow
            for flow in flows
            if flow.id != default and (flow.condition is None or tree.test(token, flow.condition))
        ]
        return self.some(taken or [flow for flow in flows if flow.id == default])

    def some(self, flows: Sequence[Flow]) -> Sequence[Flow]:
        if flows:
            return flows
        raise Fault(
            f"expected a flow out of {self.element.id} that can be taken, but no condition is true "
            "and none is the default",
            "flow",
        )

    def leave(self, tree: Tree, token: Token, flows: Sequence[Flow]) -> None:
        """Successors are added to the scope, the token is gone."""
        scope = token.above
        self.finish(tree, token)
        if scope is None:
            return
        for flow in flows:
            tree.emit(events.SequenceFlowTaken(flow=flow.id, source=token.activity))
            arrive(tree, scope, self.specs, flow)
        scope.task_spec.child_left(tree, scope, token)

    def finish(self, tree: Tree, token: Token) -> None:
        """It is completed: reported, and removed with what waits beside it."""
        arming.disarm(tree, token)
        self.report_completed(tree, token)
        if token.above is not None:
            token.above.task_spec.remember(tree, token.above, token)
        tree.remove(token)

    def report_completed(self, tree: Tree, token: Token) -> None:
        tree.emit(events.ActivityCompleted(activity=token.activity, element=self.element.id, kind=self.kind))

    def report_terminated(self, tree: Tree, token: Token) -> None:
        if token.is_armed:
            return
        tree.emit(events.ActivityTerminated(activity=token.activity, element=self.element.id, kind=self.kind))

    # ---- as the parent of others -----------------------------------------------------------------

    def child_left(self, tree: Tree, scope: Token, child: Token) -> None:
        """A token below is gone."""

    def remember(self, tree: Tree, scope: Token, child: Token) -> None:
        """A token below is completed: what undoes it is kept."""


def arrive(tree: Tree, scope: Token, specs: dict[str, Any], flow: Flow) -> None:
    """A token comes to the target of a flow."""
    token = tree.add(entry(specs, flow.target), scope)
    token.flow = flow.id
    token.arrive()


def entry(specs: dict[str, Any], element: str) -> Any:
    """The spec a token enters: the loop around an activity, if it has one."""
    return specs.get(element + "*") or specs[element]


def continuation(tree: Tree, token: Token) -> events.JobCreated:
    """A job of the engine itself: go on later, in a transaction of its own."""
    element = token.element
    tries, pauses = mapping.retries(tree, token)
    return events.JobCreated(
        activity=token.activity,
        element=element.id,
        topic=None,
        definition_id=token.definition.id,
        priority=mapping.priority(tree, token, element.job_priority, 0),
        retries=tries,
        retry_after=pauses,
    )


def scope_activity(token: Token) -> str | None:
    """The activity around a token: a called process goes by its call, the process by None."""
    scope = token.above
    if scope is not None and scope.is_process:
        scope = scope.above
    return scope.activity if scope is not None else None
