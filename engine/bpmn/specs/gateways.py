"""Gateways. Tokens at a join are counted by flow, in their scope: a set of one a flow goes on as one."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from engine.bpmn.model import Flow
from engine.bpmn.specs import arming
from engine.bpmn.specs.base import Node
from engine.bpmn.specs.tree import AT_JOIN, NEW, WAITING, Token, Tree


class Exclusive(Node):
    """The first flow whose condition is true, in the order of the file."""

    def choose(self, tree: Tree, token: Token) -> Sequence[Flow]:
        default = [flow for flow in self.flows if flow.id == self.element.default]
        for flow in self.flows:
            if flow not in default and (flow.condition is None or tree.test(token, flow.condition)):
                return [flow]
        return default or (self.some(()) if self.flows else ())


class Join(Node):
    """Waits for tokens of other flows, if there are any."""

    def _update_hook(self, token: Token) -> bool:
        if len(self.element.incoming) < 2:
            return super()._update_hook(token)
        tree: Tree = token.workflow
        token._set_state(WAITING)
        token.stage = AT_JOIN
        arrived = self.waiting(tree, token)
        arrived.setdefault(token.flow or "", []).append(token)
        if self.is_full(arrived):
            self.fire(tree, arrived)
        return False

    def _on_cancel(self, token: Token) -> None:
        tree: Tree = token.workflow
        if not self.withdraw(tree, token):
            super()._on_cancel(token)
            return
        tree.remove(token)

    def waiting(self, tree: Tree, token: Token) -> dict[str, list[Token]]:
        """The tokens that wait here, in the scope of this one, by flow."""
        scope = token.above.id if token.above else 0
        return tree.joins.setdefault(scope, {}).setdefault(self.element.id, {})

    def is_full(self, arrived: dict[str, list[Token]]) -> bool:
        """Whether it may go on without looking around."""
        return len(arrived) == len(self.element.incoming)

    def fire(self, tree: Tree, arrived: dict[str, list[Token]]) -> None:
        """One token of each flow becomes one."""
        first = sorted((tokens[0] for tokens in arrived.values()), key=lambda token: token.id)
        for token in first:
            self.withdraw(tree, token)
        kept, *rest = first
        for token in rest:
            tree.remove(token)
        tree.resolve(kept)
        kept.stage = NEW
        self.announce(tree, kept)
        kept.wake()

    def withdraw(self, tree: Tree, token: Token) -> bool:
        """The token waits here no longer; False when it did not."""
        scope = tree.joins.get(token.above.id if token.above else 0, {})
        arrived = scope.get(self.element.id, {})
        tokens = arrived.get(token.flow or "", [])
        if token not in tokens:
            return False
        tokens.remove(token)
        if not tokens:
            del arrived[token.flow or ""]
        if not arrived:
            del scope[self.element.id]
        if not scope and token.above is not None:
            del tree.joins[token.above.id]
        return True

    def sources(self, todo: list[str]) -> set[str]:
        """Where a token can come from to these elements, not passing the join itself."""
        seen: set[str] = set()
        while todo:
            name = todo.pop()
            if name in seen or name == self.element.id:
                continue
            seen.add(name)
            element = self.definition.elements[name]
            todo += [each.source for each in element.incoming]
            if element.attached_to:
                todo.append(element.attached_to)
        return seen

    def may_fire(self, arrived: Iterable[str], live: Iterable[str]) -> bool:
        """Whether it goes on although flows are empty, when tokens are at the elements `live`."""
        return False


class Parallel(Join):
    """Waits for every flow, gives to every flow."""

    def choose(self, tree: Tree, token: Token) -> Sequence[Flow]:
        return self.flows


class Inclusive(Join):
    """Waits for every flow by which a token can still come."""

    #: reach is kept for so many sets of arrived flows
    KEPT = 16

    @cached_property
    def reaches(self) -> dict[frozenset[str], tuple[set[str], set[str]]]:
        return {}

    def reach(self, arrived: frozenset[str]) -> tuple[set[str], set[str]]:
        """Where a token can be that may still come in by an empty flow, or by a filled one, not passing here."""
        found = self.reaches.get(arrived)
        if found is None:
            if len(self.reaches) >= self.KEPT:
                self.reaches.clear()
            flows = self.element.incoming
            found = self.reaches[arrived] = (
                self.sources([flow.source for flow in flows if flow.id not in arrived]),
                self.sources([flow.source for flow in flows if flow.id in arrived]),
            )
        return found

    def may_fire(self, arrived: Iterable[str], live: Iterable[str]) -> bool:
        empty, filled = self.reach(frozenset(arrived))
        return not any(name in empty and name not in filled for name in live)


class EventBased(Node):
    """Its targets wait beside it; the first to happen takes over (see `catching`)."""

    def work(self, tree: Tree, token: Token) -> bool:
        arming.disarm(tree, token)
        arming.arm(tree, token, [self.specs[flow.target] for flow in self.flows])
        return False
