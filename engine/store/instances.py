"""Process instances: one row each, with the state of the execution and the head of the history."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update

from engine.errors import Conflict, NotFound
from engine.store.prepared import Prepared, together
from engine.store.schema import candidate, incident, instance_body, page, process_instance, user_task

#: what a step may change in the row
CHANGING = (
    "definition_id",
    "state",
    "incidents",
    "ended_at",
    "due_at",
    "due_activity",
    "seq",
    "head",
    "execution",
)
_LOAD = Prepared(select(process_instance).where(process_instance.c.id == bindparam("b_id")))
_BODIES = Prepared(
    select(instance_body.c.body)
    .where(instance_body.c.instance_id == bindparam("b_id"))
    .order_by(instance_body.c.body)
)
_ADD = Prepared(
    insert(process_instance).values({each.name: bindparam(each.name) for each in process_instance.c})
)
_SAVE = Prepared(
    update(process_instance)
    .where(process_instance.c.id == bindparam("b_id"), process_instance.c.seq == bindparam("b_seq"))
    .values({name: bindparam(name) for name in CHANGING})
)
_PAGES = Prepared(select(page.c.number, page.c.content).where(page.c.instance_id == bindparam("b_id")))
_DROP_PAGE = Prepared(
    delete(page).where(page.c.instance_id == bindparam("b_id"), page.c.number == bindparam("b_number"))
)
_PUT_PAGE = Prepared(
    insert(page).values(
        instance_id=bindparam("b_id"), number=bindparam("b_number"), content=bindparam("content")
    )
)


def _move(deadline: Any) -> Prepared:
    """Open tasks of the case."""
    open_tasks = (user_task.c.instance_id == bindparam("b_id")) & (user_task.c.state == "open")
    return Prepared(update(user_task).where(open_tasks).values(deadline=deadline))


_OWN, _DUE = user_task.c.due_at, bindparam("due", type_=user_task.c.due_at.type)
_MOVE = _move(case((_OWN < _DUE, _OWN), else_=_DUE))
_MOVE_TO_OWN = _move(_OWN)
_MOVE_OFFERS = Prepared(
    update(candidate)
    .where(candidate.c.instance_id == bindparam("b_id"))
    .values(
        deadline=select(user_task.c.deadline)
        .where(
            user_task.c.instance_id == candidate.c.instance_id, user_task.c.activity == candidate.c.activity
        )
        .scalar_subquery()
    )
)


def get(tx: Connection, instance_id: str) -> Any:
    row = _LOAD.named(tx, {"b_id": instance_id})
    if row is None:
        raise NotFound(f"There is no process instance {instance_id}.", id=instance_id)
    return row


def add(tx: Connection, row: dict[str, Any]) -> None:
    _ADD.send(tx, row)


@contextmanager
def saving(tx: Connection, instance_id: str, seq: int, row: dict[str, Any]) -> Iterator[None]:
    """The row, before whatever the block writes. Conflict when it has moved on since it was read with `seq`.

    Whoever comes second waits at this row, and holds nothing that the first one needs.
    """
    with together(tx):
        sent = _SAVE.send(tx, {"b_id": instance_id, "b_seq": seq, **row})
        yield
    if sent.rowcount != 1:
        raise Conflict(f"Process instance {instance_id} was changed at the same moment; try again.")


def pages(tx: Connection, instance_id: str) -> list[tuple[int, bytes]]:
    return [(number, bytes(content)) for number, content in _PAGES.all(tx, {"b_id": instance_id})]


def put_pages(tx: Connection, instance_id: str, changed: Mapping[int, bytes | None]) -> None:
    """None: the page goes."""
    for number, content in changed.items():
        at = {"b_id": instance_id, "b_number": number}
        _DROP_PAGE.send(tx, at)
        if content is not None:
            _PUT_PAGE.send(tx, {**at, "content": content})


def count_incidents(tx: Connection, instance_id: str) -> None:
    """Some may have gone with what was terminated."""
    opened = select(func.count()).where(incident.c.instance_id == instance_id, incident.c.state == "open")
    where = process_instance.c.id == instance_id
    tx.execute(update(process_instance).where(where).values(incidents=opened.scalar_subquery()))


def bodies(tx: Connection, instance_id: str) -> tuple[str, ...]:
    return tuple(row[0] for row in _BODIES.all(tx, {"b_id": instance_id}))


def move_deadlines(tx: Connection, instance_id: str, due_at: Any) -> None:
    """Open tasks of the case follow its deadline (None: it runs no more); an earlier date of their own stays."""
    (_MOVE_TO_OWN if due_at is None else _MOVE).send(tx, {"b_id": instance_id, "due": due_at})
    _MOVE_OFFERS.send(tx, {"b_id": instance_id})
