"""One instance: a command in, events out. Nothing else of the product moves a token.

A refused command (`WrongState`, `InvalidCommand`) changes nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engine import events
from engine.bpmn.faults import Fault
from engine.bpmn.model import Definition
from engine.bpmn.scopes import visible
from engine.bpmn.specs import arming
from engine.bpmn.specs.build import compiled
from engine.bpmn.specs.catching import Occurrence, occur, signal
from engine.bpmn.specs.loops import terminate
from engine.bpmn.specs.modification import modify
from engine.bpmn.specs.running import settle
from engine.bpmn.specs.throwing import escalate, report_error
from engine.bpmn.specs.tree import (
    AT_JOIN,
    BEGUN,
    CLEAR,
    ERROR,
    FREE,
    HELD,
    MAPPED,
    NEW,
    PARKED,
    STARTED,
    WAITING,
    WORKED,
    Token,
    Tree,
)
from engine.bpmn.world import World
from engine.errors import InvalidCommand, WrongState

Variables = Mapping[str, Any]
NOTHING: Variables = {}
#: an asynchronous continuation: the stage that waits, and the one behind it
CONTINUED = {HELD: CLEAR, PARKED: FREE}
#: the stage from which a failed continuation is tried again
TRIED_FROM = {HELD: NEW, PARKED: MAPPED}


class Execution:
    """The tokens and variables of one instance."""

    def __init__(self, tree: Tree) -> None:
        #: of the package alone
        self.tree = tree

    # ---- life ------------------------------------------------------------------------------------

    @classmethod
    def start(
        cls,
        definition: Definition,
        world: World,
        variables: Variables = NOTHING,
        business_key: str | None = None,
        start: str | None = None,
    ) -> "Execution":
        """A new instance; `start`: the start event that begins it, else the none start event."""
        _check_start(definition, start)
        tree = Tree(compiled, definition, world)
        tree.business_key = business_key
        root = tree.root = Token(tree, tree.spec.start, None)
        root.local = dict(variables)
        tree.changed.update(variables)
        tree.emit(
            events.ProcessInstanceStarted(
                definition_id=definition.id,
                business_key=business_key,
                title=_shown(tree, root, definition.title),
                subject=_shown(tree, root, definition.subject),
                variables=dict(variables),
            )
        )
        if start is not None:
            root.internal_data["start"] = [start]
        root.arrive()
        settle(tree)
        return cls(tree)

    def cancel(self, reason: str | None = None) -> None:
        """End the instance from outside."""
        root = self._root()
        self.tree.final = root.local or {}
        terminate(self.tree, root)
        self.tree.state = "terminated"
        self.tree.emit(events.ProcessInstanceTerminated(reason=reason))

    def modify(self, cancel: Sequence[str] = (), start: Sequence[str] = ()) -> None:
        """Take tokens away here, put tokens there."""
        self._root()
        modify(self.tree, [self._token(each) for each in cancel], start)
        settle(self.tree)

    # ---- what people and workers do --------------------------------------------------------------

    def complete(self, activity: str, variables: Variables = NOTHING) -> None:
        """A user task or job is done, or an asynchronous continuation goes on."""
        token = self._open(activity, "complete")
        token.stage = CONTINUED.get(token.stage, WORKED)
        self.tree.assign(token, variables)
        token.wake()
        settle(self.tree)

    def throw_error(
        self,
        activity: str,
        code: str,
        message: str | None = None,
        variables: Variables = NOTHING,
    ) -> None:
        """An outcome that is drawn as an error; nobody catches it: an incident."""
        token = self._open(activity, "error")
        self.tree.assign(token, variables)
        what = Occurrence(kind="error", code=code, message=message)
        found = report_error(self.tree, token, token, what)
        if found is not None:
            occur(self.tree, found, what)
        else:
            uncaught = f"expected the error {code!r} to be caught, but nobody does"
            self.tree.incident(token, Fault(f"{message} [{code}]" if message else uncaught, "error"))
        settle(self.tree)

    def throw_escalation(self, activity: str, code: str, variables: Variables = NOTHING) -> None:
        """Tell somebody around; the activity goes on unless it is interrupted."""
        token = self._open(activity, "escalation")
        self.tree.assign(token, variables)
        found = escalate(self.tree, token, token, code)
        if found is not None:
            occur(self.tree, found, Occurrence(kind="escalation", code=code))
        settle(self.tree)

    def fail(self, activity: str, message: str) -> None:
        """The tries of a job are spent."""
        token = self._open(activity, "fail")
        self.tree.incident(token, Fault(message, "job"))

    def retry(self, activity: str) -> None:
        """An incident is put right: the element again."""
        token = self._token(activity)
        if token.fault is None:
            raise WrongState(f"expected an incident at {activity}, but there is none", activity=activity)
        self.tree.resolve(token)
        if token.is_armed:
            arming.again(self.tree, token)
        elif token.stage == AT_JOIN:
            token._set_state(WAITING)
            self.tree.stirred[token.above.id if token.above else 0] = None
        else:
            token.stage = TRIED_FROM.get(token.stage, token.stage)
            token.wake()
        settle(self.tree)

    # ---- what happens ----------------------------------------------------------------------------

    def fire(self, activity: str) -> None:
        """A timer is due."""
        token = self._waiting(activity, "timer", None)
        occur(self.tree, token, Occurrence(kind="timer"))
        settle(self.tree)

    def deliver(self, activity: str, message_name: str, variables: Variables = NOTHING) -> None:
        """A message for one that waits."""
        token = self._waiting(activity, "message", message_name)
        occur(self.tree, token, Occurrence(kind="message", name=message_name, variables=variables))
        settle(self.tree)

    def signal(self, name: str, variables: Variables = NOTHING) -> None:
        """A signal for all of this instance that wait for it."""
        self._root()
        signal(self.tree, name, variables)
        settle(self.tree)

    def set_variables(self, scope: str | None, variables: Variables) -> None:
        """Set variables of the process, or of one activity alone."""
        token = self._scope(scope)
        self.tree.declare(token, variables)
        settle(self.tree)

    # ---- what can be asked -----------------------------------------------------------------------

    def drain(self) -> tuple[events.Event, ...]:
        """The events since the last drain."""
        found, self.tree.events = tuple(self.tree.events), []
        return found

    @property
    def state(self) -> str:
        """active, completed or terminated"""
        return self.tree.state

    @property
    def definition(self) -> Definition:
        return self.tree.definition

    @property
    def world(self) -> World:
        return self.tree.world

    @world.setter
    def world(self, world: World) -> None:
        self.tree.face(world)

    def variables(self, activity: str | None = None) -> dict[str, Any]:
        """What an activity sees; None: the process."""
        if self.tree.state != "active":
            return dict(self.tree.final)
        return dict(visible(self._scope(activity)))

    def local(self, activity: str) -> dict[str, Any]:
        """The variables of an activity alone, its input parameters for one."""
        return dict(self._token(activity).local or {})

    # ---- finding tokens --------------------------------------------------------------------------

    def _root(self) -> Token:
        if self.tree.root is None or self.tree.state != "active":
            raise WrongState(f"expected a running instance, but it is {self.tree.state}")
        return self.tree.root

    def _token(self, activity: str) -> Token:
        self._root()
        element, _, number = activity.rpartition(":")
        token = self.tree.tasks.get(int(number)) if number.isdecimal() and len(number) < 15 else None
        if token is None or token.element.id != element:
            raise WrongState(f"expected {activity} to be open, but it is not any more", activity=activity)
        return token

    def _open(self, activity: str, command: str) -> Token:
        token = self._token(activity)
        is_continuation = token.stage in CONTINUED and command in ("complete", "fail")
        is_work = token.stage == BEGUN and command in token.task_spec.takes
        if token._state == STARTED and (is_continuation or is_work):
            return token
        raise WrongState(f"expected {activity} to be open for {command!r}, but it is not", activity=activity)

    def _waiting(self, activity: str, kind: str, name: str | None) -> Token:
        token = self._token(activity)
        is_there = token.id in self.tree.waiting and token._state != ERROR
        if is_there and arming.awaited(token, kind, name) is not None:
            return token
        what = f"the {kind} {name!r}" if name else f"a {kind}"
        raise WrongState(f"expected {activity} to wait for {what}, but it does not", activity=activity)

    def _scope(self, activity: str | None) -> Token:
        """A called process stands for its call."""
        if activity is None:
            return self._root()
        token = self._token(activity)
        return next((child for child in token.live() if child.is_process), token)


def _check_start(definition: Definition, start: str | None) -> None:
    if start is None and not definition.root.starts:
        raise InvalidCommand(
            f"expected {definition.key} to have a none start event, but it starts by "
            f"{', '.join(each.kind for each in definition.start_events)}; name the start event"
        )
    if start is not None and start not in {each.element for each in definition.start_events}:
        raise InvalidCommand(f"expected a start event of {definition.key}, but got {start!r}")


def _shown(tree: Tree, root: Token, expression: Any) -> str | None:
    """A text for lists; one that cannot be evaluated shows itself."""
    if expression is None:
        return None
    try:
        value = tree.evaluate(root, expression)
    except Fault:
        return str(expression.text)
    return None if value is None else str(value)
