"""Multi-instance and standard loops: a wrapper whose instances are tokens of the plain spec below it."""

from typing import Any

from engine.bpmn.faults import Fault
from engine.bpmn.model import Element, Loop
from engine.bpmn.specs import compensation, mapping
from engine.bpmn.specs.base import Node, ProcessSpec
from engine.bpmn.specs.tree import BEGUN, ERROR, READY, Token, Tree, post_order

#: instances of one loop
INSTANCE_LIMIT = 10_000


class LoopBody(Node):
    """Open until enough instances are done. Boundary events and flows are its own, not the instances'."""

    takes = frozenset({"escalation"})

    def __init__(self, process: ProcessSpec, element: Element, loop: Loop) -> None:
        super().__init__(process, element, element.id + "*")
        self.loop = loop
        self.kind = "standardLoop" if loop.is_standard else "multiInstanceBody"
        self.is_async_before = element.is_async_before
        self.is_async_after = element.is_async_after
        self.boundaries, self.flows = element.boundaries, element.outgoing
        self.input_parameters = self.output_parameters = ()

    def work(self, tree: Tree, token: Token) -> bool:
        state = token.internal_data
        if "next" not in state:
            state.update(self.begin_loop(tree, token))
            self.count(tree, token)
            if state["total"] == 0 or not self.goes_on(tree, token, first=True):
                return True
            for _ in range(1 if self.loop.is_sequential else state["total"]):
                self.spawn(tree, token)
            return False
        if not self.is_enough(tree, token):
            if self.loop.is_sequential and not token._children:
                self.spawn(tree, token)
            return False
        self.gather(tree, token)
        return True

    # ---- rounds ----------------------------------------------------------------------------------

    def begin_loop(self, tree: Tree, token: Token) -> dict[str, Any]:
        """How many instances, over what."""
        state: dict[str, Any] = {"total": self.loop.maximum, "next": 0, "ended": 0}
        if self.loop.collection is not None:
            items = tree.evaluate(token, self.loop.collection)
            if not isinstance(items, list | tuple):
                raise Fault(f"expected {self.loop.collection.text} to be a list, but it is {items!r:.100}")
            state |= {"total": len(items), "items": list(items)}
        elif self.loop.cardinality is not None:
            count = tree.evaluate(token, self.loop.cardinality)
            state["total"] = mapping.whole(count, self.loop.cardinality)
        total = state["total"]
        if total is not None and not 0 <= total <= INSTANCE_LIMIT:
            raise Fault(f"expected 0 to {INSTANCE_LIMIT} instances, but there would be {total}", "loop")
        return state

    def spawn(self, tree: Tree, token: Token) -> None:
        """One more instance."""
        state = token.internal_data
        index = state["next"]
        state["next"] = index + 1
        instance = tree.add(self.specs[self.element.id], token)
        instance.index = index
        local: dict[str, Any] = {"loopCounter": index}
        if self.loop.variable is not None and "items" in state:
            local[self.loop.variable] = state["items"][index]
        if self.loop.output_item is not None:
            local[self.loop.output_item] = None
        self.count(tree, token)
        instance.arrive()
        tree.declare(instance, local)
        if state["next"] == state["total"]:
            state.pop("items", None)

    def is_enough(self, tree: Tree, token: Token) -> bool:
        state = token.internal_data
        if state["ended"] == state["total"]:
            return True
        if self.loop.until is not None and tree.test(token, self.loop.until):
            return True
        return not self.goes_on(tree, token, first=False)

    def goes_on(self, tree: Tree, token: Token, *, first: bool) -> bool:
        """The condition of a standard loop."""
        if self.loop.condition is None or (first and not self.loop.is_tested_before):
            return True
        return tree.test(token, self.loop.condition)

    def gather(self, tree: Tree, token: Token) -> None:
        """Instances that are left are taken away; the outputs become a list."""
        for child in token.live():
            terminate(tree, child)
        found = token.internal_data.pop("found", {})
        if self.loop.output is not None:
            values = [found[each] for each in sorted(found, key=int)]
            tree.assign(token, {self.loop.output: values})

    def count(self, tree: Tree, token: Token) -> None:
        """The numbers that completion conditions ask for."""
        state = token.internal_data
        if state["total"] is None:
            return
        if token.local is None:
            token.local = {}
        token.local.update(
            nrOfInstances=state["total"],
            nrOfCompletedInstances=state["ended"],
            nrOfActiveInstances=state["next"] - state["ended"],
        )
        tree.changed.add("nrOfCompletedInstances")

    # ---- as the parent of its instances ----------------------------------------------------------

    def child_left(self, tree: Tree, scope: Token, child: Token) -> None:
        """The loop looks at once whether it is done, before other instances go on."""
        state = scope.internal_data
        state["ended"] += 1
        if self.loop.output_item is not None:
            found = state.setdefault("found", {})
            found[str(child.index)] = (child.local or {}).get(self.loop.output_item)
        self.count(tree, scope)
        if scope.stage == BEGUN and scope._state != ERROR:
            scope._set_state(READY)
            tree.queue.appendleft(scope)

    def instance_cancelled(self, tree: Tree, scope: Token) -> None:
        """One instance was taken away by a modification: there is one less to wait for."""
        if scope.internal_data["total"] is not None:
            scope.internal_data["total"] -= 1
        scope.wake()

    def remember(self, tree: Tree, scope: Token, child: Token) -> None:
        compensation.remember(scope, child)


def terminate(tree: Tree, token: Token) -> None:
    """Take away a token and all below it, inner before outer."""
    for each in post_order(token):
        if each._state == ERROR:  # the library holds it for finished
            each._set_state(READY)
        each.cancel()
