"""A process as it was read: plain frozen values, nothing of XML and nothing of the library below.

Expressions are compiled already. Ids of elements are unique in a file, so one flat map holds them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

from engine.errors import Problem
from engine.expressions import Expression

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A frozen value."""
    return dataclass(frozen=True, kw_only=True, slots=True)(cls)


@dataclass(frozen=True, kw_only=True, slots=True)
class Binding:
    """Which version of a called process or decision is meant."""

    #: "latest", "deployment", "version", "versionTag"
    kind: str = "latest"
    value: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """What an element refers to outside its file."""

    element: str
    reference: str
    binding: Binding = Binding()


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """A sequence flow, or the jump of a link."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: Expression | None = None
    line: int = 0
    #: the jump of a link event
    is_link: bool = False
    #: it has a condition that could not be read; the file is refused
    is_faulty: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """An event definition: what is caught or thrown."""

    #: message signal timer conditional error escalation compensate cancel terminate link
    kind: str
    #: name of message, signal or link (may be an expression), code of error or escalation (None: any)
    name: Expression | None = None
    code: str | None = None
    #: timer text, or condition
    text: Expression | None = None
    #: timeDate, timeDuration, timeCycle
    form: str | None = None
    #: activity to compensate (None: all of the scope)
    activity: str | None = None
    #: variables that take the code and the message of what was caught
    code_variable: str | None = None
    message_variable: str | None = None
    #: a condition is only looked at when this variable changes
    variable: str | None = None
    #: what a thrown error says
    message: Expression | None = None
    #: what a thrown signal carries
    payload: "tuple[Passing, ...]" = ()
    #: a list of values: who waits for the same message stands in line by it
    order: Expression | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Passing:
    """One camunda:in or camunda:out: `target` takes the variable (null when nobody set it) or the
    source; no target: all variables."""

    variable: str | None = None
    source: Expression | None = None
    target: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One input or output parameter: text, list or map of expressions."""

    name: str
    content: "Expression | tuple[Content, ...] | Mapping[str, Content] | None"


Content = Expression | tuple["Content", ...] | Mapping[str, "Content"] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Loop:
    """Multi-instance (cardinality or collection) or standard loop (condition or maximum)."""

    is_sequential: bool = False
    cardinality: Expression | None = None
    collection: Expression | None = None
    variable: str | None = None
    #: each instance's `output_item` is gathered in the list `output`
    output: str | None = None
    output_item: str | None = None
    until: Expression | None = None
    is_standard: bool = False
    condition: Expression | None = None
    maximum: int | None = None
    is_tested_before: bool = False
    is_async_before: bool = False
    is_async_after: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class UserWork:
    assignee: Expression | None = None
    candidate_groups: Expression | None = None
    candidate_users: Expression | None = None
    body: Expression | None = None
    form: Expression | None = None
    priority: Expression | None = None
    due: Expression | None = None
    follow_up: Expression | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class JobWork:
    topic: Expression
    priority: Expression | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptWork:
    script: Expression
    result: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionWork:
    decision: Expression
    binding: Binding = Binding()
    result: str | None = None
    #: singleEntry singleResult collectEntries resultList
    mapping: str = "resultList"


@dataclass(frozen=True, kw_only=True, slots=True)
class CallWork:
    called: Expression
    binding: Binding = Binding()
    #: value of a binding that is an expression
    version: Expression | None = None
    ins: tuple[Passing, ...] = ()
    outs: tuple[Passing, ...] = ()
    business_key: Expression | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Retries:
    """How often a job is tried: an expression over R3/PT10M or a list of durations."""

    cycle: Expression | None = None


Work = UserWork | JobWork | ScriptWork | DecisionWork | CallWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """One flow node."""

    id: str
    #: BPMN tag
    kind: str
    name: str = ""
    line: int = 0
    #: name of the innermost lane
    lane: str | None = None
    #: element id of the sub-process around it
    parent: str | None = None
    #: paragraph of the act it carries out
    norm: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    form: str | None = None
    topic: str | None = None
    documentation: str = ""

    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    default: str | None = None
    triggers: tuple[Trigger, ...] = ()
    #: boundary events and starts of event sub-processes
    is_interrupting: bool = True
    #: all triggers are needed, not one
    is_parallel_multiple: bool = False
    #: a boundary event: the activity it sits on
    attached_to: str | None = None
    boundaries: tuple[str, ...] = ()
    #: a start event of an event sub-process: that sub-process
    opens: str | None = None
    is_event_sub_process: bool = False
    is_for_compensation: bool = False
    #: the activity that undoes this one
    handler: str | None = None
    #: of a scope: where it starts, and its event sub-processes
    starts: tuple[str, ...] = ()
    event_sub_processes: tuple[str, ...] = ()
    work: Work | None = None
    loop: Loop | None = None
    inputs: tuple[Parameter, ...] = ()
    outputs: tuple[Parameter, ...] = ()
    is_async_before: bool = False
    is_async_after: bool = False
    retries: Retries = Retries()
    #: priority of the jobs of asynchronous continuation
    job_priority: Expression | None = None

    @property
    def is_armed(self) -> bool:
        """Whether it waits beside the flow: a boundary event, the start of an event sub-process."""
        return self.attached_to is not None or self.opens is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class StartEvent:
    """A way to start the process. An event with several triggers stands here once for each."""

    element: str
    #: none message timer signal conditional
    kind: str = "none"
    #: name of the message or signal
    name: str | None = None
    #: text of the timer or condition
    text: str | None = None
    #: of a timer: timeDate, timeDuration, timeCycle; of a none start: the form
    form: str | None = None
    #: the compiled text of a timer or condition, or name
    expression: Expression | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Definition:
    """One executable process of a file."""

    key: str
    name: str = ""
    #: "key:version", once deployed
    id: str = ""
    file: str = ""
    line: int = 0
    version_tag: str | None = None
    history_time_to_live: str | None = None
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    title: Expression | None = None
    subject: Expression | None = None
    #: the process itself as a scope; its kind is "process"
    root: Element
    elements: Mapping[str, Element] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    lanes: tuple[str, ...] = ()
    start_events: tuple[StartEvent, ...] = ()
    topics: tuple[Reference, ...] = ()
    decisions: tuple[Reference, ...] = ()
    forms: tuple[Reference, ...] = ()
    calls: tuple[Reference, ...] = ()
    warnings: tuple[Problem, ...] = ()
