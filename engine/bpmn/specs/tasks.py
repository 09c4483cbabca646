"""Tasks: people, jobs, scripts, decisions, messages awaited."""

from typing import Any

from engine import events
from engine.bpmn import timers
from engine.bpmn.faults import NO_ANSWER, Fault
from engine.bpmn.model import DecisionWork, JobWork, ScriptWork, UserWork
from engine.bpmn.scopes import visible
from engine.bpmn.shapes import shape
from engine.bpmn.specs import arming, mapping
from engine.bpmn.specs.base import Node
from engine.bpmn.specs.tree import Token, Tree
from engine.expressions import Expression, ExpressionFault


class Passed(Node):
    """Task without a type, manual task, none event: passed at once."""


class UserTask(Node):
    """Open until a person has done it."""

    takes = frozenset({"complete", "error", "escalation"})

    def work(self, tree: Tree, token: Token) -> bool:
        work: UserWork = self.detail
        due = _schedule(tree, token, work.due)
        follow_up = _schedule(tree, token, work.follow_up)
        tree.emit(
            events.UserTaskCreated(
                activity=token.activity,
                element=self.element.id,
                name=self.element.name or self.element.id,
                definition_id=self.definition.id,
                assignee=mapping.text(tree, token, work.assignee),
                candidate_groups=mapping.names(tree, token, work.candidate_groups),
                candidate_users=mapping.names(tree, token, work.candidate_users),
                body=mapping.text(tree, token, work.body),
                lane=self.element.lane,
                form=mapping.text(tree, token, work.form),
                priority=mapping.priority(tree, token, work.priority, 50),
                due_at=due.due_at if due else None,
                term=due.term if due else None,
                follow_up_at=follow_up.due_at if follow_up else None,
            )
        )
        return False


def _schedule(tree: Tree, token: Token, expression: Expression | None) -> timers.Schedule | None:
    """When it is due, and the legal term behind it."""
    value = tree.evaluate(token, expression) if expression is not None else None
    return None if value in (None, "") else timers.schedule(None, value, tree.world.now)


class Job(Node):
    """Done outside, told by a command."""

    takes = frozenset({"complete", "error", "escalation", "fail"})

    def work(self, tree: Tree, token: Token) -> bool:
        work: JobWork = self.detail
        topic = mapping.text(tree, token, work.topic)
        if topic is None:
            raise Fault(f"expected {work.topic.text} to name a topic, but it is empty", "job")
        tries, pauses = mapping.retries(tree, token)
        tree.emit(
            events.JobCreated(
                activity=token.activity,
                element=self.element.id,
                topic=topic,
                definition_id=self.definition.id,
                priority=mapping.priority(tree, token, work.priority, 0),
                retries=tries,
                retry_after=pauses,
            )
        )
        return False


class Script(Node):
    """An expression of FEEL or JUEL; its value goes into a variable."""

    def work(self, tree: Tree, token: Token) -> bool:
        work: ScriptWork = self.detail
        value = tree.evaluate(token, work.script)
        if work.result is not None:
            tree.assign(token, {work.result: value})
        return True


class Decide(Node):
    """A decision of DMN."""

    def work(self, tree: Tree, token: Token) -> bool:
        work: DecisionWork = self.detail
        reference = mapping.text(tree, token, work.decision) or ""
        process = self.definition.id or self.definition.key
        try:
            model, decision = tree.world.decision(reference, process, work.binding)
            result = decision.evaluate(visible(token), tree.functions)
        except (ExpressionFault, *NO_ANSWER) as error:
            raise Fault(f"expected the decision {reference!r} to answer, but {error}", "decision") from error
        tree.emit(
            events.DecisionEvaluated(
                activity=token.activity,
                element=self.element.id,
                decision=decision.id,
                model_id=model,
                result=result.value,
                matched=tuple(_rule(each) for each in result.matched),
            )
        )
        value = shape(result, decision.id, work.mapping)
        if work.result is not None:
            tree.assign(token, {work.result: value})
        else:  # for the output parameters, as in Camunda 7
            tree.declare(token, {"decisionResult": value})
        return True


def _rule(rule: Any) -> dict[str, Any]:
    return {
        name: getattr(rule, name) for name in ("decision", "rule", "index", "inputs", "outputs", "annotation")
    }


class Receive(Node):
    """Waits for a message."""

    def work(self, tree: Tree, token: Token) -> bool:
        arming.wait(tree, token)
        return False
