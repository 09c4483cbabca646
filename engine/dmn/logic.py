"""Boxed expressions to trees: a box is another way to write FEEL."""

from collections.abc import Callable, Iterable

from engine.dmn.document import (
    Element,
    attribute,
    child,
    children,
    identity,
    line,
    tag,
    text_below,
)
from engine.dmn.languages import Language, parse_expression
from engine.dmn.problems import Problem
from engine.dmn.table import Conformed
from engine.dmn.typerefs import type_of_reference
from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.parser import parse_unary_tests
from engine.expressions.tree import (
    Call,
    Conditional,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    Iteration,
    ListOf,
    Node,
    Null,
    Parameter,
    Path,
    Quantified,
    Tests,
)

RESULT = "result of the context"


class LogicReader:
    """Reads boxes of one model; problems are collected, not raised."""

    def __init__(self, names: Iterable[str], language: str, problems: list[Problem]) -> None:
        self.names = tuple(names)
        self.language = language
        self.problems = problems

    def problem(self, element: Element, message: str, further: int = 0) -> None:
        """Note what is wrong with an element."""
        self.problems.append(
            Problem(element=identity(element), line=line(element) + further, message=message)
        )

    def expression(self, element: Element) -> Node:
        """Any box."""
        reader = READERS.get(tag(element))
        if reader is None:
            self.problem(element, f"expected a boxed expression, but found <{tag(element)}>")
            return Null()
        return reader(self, element)

    def inside(self, element: Element, *names: str) -> Node:
        """The box in the element, or in the part of it that has this name."""
        holder = child(element, *names) if names else element
        box = None if holder is None else child(holder, *READERS)
        if box is None:
            place = f"<{names[0]}>" if names else f"<{tag(element)}>"
            self.problem(element, f"expected an expression in {place}, but there is none")
            return Null()
        return self.expression(box)

    def literal(self, element: Element) -> Node:
        """A text in FEEL."""
        return self.text(element, attribute(element, "expressionLanguage") or self.language)

    def text(self, element: Element, language: str = "", otherwise: Node | None = None) -> Node:
        """The <text> of an element as an expression; empty is null."""
        text = text_below(element)
        if not text:
            return otherwise or Null()
        try:
            return parse_expression(text, Language(language or self.language), self.names)
        except ExpressionSyntaxError as error:
            self.syntax(element, error)
            return Null()

    def tests(self, element: Element) -> Tests | None:
        """The <text> of an element as unary tests; nothing when it is empty."""
        text = text_below(element)
        if not text:
            return None
        try:
            return parse_unary_tests(text, self.names)
        except ExpressionSyntaxError as error:
            self.syntax(element, error)
            return None

    def syntax(self, element: Element, error: ExpressionSyntaxError) -> None:
        """Note a syntax error at its place in the file."""
        place = f"line {error.line}, column {error.column} of {text_below(element)!r}"
        self.problem(element, f"{error.message} ({place})", error.line - 1)

    def context(self, element: Element) -> Node:
        """Entries, and perhaps a last one without name, which is the result."""
        entries: list[tuple[str, Node]] = []
        for entry in children(element, "contextEntry"):
            variable = child(entry, "variable")
            if variable is None:
                return Path(ContextOf((*entries, (RESULT, self.inside(entry)))), RESULT)
            value = self.conformed(self.inside(entry), variable)
            entries.append((attribute(variable, "name"), value))
        return ContextOf(tuple(entries))

    def conformed(self, value: Node, variable: Element | None) -> Node:
        """The value as the type of a variable asks."""
        wanted = None if variable is None else type_of_reference(variable)
        return value if wanted is None else Conformed(value, wanted)

    def items(self, element: Element) -> Node:
        """A list."""
        return ListOf(tuple(self.expression(item) for item in children(element, *READERS)))

    def relation(self, element: Element) -> Node:
        """A list of contexts."""
        columns = [attribute(column, "name") for column in children(element, "column")]
        rows = []
        for row in children(element, "row"):
            cells = [self.expression(cell) for cell in children(row, *READERS)]
            if len(cells) != len(columns):
                self.problem(row, f"expected {len(columns)} cells, but there are {len(cells)}")
                continue
            rows.append(ContextOf(tuple(zip(columns, cells, strict=True))))
        return ListOf(tuple(rows))

    def function(self, element: Element) -> Node:
        """A function with parameters."""
        parameters = tuple(
            Parameter(attribute(parameter, "name"), type_of_reference(parameter))
            for parameter in children(element, "formalParameter")
        )
        external = attribute(element, "kind", "FEEL") != "FEEL"
        return FunctionOf(parameters, self.inside(element), external)

    def invocation(self, element: Element) -> Node:
        """A call with arguments by name."""
        arguments = []
        for binding in children(element, "binding"):
            parameter = child(binding, "parameter")
            box = child(binding, *READERS)
            name = "" if parameter is None else attribute(parameter, "name")
            arguments.append((name, Null() if box is None else self.expression(box)))
        called = list(children(element, *READERS))
        function = self.expression(called[0]) if called else Null()
        return Call(function, (), tuple(arguments))

    def conditional(self, element: Element) -> Node:
        """if, then, else"""
        return Conditional(
            self.inside(element, "if"), self.inside(element, "then"), self.inside(element, "else")
        )

    def filter(self, element: Element) -> Node:
        """in, match"""
        return Filter(self.inside(element, "in"), self.inside(element, "match"))

    def iteration(self, element: Element) -> tuple[Iteration, ...]:
        """The variable and what it goes over."""
        return (Iteration(attribute(element, "iteratorVariable"), self.inside(element, "in")),)

    def loop(self, element: Element) -> Node:
        """in, return"""
        return For(self.iteration(element), self.inside(element, "return"))

    def quantified(self, element: Element) -> Node:
        """in, satisfies"""
        every = tag(element) == "every"
        return Quantified(every, self.iteration(element), self.inside(element, "satisfies"))

    def table(self, element: Element) -> Node:
        """A decision table; the reader of tables says how."""
        raise NotImplementedError


READERS: dict[str, Callable[[LogicReader, Element], Node]] = {
    "literalExpression": LogicReader.literal,
    "decisionTable": lambda reader, element: reader.table(element),
    "context": LogicReader.context,
    "list": LogicReader.items,
    "relation": LogicReader.relation,
    "functionDefinition": LogicReader.function,
    "invocation": LogicReader.invocation,
    "conditional": LogicReader.conditional,
    "filter": LogicReader.filter,
    "for": LogicReader.loop,
    "some": LogicReader.quantified,
    "every": LogicReader.quantified,
}
