"""The tree of live scopes and tokens: SpiffWorkflow's `Task` and `Workflow`, without clock, data and prediction.

What is finished leaves the tree. Ids count from 1; nothing here reads a clock or draws a number.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from engine import events
from engine.bpmn.faults import NO_ANSWER, Fault
from engine.bpmn.model import Definition, Element
from engine.bpmn.scopes import holder, visible
from engine.bpmn.world import World
from engine.expressions import Expression, ExpressionFault
from engine.expressions.scopes import Functions, OnCall

FUTURE = TaskState.FUTURE
WAITING = TaskState.WAITING
READY = TaskState.READY
STARTED = TaskState.STARTED
COMPLETED = TaskState.COMPLETED
ERROR = TaskState.ERROR

#: tokens alive in one instance
TOKEN_LIMIT = 20_000
#: scopes within scopes, called processes included
DEPTH_LIMIT = 150

# how far an activity is
AT_JOIN, NEW, HELD, CLEAR, BEGUN, WORKED, MAPPED, PARKED, FREE = range(9)


class Token(Task):
    """A live token or scope: one visit of an element, with a counted id.

    The library's own start of a task (random id, clock, prediction) is left out; its states and hooks are used.
    """

    def __init__(
        self, tree: "Tree", spec: Any, parent: "Token | None", *, armed: bool = False, id: int = 0
    ) -> None:
        if not id:
            tree.last_id = id = tree.last_id + 1
        self.id = id
        self.workflow = tree
        self.stand(spec)
        self.is_armed = armed
        self._children: dict[int, None] = {}
        #: children that wait beside the flow: boundary events, starts of event sub-processes
        self.armed: dict[int, None] = {}
        self.internal_data: dict[str, Any] = {}
        #: what it listens for: [kind, name or None]
        self.waits: list[list[Any]] = []
        self.above = parent
        tree.tasks[id] = self
        if parent is not None:
            self.depth = parent.depth + 1
            (parent.armed if armed else parent._children)[id] = None

    # how every token begins
    _state: int = FUTURE
    stage = NEW
    #: scopes around it
    depth = 0
    #: id of the flow it came by
    flow: str | None = None
    #: its number within a loop
    index: int | None = None
    local: dict[str, Any] | None = None
    fault: str | None = None

    def stand(self, spec: Any) -> None:
        """At this spec; what is asked most is kept at hand."""
        self.task_spec = spec
        self.element: Element = spec.element
        self.is_process: bool = spec.is_process
        self.activity = f"{self.element.id}:{self.id}"

    @property
    def definition(self) -> Definition:
        definition: Definition = self.task_spec.definition
        return definition

    def _set_state(self, value: int) -> None:
        self._state = value

    def arrive(self) -> None:
        """It has come to its element: told, and run soon unless the element waits for others."""
        if self.task_spec._update_hook(self):
            self.wake()

    def run(self) -> bool | None:
        """As far as it goes now: True done, None still open."""
        spec = self.task_spec
        done: bool | None = spec._run_hook(self)
        self._state = COMPLETED if done else STARTED
        if done:
            spec._on_complete_hook(self)
        return done

    def live(self) -> "list[Token]":
        """The tokens in this scope."""
        tasks = self.workflow.tasks
        return [tasks[id] for id in self._children]

    def listeners(self) -> "list[Token]":
        """The events that wait beside the flow here."""
        if not self.armed:
            return []
        tasks = self.workflow.tasks
        return [tasks[id] for id in self.armed]

    def wake(self) -> None:
        """Let it run again, soon."""
        self._state = READY
        self.workflow.queue.append(self)


def _functions(world: World) -> Functions:
    now = world.now
    return {"now": lambda: now, "today": now.date, **world.functions}


class Tree(Workflow):
    """One instance: its tokens, variables, what waits, and the events of the running command."""

    def __init__(self, compiled: Callable[[Definition], Any], definition: Definition, world: World) -> None:
        super().__init__(compiled(definition), deserializing=True)  # the tree is ours to begin
        #: the specs of a definition
        self.compiled = compiled
        self.tasks: dict[int, Token] = {}
        self.definition = definition
        self.face(world)
        self.business_key: str | None = None
        self.state = "active"
        self.last_id = 0
        self.steps = 0
        self.events: list[events.Event] = []
        self.queue: deque[Token] = deque()
        #: tokens that wait for an event
        self.waiting: dict[int, Token] = {}
        #: tokens at joins, by scope and element, then by flow
        self.joins: dict[int, dict[str, dict[str, list[Token]]]] = {}
        self.conditions: dict[int, Token] = {}
        #: a condition was armed since then: it comes before what it may interrupt
        self.has_new_conditions = False
        #: names set since conditions were looked at
        self.changed: set[str] = set()
        #: scopes in which tokens came or went since joins were looked at
        self.stirred: dict[int, None] = {}
        self.root: Token | None = None
        #: of a wide instance: number of a page -> its digest, as it was read
        self.pages: dict[str, str] = {}
        #: of the instance as a whole, when it is over
        self.final: dict[str, Any] = {}

    def face(self, world: World) -> None:
        """The outside for the next command; its time is the only one expressions know."""
        self.world = world
        self.functions = OnCall(partial(_functions, world))

    # ---- events ----------------------------------------------------------------------------------

    def emit(self, event: events.Event) -> None:
        self.events.append(event)

    def incident(self, token: Token, fault: Fault) -> None:
        """The token stops here until it is told to try again."""
        token._set_state(ERROR)
        token.fault = str(fault)
        self.emit(
            events.IncidentRaised(
                activity=token.activity, element=token.element.id, kind=fault.kind, message=str(fault)
            )
        )

    def resolve(self, token: Token) -> None:
        """Forget an incident, if there is one."""
        if token.fault is not None:
            token.fault = None
            self.emit(events.IncidentResolved(activity=token.activity, element=token.element.id))

    # ---- tokens ----------------------------------------------------------------------------------

    def add(self, spec: Any, parent: Token, *, armed: bool = False) -> Token:
        self.stirred[parent.id] = None
        return Token(self, spec, parent, armed=armed)

    def remove(self, token: Token) -> None:
        """The token is gone; nothing of it is left but its events."""
        self.resolve(token)
        self.conditions.pop(token.id, None)
        self.waiting.pop(token.id, None)
        parent = token.above
        if parent is not None:
            (parent.armed if token.is_armed else parent._children).pop(token.id, None)
            self.stirred[parent.id] = None
        self.tasks.pop(token.id, None)

    # ---- variables -------------------------------------------------------------------------------

    def called_key(self, token: Token) -> str | None:
        """The business key of the called process around a token, where it has one of its own."""
        scope: Token | None = token
        while scope is not None:
            if "key" in scope.internal_data:
                key: str | None = scope.internal_data["key"]
                return key
            scope = scope.above
        return None

    def assign(self, token: Token, variables: Mapping[str, Any]) -> None:
        """Set variables as seen from a token."""
        found: dict[int, dict[str, Any]] = {}
        for name, content in variables.items():
            found.setdefault(holder(token, name).id, {})[name] = content
        for id, values in found.items():
            self.declare(self.tasks[id], values)

    def declare(self, token: Token, values: Mapping[str, Any]) -> None:
        """Set variables of this very scope."""
        if not values:
            return
        if token.local is None:
            token.local = {}
        token.local.update(values)
        self.changed.update(values)
        self.emit(events.VariablesChanged(scope=scope_name(token), values=dict(values)))

    def evaluate(
        self, token: Token, expression: Expression, variables: Mapping[str, Any] | None = None
    ) -> Any:
        """The value of an expression over these variables, or those a token sees."""
        if expression.is_literal:
            return expression.text
        if variables is None:
            variables = visible(token)
        if "execution" in expression.names and "execution" not in variables:
            key = self.called_key(token) or self.business_key
            offered = {"processBusinessKey": key, "businessKey": key}
            variables = {**variables, "execution": offered}
        return self.compute(expression, variables)

    def compute(self, expression: Expression, variables: Mapping[str, Any]) -> Any:
        try:
            return expression.evaluate(variables, self.functions)
        except (ExpressionFault, *NO_ANSWER) as error:
            raise Fault(f"expected {expression.text} to have a value, but {error}") from error

    def test(self, token: Token, expression: Expression) -> bool:
        """The value of a condition; anything but true and false is a fault."""
        result = self.evaluate(token, expression)
        if isinstance(result, bool):
            return result
        raise Fault(f"expected {expression.text} to be true or false, but it is {result!r:.100}")


def scope_name(token: Token) -> str | None:
    """How events name the scope of a token: None is the process, a called process goes by its call."""
    if not token.is_process:
        return token.activity
    return token.above.activity if token.above is not None else None


def post_order(token: Token) -> Iterable[Token]:
    """The tokens below a token, inner before outer; itself last."""
    found, todo = [], [token]
    while todo:
        each = todo.pop()
        found.append(each)
        todo += each.live()
    return reversed(found)
