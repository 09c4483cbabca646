"""The state of an instance as bytes: two lines of JSON, tokens and values. What the definition knows is left out.

Large values can lie elsewhere, by their digest; they are fetched when somebody asks for them. The many branches of a
wide instance can lie in pages: a step writes those that it changed.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

import orjson

from engine import encoding
from engine.bpmn.execution import Execution
from engine.bpmn.model import Definition
from engine.bpmn.pages import Pages, Turn, divided, read_pages, turned
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


def dump(
    execution: Execution, keep: Keep | None = None, above: int = LARGE, turn: Turn | None = None
) -> bytes:
    """What `load` needs, between commands only.

    `keep(digest, text)`, if given, gets values above so many bytes; `turn(number, text)` the pages of a wide instance
    that changed since it was loaded, None for one that is not needed any more.
    """
    tree = execution.tree
    ids: dict[str, int] = {tree.definition.id: 0}
    here, leaves = (list(tree.tasks.values()), {}) if turn is None else divided(tree)
    rows, values = _written(here, ids, {FINAL: tree.final}, keep, above)
    pages: dict[int, bytes] = {}
    for number, tokens in leaves.items():
        own, beside = _written(tokens, ids, {}, keep, above)
        pages[number] = orjson.dumps(own) + b"\n" + beside
    marks = turned(tree, pages, turn) if turn else {}
    header = [VERSION, tree.last_id, tree.state, tree.business_key, list(ids)[1:], rows]
    return orjson.dumps([*header, marks] if marks else header) + b"\n" + values


def _written(
    tokens: Iterable[Token], ids: dict[str, int], scopes: dict[str, Any], keep: Keep | None, above: int
) -> tuple[list[list[Any]], bytes]:
    """Rows of these tokens, and the text of their variables beside `scopes`."""
    rows = [_row(token, ids) for token in tokens]
    scopes |= {str(token.id): token.local for token in tokens if token.local is not None}
    notes = {str(token.id): token.internal_data for token in tokens if token.internal_data}
    if keep is None or not any(isinstance(each, Referring) for each in scopes.values()):
        values = encoding.dumps([scopes, notes, {}])
        if keep is None or len(values) <= above:
            return rows, values
    parts = {id: _near_and_far(scope, keep, above) for id, scope in scopes.items()}
    here = {id: near for id, (near, _) in parts.items()}
    elsewhere = {id: far for id, (_, far) in parts.items() if far}
    return rows, encoding.dumps([here, notes, elsewhere])


def _near_and_far(scope: dict[str, Any], keep: Keep, above: int) -> tuple[dict[str, Any], dict[str, str]]:
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
    definition: Definition,
    state: bytes,
    world: World,
    fetch: Callable[[str], bytes] | None = None,
    pages: Pages | None = None,
) -> Execution:
    """The execution that `dump` wrote, by this or an older format.

    `fetch(digest)` gives what was kept, `pages()` every page; Conflict when they are not of the moment of the state.
    """
    (last_id, status, business_key, others), marks, parts = _read(state, pages)
    rows, scopes, notes, elsewhere = parts
    tree = Tree(compiled, definition, world)
    tree.last_id, tree.state, tree.business_key, tree.pages = last_id, status, business_key, marks
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


def _read(state: bytes, pages: Pages | None) -> tuple[list[Any], dict[str, str], Parts]:
    """What stands at the head, the marks of the pages, and all parts together."""
    first, _, second = state.partition(b"\n")
    version, *head = orjson.loads(first)
    parts: Parts = (head[4], *encoding.loads(second))
    if version != VERSION:
        parts = _upgraded(version, parts)
    marks: dict[str, str] = head[5] if len(head) > 5 else {}
    if marks:
        for page in read_pages(marks, pages):
            _add_page(page, parts)
        parts[0].sort()
    return head[:4], marks, parts


def whole(state: bytes, pages: list[tuple[int, bytes]]) -> bytes:
    """The state with its pages in it."""
    head, _, (rows, *values) = _read(state, lambda: pages)
    return orjson.dumps([VERSION, *head, rows]) + b"\n" + encoding.dumps(values)


def _add_page(page: bytes, parts: Parts) -> None:
    first, _, second = page.partition(b"\n")
    rows, *values = parts
    rows += orjson.loads(first)
    for found, more in zip(values, encoding.loads(second), strict=True):
        found |= more


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
