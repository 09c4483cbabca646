"""Closures of decision tables."""

from collections.abc import Sequence
from typing import Any

from engine.dmn.hits import HIT_POLICIES, Columns, Hit, without_hits
from engine.dmn.table import Conformed, InputClause, OutputClause, Table, TableRule
from engine.dmn.trace import MatchedRule, TracedRoot
from engine.expressions.builder import Builder, Closure, Rule
from engine.expressions.code_collections import INPUT
from engine.expressions.faults import ExpressionError
from engine.expressions.limits import spend
from engine.expressions.printing import print_value
from engine.expressions.results import result_of
from engine.expressions.scopes import Scope
from engine.expressions.temporal import parse_date, parse_date_and_time, parse_time
from engine.expressions.tree import Node, Null
from engine.expressions.types import conform, resolve

#: Texts are read where a column asks for a date, for variables come as JSON.
READERS = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_and_time,
    "dateTime": parse_date_and_time,
}
#: The name that cells in the language of Camunda 7 have for the input.
CAMUNDA_INPUT = "cellInput"
Cells = tuple[tuple[int, Closure], ...]


class TableCode:
    """A table whose cells are closures."""

    def __init__(self, table: Table, builder: Builder) -> None:
        self.table = table
        self.policy = (table.hit_policy, table.aggregation)
        self.decide = HIT_POLICIES[self.policy]
        self.inputs = [input_closure(clause, builder) for clause in table.inputs]
        self.allowed = [
            None if clause.allowed is None else builder.build(clause.allowed) for clause in table.inputs
        ]
        self.tests = [cells_of(rule, builder) for rule in table.rules]
        self.outputs = [tuple(builder.build(output) for output in rule.outputs) for rule in table.rules]
        self.defaults = default_closures(table.outputs, builder)
        self.priorities = [
            tuple(builder.build(value) for value in clause.allowed) for clause in table.outputs
        ]

    def evaluate(self, scope: Scope) -> Any:
        """What the table says over these names."""
        spend(1 + len(self.tests))
        inner = self.input_scopes(scope)
        columns = self.columns(scope)
        hits = self.hits(inner, scope)
        if not hits:
            return self.default(scope, columns)
        value, chosen = self.decide(hits, columns)
        self.report(chosen, inner, scope)
        return value

    def columns(self, scope: Scope) -> Columns:
        """The output columns."""
        return Columns(
            table=self.table.decision,
            names=tuple(clause.name for clause in self.table.outputs),
            priorities=tuple(tuple(value(scope) for value in values) for values in self.priorities),
        )

    def input_scopes(self, scope: Scope) -> list[Scope]:
        """For each column the scope in which its cells see the value as `?`."""
        scopes = []
        for clause, expression, allowed in zip(self.table.inputs, self.inputs, self.allowed, strict=True):
            inner = Scope(scope)
            inner[INPUT] = inner[CAMUNDA_INPUT] = expression(scope)
            if allowed is not None and inner[INPUT] is not None and allowed(inner) is not True:
                raise ExpressionError(
                    f"expected an allowed value for input {clause.label!r} of table "
                    f"{self.table.decision!r}, but got {print_value(inner[INPUT])[:100]!r}"
                )
            scopes.append(inner)
        return scopes

    def hits(self, inputs: Sequence[Scope], scope: Scope) -> list[Hit]:
        """The rules whose every cell is met; for policy FIRST the first of them."""
        found = []
        for rule, tests, outputs in zip(self.table.rules, self.tests, self.outputs, strict=True):
            for column, test in tests:
                if test(inputs[column]) is not True:
                    break
            else:
                values = tuple(output(scope) for output in outputs)
                found.append(Hit(index=rule.index, outputs=values))
                if self.table.hit_policy == "FIRST":
                    break
        return found

    def default(self, scope: Scope, columns: Columns) -> Any:
        """What the table says when no rule matches."""
        if self.defaults is None:
            return without_hits(self.policy)
        values = tuple(value(scope) for value in self.defaults)
        return values[0] if len(values) == 1 else dict(zip(columns.names, values, strict=True))

    def report(self, hits: Sequence[Hit], inputs: Sequence[Scope], scope: Scope) -> None:
        """Tell the outermost scope which rules spoke."""
        root = scope.root()
        if not isinstance(root, TracedRoot):
            return
        labels = [clause.label for clause in self.table.inputs]
        seen = {label: result_of(inner[INPUT]) for label, inner in zip(labels, inputs, strict=True)}
        names = [clause.name or f"output {at}" for at, clause in enumerate(self.table.outputs, 1)]
        for hit in hits:
            rule = self.table.rules[hit.index - 1]
            root.matched.append(
                MatchedRule(
                    decision=self.table.decision,
                    rule=rule.id,
                    index=rule.index,
                    inputs=seen,
                    outputs=dict(zip(names, map(result_of, hit.outputs), strict=True)),
                    annotation=rule.annotation,
                )
            )


def input_closure(clause: InputClause, builder: Builder) -> Closure:
    """The value of a column; a text is read where a date is asked for."""
    expression = builder.build(clause.expression)
    reader = READERS.get(clause.type.name) if clause.type is not None else None
    if reader is None:
        return expression

    def read(scope: Any) -> Any:
        value = expression(scope)
        return reader(value) if isinstance(value, str) else value

    return read


def cells_of(rule: TableRule, builder: Builder) -> Cells:
    """The cells of a row that test anything, by column."""
    return tuple((column, builder.build(tests)) for column, tests in enumerate(rule.tests) if tests.tests)


def default_closures(outputs: Sequence[OutputClause], builder: Builder) -> tuple[Closure, ...] | None:
    """The default outputs, or None when no column has one."""
    if all(clause.default is None for clause in outputs):
        return None
    return tuple(builder.build(clause.default or Null()) for clause in outputs)


def table(node: Table, builder: Builder) -> Closure:
    """A decision table."""
    return TableCode(node, builder).evaluate


def conformed(node: Conformed, builder: Builder) -> Closure:
    """A value of a type, else null."""
    value, wanted = builder.build(node.value), resolve(node.type, builder.types)
    return lambda scope: conform(value(scope), wanted)


RULES: dict[type[Node], Rule] = {Table: table, Conformed: conformed}
