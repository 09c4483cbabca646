"""The state of an instance as bytes: two lines of JSON, tokens and values. What the definition knows is left out."""

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

VERSION = 1


def dump(execution: Execution) -> bytes:
    """What `load` needs. Between commands only."""
    tree = execution.tree
    ids: dict[str, int] = {tree.definition.id: 0}
    rows = [_row(token, ids) for token in tree.tasks.values()]
    header = [VERSION, tree.last_id, tree.state, tree.business_key, list(ids)[1:], rows]
    values = [
        tree.final,
        {str(token.id): token.local for token in tree.tasks.values() if token.local is not None},
        {str(token.id): token.internal_data for token in tree.tasks.values() if token.internal_data},
    ]
    return orjson.dumps(header) + b"\n" + encoding.dumps(values)


def _row(token: Token, ids: dict[str, int]) -> list[Any]:
    definition = ids.setdefault(token.definition.id, len(ids))
    row: list[Any] = [
        token.id,
        token.above.id if token.above is not None else 0,
        definition,
        token.task_spec.name,
        token._state,
        token.stage,
        int(token.is_armed),
        token.flow,
        token.index,
        token.fault,
        token.waits,
    ]
    while len(row) > 7 and not row[-1] and row[-1] != 0:
        row.pop()
    return row


def load(definition: Definition, state: bytes, world: World) -> Execution:
    """The execution that `dump` wrote."""
    first, _, second = state.partition(b"\n")
    version, last_id, status, business_key, others, rows = orjson.loads(first)
    if version != VERSION:
        raise WrongState(f"expected state of format {VERSION}, but got {version}")
    tree = Tree(compiled, definition, world)
    tree.last_id, tree.state, tree.business_key = last_id, status, business_key
    specs = [compiled(definition)] + [compiled(world.definition_by_id(each)) for each in others]
    final, locals_, notes = encoding.loads(second)
    tree.final = final
    for row in rows:
        _revive(tree, [each.task_specs for each in specs], row)
    for id, local in locals_.items():
        tree.tasks[int(id)].local = local
    for id, note in notes.items():
        tree.tasks[int(id)].internal_data = note
    for token in tree.waiting.values():
        if arming.awaited(token, "conditional", None) is not None:
            tree.conditions[token.id] = token
    tree.root = next(iter(tree.tasks.values()), None)
    tree.stirred.clear()
    return Execution(tree)


def _revive(tree: Tree, specs: list[dict[str, Any]], row: list[Any]) -> None:
    id, parent, definition, name, state, stage, armed = row[:7]
    flow, index, fault, waits = row[7:] + [None] * (11 - len(row))
    token = Token(tree, specs[definition][name], tree.tasks.get(parent), armed=bool(armed), id=id)
    token._state, token.stage, token.flow, token.index = state, stage, flow, index
    token.fault, token.waits = fault, waits or []
    if token.waits and state != ERROR:
        tree.waiting[id] = token
    if stage == AT_JOIN:
        token.task_spec.waiting(tree, token).setdefault(flow or "", []).append(token)
