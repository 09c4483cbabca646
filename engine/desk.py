"""One task on a clerk's desk: all that its form needs, read in one question, and what was seen for the step to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import executions, reading
from engine.context import Seen
from engine.errors import NotAllowed
from engine.forms import Form
from engine.identifiers import Address
from engine.library import FORM
from engine.permissions import may_see_task
from engine.reader import Reader
from engine.store import opened
from engine.values import Actor, UserTask


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    task: UserTask
    #: None: the task is only finished
    form: Form | None
    #: what the task sees; of a finished one, what the case holds
    variables: Mapping[str, Any]
    #: for `ProcessEngine.execute`: nothing is read again unless somebody was faster
    seen: Seen


def desk(reader: Reader, actor: Actor, task_id: str) -> Desk:
    at = Address.parse(task_id)
    task, instance = opened.task(reader.tx, *at)
    if not may_see_task(actor, task):
        raise NotAllowed(f'The task "{task.name}" is not offered to you.')
    execution, world = executions.loaded(reader, instance)
    return Desk(
        task=reading.user_task(task),
        form=_form(reader, task.form, instance.deployments) if task.form else None,
        variables=execution.variables(at.activity if task.state == "open" else None),
        seen=Seen(at=at, task=task, instance=instance, execution=(execution, world)),
    )


def _form(reader: Reader, key: str, deployments: int | None) -> Form:
    """The newest version; looked for again after something was deployed."""
    library = reader.library
    found = library.keep(deployments, (FORM, key), lambda: library.find(reader.tx, FORM, key))
    return library.form(reader.tx, found)
