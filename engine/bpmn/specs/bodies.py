"""Scopes: process, sub-process, transaction, event sub-process. Done when no token is left in them."""

from collections.abc import Sequence
from typing import Any

from engine import events
from engine.bpmn.model import Flow
from engine.bpmn.specs import arming, compensation
from engine.bpmn.specs.base import Node, entry
from engine.bpmn.specs.tree import BEGUN, STARTED, WORKED, Token, Tree


class Body(Node):
    """A sub-process of any kind."""

    takes = frozenset({"escalation"})

    def work(self, tree: Tree, token: Token) -> bool:
        """Let the tokens in. `start`: where to begin instead, and where in there; the rest begins as drawn."""
        self.listen(tree, token)
        first, *inner = token.internal_data.pop("start", [None])
        for name in (first,) if first else self.element.starts:
            child = tree.add(self.specs[name] if inner else entry(self.specs, name), token)
            if inner:
                child.internal_data["start"] = inner
            child.arrive()
        return not token._children

    def listen(self, tree: Tree, token: Token) -> None:
        """Event sub-processes wait as long as the scope runs."""
        arming.arm(tree, token, self.openers())

    def openers(self) -> list[Any]:
        """The starts of its event sub-processes; that of a compensation is not waited for."""
        starts = [
            self.specs[start]
            for each in self.element.event_sub_processes
            for start in self.definition.elements[each].starts
        ]
        return [spec for spec in starts if spec.element.triggers[0].kind != "compensate"]

    def exit(self, tree: Tree, token: Token) -> bool:
        if token.stage == WORKED and token._children:  # something came in meanwhile
            token.stage = BEGUN
            return False
        return super().exit(tree, token)

    def child_left(self, tree: Tree, scope: Token, child: Token) -> None:
        """Completion goes through the queue: its faults are the scope's own."""
        if not scope._children and scope.stage == BEGUN and scope._state == STARTED:
            scope.stage = WORKED
            scope.wake()

    def remember(self, tree: Tree, scope: Token, child: Token) -> None:
        compensation.remember(scope, child)


class Process(Body):
    """The process itself, or a called one below its call."""

    is_process = True

    def announce(self, tree: Tree, token: Token) -> None:
        """Started is reported by the instance, or by the call."""

    def report_completed(self, tree: Tree, token: Token) -> None:
        if token.above is not None:
            return
        tree.final = token.local or {}
        if token.internal_data.get("terminated"):
            tree.state = "terminated"
            tree.emit(events.ProcessInstanceTerminated())
        else:
            tree.state = "completed"
            tree.emit(events.ProcessInstanceCompleted())

    def report_terminated(self, tree: Tree, token: Token) -> None:
        """Said by the call or by the command."""

    def leave(self, tree: Tree, token: Token, flows: Sequence[Flow]) -> None:
        call = token.above
        if call is not None:
            call.internal_data["returned"] = token.local or {}
        super().leave(tree, token, ())
