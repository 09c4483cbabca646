"""Whether a token fits another version of its drawing: one question a function, the reasons why not."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from engine.bpmn.crossing import Crossing, Reason
from engine.bpmn.faults import Fault
from engine.bpmn.model import CallWork, Element, JobWork, Loop, Trigger, UserWork
from engine.bpmn.specs import mapping
from engine.bpmn.specs.gateways import Parallel
from engine.bpmn.specs.tree import AT_JOIN, BEGUN, Token, Tree

#: what of a loop its running instances rely on
LOOP_PARTS = ("is_sequential", "is_standard", "variable", "output_item")


def own(tree: Tree) -> list[Token]:
    """The tokens and listeners of the process itself, oldest first; those of called processes are not its own."""
    found: list[Token] = []
    todo = [tree.root] if tree.root is not None else []
    while todo:
        token = todo.pop()
        found.append(token)
        todo += [each for each in (*token.live(), *token.listeners()) if not each.is_process]
    return sorted(found, key=lambda token: token.id)


def reasons(tree: Tree, crossing: Crossing, specs: dict[str, Any]) -> list[Reason]:
    """All that hinders; none: it fits."""
    found = crossing.faults()
    if found:
        return found
    tokens = [token for token in own(tree) if not token.is_armed]
    for token in tokens:
        found += _of_token(tree, token, crossing, specs)
    return found or list(_stuck(tokens, crossing, specs))


def _of_token(tree: Tree, token: Token, crossing: Crossing, specs: dict[str, Any]) -> Iterator[Reason]:
    yield from _undoing(token, crossing)
    if token.is_process:
        return
    element = crossing.element(token.element.id)
    if element is None:
        yield _reason("missing", token, new=crossing.target(token.element.id) or "")
        return
    if element.kind != token.element.kind or type(specs[element.id]) is not type(_plain(token)):
        yield _reason("kind", token, token.element.kind, element.kind)
        return
    for question in QUESTIONS:
        yield from question(tree, token, crossing, element)


def _plain(token: Token) -> Any:
    return token.task_spec.specs[token.element.id]


def _reason(code: str, token: Token, old: str | None = "", new: str | None = "") -> Reason:
    return Reason(code=code, element=token.element.id, activity=token.activity, old=old or "", new=new or "")


# ---- questions -----------------------------------------------------------------------------------


def _scope(tree: Tree, token: Token, crossing: Crossing, element: Element) -> Iterator[Reason]:
    around = token.element.parent
    if (around and crossing.target(around)) != element.parent:
        key = crossing.old.key
        yield _reason("scope", token, around or key, element.parent or key)


def _loop(tree: Tree, token: Token, crossing: Crossing, element: Element) -> Iterator[Reason]:
    if _parts(token.element.loop) != _parts(element.loop):
        yield _reason("loop", token)


def _parts(loop: Loop | None) -> list[Any]:
    return [getattr(loop, name) for name in LOOP_PARTS] if loop is not None else []


def _subscription(tree: Tree, token: Token, crossing: Crossing, element: Element) -> Iterator[Reason]:
    before, after = waited(token.element.triggers), waited(element.triggers)
    if token.waits and before != after:
        yield _reason("subscription", token, ", ".join(before), ", ".join(after))


def waited(triggers: Iterable[Trigger]) -> list[str]:
    """What is waited for: the kind, of messages and signals the name too. Times and conditions may change."""
    return [f"{each.kind} {each.name.text}" if each.name is not None else each.kind for each in triggers]


def _called(tree: Tree, token: Token, crossing: Crossing, element: Element) -> Iterator[Reason]:
    before, after = token.element.work, element.work
    if not (isinstance(before, CallWork) and isinstance(after, CallWork) and token._children):
        return
    if before.called.text != after.called.text:
        yield _reason("called", token, before.called.text, after.called.text)


def _topic(tree: Tree, token: Token, crossing: Crossing, element: Element) -> Iterator[Reason]:
    """A job that has failed for good is made anew, as the new version says."""
    before, after = token.element.work, element.work
    if not (isinstance(before, JobWork) and isinstance(after, JobWork) and _is_open(token)):
        return
    if before.topic.text != after.topic.text:
        yield _reason("topic", token, before.topic.text, after.topic.text)


def _form(tree: Tree, token: Token, crossing: Crossing, element: Element) -> Iterator[Reason]:
    if isinstance(element.work, UserWork) and _is_open(token):
        try:
            mapping.text(tree, token, element.work.form)
        except Fault as fault:
            yield _reason("form", token, new=str(fault))


def _is_open(token: Token) -> bool:
    return token.stage == BEGUN and token.fault is None and not hasattr(token.task_spec, "loop")


def _join(tree: Tree, token: Token, crossing: Crossing, element: Element) -> Iterator[Reason]:
    if token.stage == AT_JOIN and crossing.flow(token.flow or "") is None:
        yield _reason("join", token, token.flow)


def _start(tree: Tree, token: Token, crossing: Crossing, element: Element) -> Iterator[Reason]:
    for name in token.internal_data.get("start", ()):
        if crossing.element(name) is None:
            yield _reason("start", token, name)


def _undoing(token: Token, crossing: Crossing) -> Iterator[Reason]:
    for name in _undo_names(token.internal_data.get("undo", ())):
        if crossing.element(name) is None:
            yield _reason("undo", token, name)


def _undo_names(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    for record in records:
        yield from (record["of"], record["run"], *record.get("start", ()))
        yield from _undo_names(record.get("undo", ()))


Question = Callable[[Tree, Token, Crossing, Element], Iterator[Reason]]
QUESTIONS: tuple[Question, ...] = (_scope, _loop, _subscription, _called, _topic, _form, _join, _start)


# ---- joins ---------------------------------------------------------------------------------------


def _stuck(tokens: list[Token], crossing: Crossing, specs: dict[str, Any]) -> Iterator[Reason]:
    """Joins of the new version that would wait for ever, where the old one's would not."""
    for scope in tokens:
        inside = [each for each in scope.live() if not each.is_process]
        if not inside:
            continue
        before = {crossing.target(name) for name, _ in _hungry(inside, scope.task_spec.specs, None)}
        for name, flow in _hungry(inside, specs, crossing):
            if name not in before:
                yield Reason(code="stuck", element=name, new=flow)


def _hungry(
    inside: list[Token], specs: dict[str, Any], crossing: Crossing | None
) -> Iterator[tuple[str, str]]:
    """Parallel joins that some of their flows can still feed, and others not: (element, such a flow)."""
    live = {_name(each.element.id, crossing) for each in inside if each.stage != AT_JOIN}
    filled = {_flow(each.flow, crossing) for each in inside if each.stage == AT_JOIN}
    for name in specs:
        spec = specs[name]
        if not isinstance(spec, Parallel) or len(spec.element.incoming) < 2:
            continue
        others = live | {_name(e.element.id, crossing) for e in inside if e.stage == AT_JOIN} - {name}
        fed = [
            flow.id in filled or bool(others & spec.sources([flow.source])) for flow in spec.element.incoming
        ]
        if any(fed) and not all(fed):
            yield name, spec.element.incoming[fed.index(False)].id


def _name(element: str, crossing: Crossing | None) -> str | None:
    return element if crossing is None else crossing.target(element)


def _flow(flow: str | None, crossing: Crossing | None) -> str | None:
    return flow if crossing is None else crossing.flow(flow or "")
