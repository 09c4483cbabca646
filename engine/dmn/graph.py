"""Requirement graphs: who needs whom, and how a decision is reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dmn.table import Table
from engine.dmn.trace import TracedRoot
from engine.expressions.builder import Closure
from engine.expressions.limits import enter_call, leave_call, spend
from engine.expressions.scopes import Root, Scope
from engine.expressions.temporal import parse_date, parse_date_and_time, parse_time
from engine.expressions.tree import Type
from engine.expressions.types import conform
from engine.expressions.values import Function

#: Namespace and id.
Key = tuple[str, str]
READERS = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_and_time,
    "dateTime": parse_date_and_time,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Something in the graph: input data, a decision, a knowledge model or a service."""

    key: Key
    #: The name of its variable, under which others know it.
    name: str
    kind: str
    #: The name it is drawn with.
    label: str = ""
    type: Type | None = None
    #: The import under whose name each requirement is known, "" for the model's own.
    requirements: tuple[tuple[str, Key], ...] = ()
    closure: Closure | None = None
    #: Names of the parameters of a knowledge model.
    formal: tuple[str, ...] = ()
    #: Of a table: names of its outputs, under which Camunda 7 hands them on.
    outputs: tuple[str, ...] = ()
    #: Its rules as drawn, where it is one.
    table: Table | None = None
    #: Of a service: what it says, and what it is given.
    output_decisions: tuple[Key, ...] = ()
    parameters: tuple[Key, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Graph:
    """All parts of a model and its imports."""

    parts: Mapping[Key, Part] = field(default_factory=dict)


class Run:
    """One evaluation of a graph: each decision is made once."""

    def __init__(
        self,
        graph: Graph,
        root: Root,
        variables: Mapping[str, Any],
        given: Mapping[Key, Any] | None = None,
    ) -> None:
        self.graph = graph
        self.root = root
        self.variables = variables
        self.values: dict[Key, Any] = dict(given or {})

    def value(self, key: Key) -> Any:
        """What a part is worth: a value, or a function that can be called."""
        if key not in self.values:
            self.values[key] = KINDS[self.graph.parts[key].kind](self, self.graph.parts[key])
        return self.values[key]

    def input_data(self, part: Part) -> Any:
        """A variable of the caller, as its type asks; texts are read where a date is asked for."""
        value = self.variables.get(part.name)
        if part.type is None or value is None:
            return value
        reader = READERS.get(part.type.name) if isinstance(value, str) else None
        return conform(reader(value) if reader else value, part.type)

    def decision(self, part: Part) -> Any:
        """The result of a decision's logic."""
        if part.closure is None:
            return None
        spend(1)
        value = part.closure(self.scope(part))
        return value if part.type is None else conform(value, part.type)

    def knowledge(self, part: Part) -> Function:
        """The function of a knowledge model, made when it is called, for it may require itself."""
        made: list[Any] = []

        def call(arguments: list[Any]) -> Any:
            if not made:
                made.append(None if part.closure is None else part.closure(self.scope(part)))
            return made[0].call(arguments) if isinstance(made[0], Function) else None

        return Function(name=part.name, parameters=part.formal, call=call)

    def service(self, part: Part) -> Function:
        """A decision service as a function of its inputs."""
        parts = [self.graph.parts[key] for key in part.parameters]

        def call(arguments: list[Any]) -> Any:
            given: dict[Key, Any] = {}
            for one, argument in zip(parts, arguments, strict=True):
                given[one.key] = argument if one.type is None else conform(argument, one.type)
                if argument is not None and given[one.key] is None:
                    return None
            return self.serve(part, given)

        return Function(name=part.name, parameters=tuple(one.name for one in parts), call=call)

    def serve(self, part: Part, given: Mapping[Key, Any]) -> Any:
        """What a service says to these inputs: one decision's value, or several by name."""
        inner = TracedRoot({}, self.root.functions)
        if isinstance(self.root, TracedRoot):
            inner.matched = self.root.matched
        run = Run(self.graph, inner, {}, given)
        spend(1)
        enter_call()
        try:
            values = [run.value(key) for key in part.output_decisions]
        finally:
            leave_call()
        names = [self.graph.parts[key].name for key in part.output_decisions]
        result = values[0] if len(values) == 1 else dict(zip(names, values, strict=True))
        return result if part.type is None else conform(result, part.type)

    def invoke(self, key: Key, arguments: Mapping[str, Any]) -> Any:
        """Call a knowledge model or service with arguments by name; what is missing is null."""
        function = self.value(key)
        if not isinstance(function, Function):
            return None
        return function.call([arguments.get(name) for name in function.parameters])

    def scope(self, part: Part) -> Scope:
        """What a part sees: what it requires, over the variables of the caller."""
        scope = Scope(self.root)
        imported: dict[str, dict[str, Any]] = {}
        for prefix, key in part.requirements:
            required = self.graph.parts[key]
            target = imported.setdefault(prefix, {}) if prefix else scope
            target[required.name] = self.value(key)
            for name in required.outputs:
                if not prefix and not scope.holds(name):
                    scope[name] = output_named(name, target[required.name], required)
        scope.update(imported)
        return scope


def output_named(name: str, value: Any, part: Part) -> Any:
    """One output of a table by its name, of a list that of each hit."""
    if len(part.outputs) == 1:
        return value
    if isinstance(value, list):
        return [item.get(name) if isinstance(item, dict) else None for item in value]
    return value.get(name) if isinstance(value, dict) else None


KINDS = {
    "inputData": Run.input_data,
    "decision": Run.decision,
    "businessKnowledgeModel": Run.knowledge,
    "decisionService": Run.service,
}
