"""Call activities: a called process is a scope of its caller that sees only what is passed in."""

from dataclasses import replace
from typing import Any

from engine import events
from engine.bpmn.faults import NO_ANSWER, Fault
from engine.bpmn.model import CallWork, Definition
from engine.bpmn.specs import mapping
from engine.bpmn.specs.base import Node
from engine.bpmn.specs.tree import BEGUN, DEPTH_LIMIT, WORKED, Token, Tree


class Call(Node):
    """Open until the called process is done."""

    takes = frozenset({"escalation"})

    def work(self, tree: Tree, token: Token) -> bool:
        work: CallWork = self.detail
        if token.depth > DEPTH_LIMIT:
            raise Fault(f"expected calls nested at most {DEPTH_LIMIT} deep; end the recursion", "call")
        definition = self.called(tree, token)
        spec = tree.compiled(definition)
        values = mapping.passed(tree, token, work.ins)
        key = mapping.text(tree, token, work.business_key)
        tree.emit(
            events.CallActivityStarted(
                activity=token.activity, element=self.element.id, definition_id=definition.id
            )
        )
        inner = tree.add(spec.start, token)
        inner.local = {}
        if key is not None or work.business_key is not None:
            inner.internal_data["key"] = key
        tree.declare(inner, values)
        inner.arrive()
        return False

    def called(self, tree: Tree, token: Token) -> Definition:
        """The definition that is called; only one that can start by itself."""
        work: CallWork = self.detail
        key = mapping.text(tree, token, work.called)
        if key is None:
            raise Fault(f"expected {work.called.text} to name a process, but it is empty", "call")
        binding = work.binding
        if work.version is not None:
            binding = replace(binding, value=mapping.text(tree, token, work.version))
        try:
            definition = tree.world.definition(key, binding)
        except NO_ANSWER as error:
            raise Fault(f"expected the process {key!r} to be deployed, but {error}", "call") from error
        if not definition.root.starts:
            raise Fault(f"expected the process {key!r} to have a none start event, but it has none", "call")
        return definition

    def child_left(self, tree: Tree, scope: Token, child: Token) -> None:
        if scope.stage == BEGUN:
            scope.stage = WORKED
            scope.wake()

    def exit(self, tree: Tree, token: Token) -> bool:
        if token.stage == WORKED and "returned" in token.internal_data:
            work: CallWork = self.detail
            tree.assign(token, self.results(tree, work, token.internal_data["returned"]))
            del token.internal_data["returned"]
        return super().exit(tree, token)

    def results(self, tree: Tree, work: CallWork, returned: dict[str, Any]) -> dict[str, Any]:
        """What camunda:out hands back."""
        return mapping.handed(work.outs, returned, lambda source: tree.compute(source, returned))
