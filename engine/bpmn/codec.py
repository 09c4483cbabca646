"""The state of an instance as bytes: two lines of JSON, tokens and values. What the definition knows is left out."""

from collections.abc import Callable
from typing import Any

import orjson

from engine import encoding
from engine.bpmn.execution import Execution
from engine.bpmn.model import Definition
from engine.bpmn.specs import arming
from engine.bpmn.specs.build import compiled
from engine.bpmn.specs.tree import AT_JOIN, ERROR, Token, Tree
from engine.bpmn.world import World
from engine.errors import WrongState

VERSION = 2


def dump(execution: Execution) -> bytes:
    """What `load` needs. Between commands only."""
    tree = execution.tree
    tokens = tree.tasks.values()
    ids: dict[str, int] = {tree.definition.id: 0}
    rows = [_row(token, ids) for token in tokens]
    header = [VERSION, tree.last_id, tree.state, tree.business_key, list(ids)[1:], rows]
    values = [
        tree.final,
        {str(token.id): token.local for token in tokens if token.local is not None},
        {str(token.id): token.internal_data for token in tokens if token.internal_data},
    ]
    return orjson.dumps(header) + b"\n" + encoding.dumps(values)


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


def load(definition: Definition, state: bytes, world: World) -> Execution:
    """The execution that `dump` wrote, now or by an older version of the product."""
    first, _, second = state.partition(b"\n")
    version, last_id, status, business_key, others, rows = orjson.loads(first)
    if version != VERSION:
        rows = _upgraded(version, rows)
    tree = Tree(compiled, definition, world)
    tree.last_id, tree.state, tree.business_key = last_id, status, business_key
    specs = [compiled(definition).task_specs]
    specs += [compiled(world.definition_by_id(each)).task_specs for each in others]
    for row in rows:
        _revive(tree, specs, row)
    tree.final, locals_, notes = encoding.loads(second)
    for id, local in locals_.items():
        tree.tasks[int(id)].local = local
    for id, note in notes.items():
        tree.tasks[int(id)].internal_data = note
    for token in tree.waiting.values():
        if arming.awaited(token, "conditional", None) is not None:
            tree.conditions[token.id] = token
    tree.root = next(iter(tree.tasks.values()), None)
    return Execution(tree)


def _revive(tree: Tree, specs: list[dict[str, Any]], row: list[Any]) -> None:
    id, parent, definition, name, state, stage, armed, flow, index, fault, waits = row
    token = Token(tree, specs[definition][name], tree.tasks.get(parent), armed=bool(armed), id=id)
    token._state, token.stage, token.flow, token.index = state, stage, flow, index
    token.fault, token.waits = fault, waits
    if waits and state != ERROR:
        tree.waiting[id] = token
    if stage == AT_JOIN:
        token.task_spec.waiting(tree, token).setdefault(flow or "", []).append(token)


def _upgraded(version: int, rows: list[list[Any]]) -> list[list[Any]]:
    """Rows of an older format, one step at a time."""
    if version not in UPGRADES:
        raise WrongState(
            f"expected state of format {VERSION} or older, but got {version}; install the version that wrote it"
        )
    while version != VERSION:
        rows = [UPGRADES[version](row) for row in rows]
        version += 1
    return rows


#: format -> a row of it in the next format. 1: empty columns at the end of a row were left out
UPGRADES: dict[int, Callable[[list[Any]], list[Any]]] = {
    1: lambda row: [*row, *(None, None, None, [])[len(row) - 7 :]],
}
