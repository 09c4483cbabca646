"""Who may: one table, command -> rule. A rule raises NotAllowed with the sentence a person sees."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row

from engine import commands
from engine.context import Context
from engine.errors import NotAllowed
from engine.identifiers import Address
from engine.library import PROCESS
from engine.store import lines
from engine.values import Actor

Rule = Callable[[Any, Context], None]
STAFF = ("clerk", "supervisor", "administrator")
#: who may see every case
OVERSEERS = ("auditor", "administrator")
#: property of a process that staff begin themselves: their roles
STARTED_BY = "started_by"


def require(command: commands.Command, context: Context) -> None:
    """NotAllowed unless the actor may do this. The system may do everything."""
    if not context.actor.is_system:
        RULES[type(command)](command, context)


def roles(*names: str) -> Rule:
    """Any of these system roles, in any body."""

    def rule(command: Any, context: Context) -> None:
        if not any(context.actor.has(name) for name in names):
            raise NotAllowed(
                f"Expected a person with role {' or '.join(names)}; ask an administrator for it."
            )

    return rule


def system_only(command: Any, context: Context) -> None:
    raise NotAllowed("Only the engine itself does this.")


def anyone(command: Any, context: Context) -> None:
    """Whoever is signed in."""


def may_see_task(actor: Actor, task: Row[Any] | Any) -> bool:
    """A candidate by role and body, the person who has it or is asked, or who watches over the body."""
    if actor.is_system or actor.id in (task.assignee, task.owner, task.completed_by):
        return True
    if actor.has("auditor") or actor.has("administrator") or actor.has("supervisor", task.body):
        return True
    return is_candidate(actor, task)


def is_candidate(actor: Actor, task: Row[Any] | Any) -> bool:
    groups = _split(task.candidate_groups)
    return actor.id in _split(task.candidate_users) or any(actor.has(role, task.body) for role in groups)


def _split(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names.split(",") if name) if isinstance(names, str) else names


def candidate(command: Any, context: Context) -> None:
    """One of those the task is offered to."""
    task = _task(command, context)
    if not is_candidate(context.actor, task) and task.assignee != context.actor.id:
        raise NotAllowed(f'"{task.name}" is not offered to you: it needs {_wanted(task)}.')


def holder(command: Any, context: Context) -> None:
    """The assignee; while nobody has it, a candidate."""
    task = _task(command, context)
    if task.assignee == context.actor.id:
        return
    if task.assignee is not None:
        raise NotAllowed(
            f'"{task.name}" is with {task.assignee}; only they, or a supervisor by reassigning, can do this.'
        )
    candidate(command, context)


def supervisor(command: Any, context: Context) -> None:
    """Who watches over the task's body."""
    task = _task(command, context)
    if not (context.actor.has("supervisor", task.body) or context.actor.has("administrator")):
        raise NotAllowed(f'Only a supervisor of the body may reassign "{task.name}".')


def term_supervisor(command: Any, context: Context) -> None:
    """Who watches over a body that the case was routed to."""
    if not _watches(Address.parse(command.term_id).instance_id, context):
        raise NotAllowed("Only a supervisor of the body may pause, resume or extend a term.")


def overseer(command: Any, context: Context) -> None:
    """Who watches over a body of the case, or over the system."""
    named = getattr(command, "predecessor", "") or getattr(command, "instance_id", "")
    instance_id = named or Address.parse(command.incident_id).instance_id
    if not (context.actor.has("administrator") or _watches(instance_id, context)):
        raise NotAllowed("Expected a supervisor of a body of this case, or an administrator.")


def _watches(instance_id: str, context: Context) -> bool:
    """A case that went to no body is watched by those who watch over all."""
    bodies = _split(context.instance(instance_id).bodies or "*")
    return any(context.actor.has("supervisor", body) for body in bodies)


def line_keeper(command: commands.CorrelateFirst, context: Context) -> None:
    """Who works in the body whose case is first in line."""
    row = lines.first(context.tx, command.name)
    bodies = _split(context.instance(row.instance_id).bodies or "") if row else ()
    if row and not any(member.body in bodies for member in context.actor.memberships):
        raise NotAllowed("Expected a person who works in the body that keeps this queue.")


