"""What a step reads of its case, in one statement: the instance, and the user task it is about."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, select

from engine.errors import NotFound
from engine.store.prepared import Prepared
from engine.store.schema import deadline, draft, history, instance_body, process_instance, user_task

#: stream of the history that grows with each deployment
DEPLOYMENTS = "deployments"

_bodies = select(func.aggregate_strings(instance_body.c.body, ","))
_running = select(func.aggregate_strings(deadline.c.activity, ","))
_deployments = select(func.max(history.c.seq)).where(history.c.instance_id == DEPLOYMENTS)
#: beside its row: the bodies it was routed to, activities whose terms are open, how often anything was deployed
_ABOUT = (
    _bodies.where(instance_body.c.instance_id == process_instance.c.id).scalar_subquery(),
    _running.where(
        deadline.c.instance_id == process_instance.c.id, deadline.c.state.in_(("running", "paused"))
    ).scalar_subquery(),
    _deployments.scalar_subquery(),
)
_INSTANCE = Prepared(select(*process_instance.c, *_ABOUT).where(process_instance.c.id == bindparam("id")))
_HAS_DRAFT = exists().where(draft.c.key == user_task.c.instance_id + ":" + user_task.c.activity)
_TASK = Prepared(
    select(*user_task.c, _HAS_DRAFT, *process_instance.c, *_ABOUT)
    .join(process_instance, process_instance.c.id == user_task.c.instance_id)
    .where(user_task.c.instance_id == bindparam("id"), user_task.c.activity == bindparam("activity"))
)
_COUNT = Prepared(select(func.max(history.c.seq)).where(history.c.instance_id == bindparam("stream")))
_LOCK = Prepared(
    select(process_instance.c.id).where(process_instance.c.id == bindparam("id")).with_for_update()
)

TASK_NAMES = (*user_task.c.keys(), "has_draft")
INSTANCE_NAMES = (*process_instance.c.keys(), "bodies", "running", "deployments")


def instance(tx: Connection, instance_id: str) -> Any:
    row = _INSTANCE.first(tx, {"id": instance_id})
    if row is None:
        raise NotFound(f"There is no process instance {instance_id}.", id=instance_id)
    return _named(INSTANCE_NAMES, row)


def task(tx: Connection, instance_id: str, activity: str) -> tuple[Any, Any]:
    """The task, and its instance."""
    row = _TASK.first(tx, {"id": instance_id, "activity": activity})
    if row is None:
        raise NotFound(f"There is no user task {instance_id}:{activity}.", id=f"{instance_id}:{activity}")
    return _named(TASK_NAMES, row), _named(INSTANCE_NAMES, row[len(TASK_NAMES) :])


def _named(names: tuple[str, ...], values: tuple[Any, ...]) -> SimpleNamespace:
    return SimpleNamespace(**dict(zip(names, values, strict=False)))


def deployments(tx: Connection) -> int:
    """How often anything was deployed."""
    (found,) = _COUNT.first(tx, {"stream": DEPLOYMENTS}) or (0,)
    return found or 0


def lock(tx: Connection, instance_id: str) -> None:
    """Wait until nobody else is about to change the instance; SQLite has one writer anyway."""
    _LOCK.first(tx, {"id": instance_id})
