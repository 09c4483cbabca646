"""Expressions that start with a keyword or a bracket."""

from engine.expressions.cursor import Cursor
from engine.expressions.parser_tests import ADDITIVE, COMPARISONS, TestParser
from engine.expressions.parser_types import TypeParser
from engine.expressions.tree import (
    Conditional,
    ContextOf,
    For,
    FunctionOf,
    HalfOpen,
    Iteration,
    ListOf,
    Node,
    Parameter,
    Quantified,
    RangeOf,
)


class FormParser(TypeParser, TestParser, Cursor):
    """Reads if, for, some, every, function, lists, contexts and ranges."""

    def conditional(self) -> Node:
        """if condition then chosen else otherwise"""
        self.expect("if")
        condition = self.expression()
        self.expect("then")
        chosen = self.expression()
        self.expect("else")
        return Conditional(condition, chosen, self.expression())

    def loop(self) -> Node:
        """for name in source, ... return result"""
        self.expect("for")
        iterations = self.iterations("return")
        return For(iterations, self.expression())

    def quantified(self) -> Node:
        """some (or every) name in source, ... satisfies condition"""
        every = self.expect("some", "every") == "every"
        iterations = self.iterations("satisfies")
        return Quantified(every, iterations, self.expression())

    def iterations(self, end: str) -> tuple[Iteration, ...]:
        """What the loop goes over."""
        found = [self.iteration()]
        while self.expect(",", end) == ",":
            found.append(self.iteration())
        return tuple(found)

    def iteration(self) -> Iteration:
        """name in source, or name in start..end"""
        name = self.key("in")
        self.expect("in")
        source = self.expression()
        if self.accept(".."):
            return Iteration(name, source, self.level(ADDITIVE))
        return Iteration(name, source)

    def function(self) -> Node:
        """function(name: type, ...) body"""
        self.expect("function")
        self.expect("(")
        parameters = self.separated(self.parameter, ")")
        external = bool(self.accept("external"))
        return FunctionOf(parameters, self.expression(), external)

    def parameter(self) -> Parameter:
        """name, or name: type"""
        name = self.key(":", ",", ")")
        return Parameter(name, self.type() if self.accept(":") else None)

    def context(self) -> Node:
        """{name: value, ...}"""
        self.expect("{")
        return ContextOf(self.separated(self.entry, "}"))

    def entry(self) -> tuple[str, Node]:
        """name: value"""
        name = self.key(":")
        self.expect(":")
        return name, self.expression()

    def square(self) -> Node:
        """[item, ...] or [start..end]"""
        self.expect("[")
        if self.accept("]"):
            return ListOf(())
        first = self.expression()
        if self.sees(".."):
            return self.range_from(first, start_included=True)
        if self.expect(",", "]") == "]":
            return ListOf((first,))
        return ListOf((first, *self.separated(self.expression, "]")))

    def round(self) -> Node:
        """(expression), (start..end) or (>limit)"""
        self.expect("(")
        operator = self.accept(*COMPARISONS)
        if operator:
            limit = self.level(ADDITIVE)
            self.expect(")")
            return HalfOpen(operator, limit)
        first = self.expression()
        if self.sees(".."):
            return self.range_from(first, start_included=False)
        self.expect(")")
        return first

    def opened(self) -> Node:
        """]start..end["""
        self.expect("]")
        return self.range_from(self.level(ADDITIVE), start_included=False)

    def range_from(self, start: Node, start_included: bool) -> Node:
        """The rest of a range."""
        self.expect("..")
        end = self.level(ADDITIVE)
        return RangeOf(start, end, start_included, self.expect("]", ")", "[") == "]")