def draft_owner(command: commands.SaveDraft, context: Context) -> None:
    """Of a task: its holder; of an application not yet filed: whoever writes it."""
    if command.key.startswith("start:"):
        if not command.key.endswith(f":{context.actor.id}"):
            raise NotAllowed("This draft belongs to another person.")
        return
    holder(commands.CompleteUserTask(task_id=command.key), context)


def starter(command: commands.StartProcessInstance, context: Context) -> None:
    """Staff for an applicant, or the applicant for himself; what staff begin themselves, only the roles it names."""
    wanted = _started_by(command, context)
    if wanted and not any(context.actor.has(role, command.variables.get("authority")) for role in wanted):
        raise NotAllowed(f"Expected a person with role {' or '.join(wanted)} in the body this is begun for.")
    if wanted:
        return
    if any(context.actor.has(role) for role in (*STAFF, "applicant")):
        return
    raise NotAllowed("Expected a clerk or an applicant; sign in as one of them.")


def _started_by(command: commands.StartProcessInstance, context: Context) -> tuple[str, ...]:
    found = context.library.find(context.tx, PROCESS, command.key)
    return _split(context.library.process(context.tx, found).properties.get(STARTED_BY, "").replace(" ", ""))


def participant(command: Any, context: Context) -> None:
    """Staff, or the applicant of the case."""
    row = context.instance(command.instance_id)
    if any(context.actor.has(role) for role in (*STAFF, "auditor")) or row.started_by == context.actor.id:
        return
    if row.subject is None or row.subject != context.actor.iin:
        raise NotAllowed("This case belongs to somebody else.")


def _task(command: Any, context: Context) -> Any:
    return context.task(Address.parse(command.task_id))


def _wanted(task: Row[Any]) -> str:
    where = f" in {task.body}" if task.body else ""
    return f"role {task.candidate_groups.replace(',', ' or ') or task.candidate_users}{where}"


OPERATOR = roles("administrator")
RULES: dict[type[commands.Command], Rule] = {
    commands.Deploy: roles("analyst", "administrator"),
    commands.StartProcessInstance: starter,
    commands.StartByEvent: system_only,
    commands.CancelProcessInstance: overseer,
    commands.SuspendProcessInstance: overseer,
    commands.ResumeProcessInstance: overseer,
    commands.SetVariables: OPERATOR,
    commands.ModifyProcessInstance: OPERATOR,
    commands.MigrateProcessInstance: OPERATOR,
    commands.RestartProcessInstance: overseer,
    commands.CorrelateMessage: roles(*STAFF),
    commands.CorrelateFirst: line_keeper,
    commands.DeliverMessage: system_only,
    commands.BroadcastSignal: OPERATOR,
    commands.DeliverSignal: system_only,
    commands.DeliverThrown: system_only,
    commands.AddDocument: participant,
    commands.AnnulDocument: overseer,
    commands.AddNote: participant,
    commands.RecordReading: anyone,
    commands.ClaimUserTask: candidate,
    commands.UnclaimUserTask: holder,
    commands.AssignUserTask: supervisor,
    commands.DelegateUserTask: holder,
    commands.ResolveUserTask: holder,
    commands.CompleteUserTask: holder,
    commands.SaveDraft: draft_owner,
    commands.AcquireJobs: OPERATOR,
    commands.ExtendLocks: OPERATOR,
    commands.CompleteJob: OPERATOR,
    commands.ThrowBpmnError: OPERATOR,
    commands.FailJob: OPERATOR,
    commands.ReserveNumber: OPERATOR,
    commands.FireTimer: system_only,
    commands.FireStartTimer: system_only,
    commands.HoldTimer: system_only,
    commands.PauseTerm: term_supervisor,
    commands.ResumeTerm: term_supervisor,
    commands.ExtendTerm: term_supervisor,
    commands.RecountTerms: OPERATOR,
    commands.SealHistory: OPERATOR,
    commands.ResolveIncident: overseer,
    commands.CreateUser: OPERATOR,
    commands.ChangePassword: OPERATOR,
    commands.DisableUser: OPERATOR,
    commands.GrantRole: OPERATOR,
    commands.RevokeRole: OPERATOR,
}
