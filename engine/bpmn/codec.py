"""The state of an instance as bytes: two lines of JSON, tokens and values. What the definition knows is left out.

Large values can lie elsewhere, by their digest; they are fetched when somebody asks for them.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import orjson

from engine import encoding
from engine.bpmn.execution import Execution
from engine.bpmn.model import Definition
from engine.bpmn.scopes import Referring
from engine.bpmn.specs import arming
from engine.bpmn.specs.build import compiled
from engine.bpmn.specs.tree import AT_JOIN, ERROR, Token, Tree
from engine.bpmn.world import World
from engine.errors import WrongState

VERSION = 2
#: bytes of a value's text above which it is kept elsewhere
LARGE = 8192
#: the variables of the instance as a whole, among those of its tokens
FINAL = "0"

Keep = Callable[[str, bytes], None]
#: rows of tokens, variables by token, notes by token, digests of large values by token and name
Parts = tuple[list[list[Any]], dict[str, Any], dict[str, Any], dict[str, dict[str, str]]]


def dump(execution: Execution, keep: Keep | None = None, above: int = LARGE) -> bytes:
    """What `load` needs, between commands only. `keep(digest, text)`, if given, gets values above so many bytes."""
    tree = execution.tree
    tokens = tree.tasks.values()
    ids: dict[str, int] = {tree.definition.id: 0}
    rows = [_row(token, ids) for token in tokens]
    header = [VERSION, tree.last_id, tree.state, tree.business_key, list(ids)[1:], rows]
    scopes = {str(token.id): token.local for token in tokens if token.local is not None}
    scopes[FINAL] = tree.final
    notes = {str(token.id): token.internal_data for token in tokens if token.internal_data}
    head = orjson.dumps(header) + b"\n"
    if keep is None or not any(isinstance(each, Referring) for each in scopes.values()):
        values = encoding.dumps([scopes, notes, {}])
        if keep is None or len(values) <= above:
            return head + values
    divided = {id: _divided(scope, keep, above) for id, scope in scopes.items()}
    here = {id: near for id, (near, _) in divided.items()}
    elsewhere = {id: far for id, (_, far) in divided.items() if far}
    return head + encoding.dumps([here, notes, elsewhere])


def _divided(scope: dict[str, Any], keep: Keep, above: int) -> tuple[dict[str, Any], dict[str, str]]:
    """What stays here, and name -> digest of what lies elsewhere from now on."""
    near, far = (scope.here(), dict(scope.elsewhere)) if isinstance(scope, Referring) else (dict(scope), {})
    for name, value in tuple(near.items()):
        text = b"" if _is_short(value, above) else encoding.dumps(value)
        if len(text) > above:
            del near[name]
            far[name] = encoding.digest(text)
            keep(far[name], text)
    return near, far


def _is_short(value: Any, above: int) -> bool:
    """Without writing it out: a character takes at most six bytes."""
    if isinstance(value, str):
        return len(value) * 6 + 2 <= above
    return not isinstance(value, list | dict)


def _row(token: Token, ids: dict[str, int]) -> list[Any]:
    return [
        token.id,
        token.above.id if token.above is not None else 0,
        ids.setdefault(token.definition.id, len(ids)),
        token.task_spec.name,
        token._state,
        token.stage,
        int(token.is_armed),
        token.flow,
        token.index,
        token.fault,
        token.waits,
    ]


def load(
    definition: Definition, state: bytes, world: World, fetch: Callable[[str], bytes] | None = None
) -> Execution:
    """The execution that `dump` wrote, by this or an older format. `fetch(digest)` gives what was kept."""
    first, _, second = state.partition(b"\n")
    version, last_id, status, business_key, others, rows = orjson.loads(first)
    scopes, notes, elsewhere = encoding.loads(second)
    if version != VERSION:
        rows, scopes, notes, elsewhere = _upgraded(version, (rows, scopes, notes, elsewhere))
    tree = Tree(compiled, definition, world)
    tree.last_id, tree.state, tree.business_key = last_id, status, business_key
    specs = [compiled(definition).task_specs]
    specs += [compiled(world.definition_by_id(each)).task_specs for each in others]
    for row in rows:
        _revive(tree, specs, row)
    if elsewhere:
        read = cache(partial(_fetched, fetch))
        scopes |= {id: Referring(scopes[id], names, read) for id, names in elsewhere.items()}
    tree.final = scopes.pop(FINAL)
    for id, local in scopes.items():
        tree.tasks[int(id)].local = local
    for id, note in notes.items():
        tree.tasks[int(id)].internal_data = note
    for token in tree.waiting.values():
        if arming.awaited(token, "conditional", None) is not None:
            tree.conditions[token.id] = token
    tree.root = next(iter(tree.tasks.values()), None)
    return Execution(tree)


def _fetched(fetch: Callable[[str], bytes] | None, digest: str) -> Any:
    if fetch is None:
        raise WrongState(f"expected a place that has the value {digest}, but none was given")
    return encoding.loads(fetch(digest))


def _revive(tree: Tree, specs: list[dict[str, Any]], row: list[Any]) -> None:
    id, parent, definition, name, state, stage, armed, flow, index, fault, waits = row
    token = Token(tree, specs[definition][name], tree.tasks.get(parent), armed=bool(armed), id=id)
    token._state, token.stage, token.flow, token.index = state, stage, flow, index
    token.fault, token.waits = fault, waits
    if waits and state != ERROR:
        tree.waiting[id] = token
    if stage == AT_JOIN:
        token.task_spec.waiting(tree, token).setdefault(flow or "", []).append(token)


def _upgraded(version: int, parts: Parts) -> Parts:
    """The parts of an older format, one step at a time."""
    if version not in UPGRADES:
        raise WrongState(
            f"expected state of format {VERSION} or older, but got {version}; install the version that wrote it"
        )
    while version != VERSION:
        parts = UPGRADES[version](*parts)
        version += 1
    return parts


def _from_1(
    rows: list[list[Any]], final: dict[str, Any], scopes: dict[str, Any], notes: dict[str, Any]
) -> Parts:
    """Rows ended with their last column that said anything; the variables of the whole stood apart."""
    rows = [[*row, *(None, None, None, [])[len(row) - 7 :]] for row in rows]
    return rows, {**scopes, FINAL: final}, notes, {}


#: format -> its parts in the next format
UPGRADES: dict[int, Callable[..., Parts]] = {1: _from_1}
