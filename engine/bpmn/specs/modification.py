"""Modification of a running instance: tokens taken away here, put there."""

from collections.abc import Sequence
from typing import Any

from engine.bpmn.specs.base import entry
from engine.bpmn.specs.loops import LoopBody, terminate
from engine.bpmn.specs.tree import Token, Tree, post_order
from engine.errors import InvalidCommand, WrongState


def modify(tree: Tree, cancelled: Sequence[Token], start: Sequence[str]) -> None:
    """Start first: a scope that gets a new token is not ended by losing its old ones."""
    for token in cancelled:
        if token.is_armed:
            raise WrongState(f"expected an activity, but {token.activity} only waits beside one")
    gone = {each.id for token in cancelled for each in post_order(token)}
    targets = [_target(tree, element, gone) for element in start]
    for process, element in targets:
        _enter(tree, process, element, gone)
    for token in cancelled:
        if token.id in tree.tasks:
            _take_away(tree, token)


def _target(tree: Tree, element: str, gone: set[int]) -> tuple[Token, str]:
    """The one running process that has the element."""
    found = [
        token
        for token in tree.tasks.values()
        if token.is_process and token.id not in gone and element in token.definition.elements
    ]
    if len(found) != 1:
        raise InvalidCommand(f"expected one running process with {element!r}, but there are {len(found)}")
    model = found[0].definition.elements[element]
    if model.is_armed or model.is_for_compensation or model.is_event_sub_process:
        raise InvalidCommand(f"expected an element that a flow can reach, but {element!r} is none")
    return found[0], element


def _enter(tree: Tree, process: Token, element: str, gone: set[int]) -> None:
    """A token at the element, in its scope; scopes that do not run are opened."""
    specs: dict[str, Any] = process.task_spec.specs
    scope, path = process, _path(process, element)
    while len(path) > 1 and (running := _running(scope, path[0], gone)):
        if len(running) > 1:
            raise InvalidCommand(f"expected {path[0]!r} to run once, but it runs {len(running)} times")
        scope = running[0]
        path.pop(0)
    if any(specs[each].is_looped for each in path[:-1]):
        raise InvalidCommand(f"expected the loop around {element!r} to run, but it does not; start the loop")
    token = tree.add(specs[path[0]] if path[1:] else entry(specs, element), scope)
    if path[1:]:
        token.internal_data["start"] = path[1:]
    token.arrive()


def _running(scope: Token, name: str, gone: set[int]) -> list[Token]:
    """Where a sub-process of this scope runs."""
    inside = scope.live()
    inside += [each for token in inside if isinstance(token.task_spec, LoopBody) for each in token.live()]
    return [
        token
        for token in inside
        if token.element.id == name and token.id not in gone and not isinstance(token.task_spec, LoopBody)
    ]


def _path(process: Token, element: str) -> list[str]:
    """The element and the sub-processes around it, outer first."""
    elements = process.definition.elements
    found = [element]
    parent = elements[element].parent
    while parent is not None:
        found.insert(0, parent)
        parent = elements[parent].parent
    return found


def _take_away(tree: Tree, token: Token) -> None:
    """End a token; a scope that has none left ends with it, without going on."""
    scope = token.above
    terminate(tree, token)
    if scope is None:
        return
    if isinstance(scope.task_spec, LoopBody) and scope._children:
        scope.task_spec.instance_cancelled(tree, scope)
    elif not scope._children and scope.above is not None:
        _take_away(tree, scope)
    elif not scope._children:
        scope.internal_data["terminated"] = True
        scope.task_spec.child_left(tree, scope, token)
