"""Decision tables from XML."""

from engine.dmn.document import Element, attribute, child, children, identity, text_below
from engine.dmn.hits import HIT_POLICIES
from engine.dmn.languages import Language
from engine.dmn.logic import LogicReader
from engine.dmn.table import InputClause, OutputClause, Table, TableRule
from engine.dmn.typerefs import type_of_reference
from engine.expressions.tree import Node, Null, Test, Tests

IRRELEVANT = Tests((), negated=False)


class TableReader(LogicReader):
    """Reads tables as well as all other boxes."""

    #: Id of the decision or business knowledge model being read.
    owner = ""

    def table(self, element: Element) -> Node:
        inputs = tuple(self.input_clause(clause) for clause in children(element, "input"))
        outputs = tuple(self.output_clause(clause) for clause in children(element, "output"))
        policy = attribute(element, "hitPolicy", "UNIQUE")
        aggregation = attribute(element, "aggregation") if policy == "COLLECT" else ""
        if (policy, aggregation) not in HIT_POLICIES:
            self.problem(element, f"expected a hit policy of DMN, but found {policy!r} {aggregation!r}")
            policy, aggregation = "UNIQUE", ""
        if not outputs:
            self.problem(element, "expected at least one output column, but there is none")
        if len(outputs) > 1 and not all(clause.name for clause in outputs):
            self.problem(element, "expected a name for each of several outputs, but one has none")
        return Table(
            self.owner,
            policy,
            aggregation,
            inputs,
            outputs,
            tuple(
                self.rule(row, index, (len(inputs), len(outputs)))
                for index, row in enumerate(children(element, "rule"), 1)
            ),
        )

    def input_clause(self, clause: Element) -> InputClause:
        """A column of conditions."""
        expression = child(clause, "inputExpression")
        values = child(clause, "inputValues")
        allowed = None if values is None else self.tests(values)
        if expression is None:
            self.problem(clause, "expected <inputExpression> in the column, but there is none")
            return InputClause("", Null(), allowed, None)
        label = attribute(clause, "label") or text_below(expression) or identity(clause)
        if not text_below(expression):
            self.problem(expression, "expected an expression to be tested, but the column has none")
        node = self.text(expression, attribute(expression, "expressionLanguage"))
        return InputClause(label, node, allowed, type_of_reference(expression))

    def output_clause(self, clause: Element) -> OutputClause:
        """A column of results."""
        default = child(clause, "defaultOutputEntry")
        values = child(clause, "outputValues")
        tests = None if values is None else self.tests(values)
        allowed = tuple(test.operand for test in tests.tests) if tests is not None else ()
        return OutputClause(
            attribute(clause, "name") or attribute(clause, "label"),
            allowed,
            None if default is None else self.text(default),
            type_of_reference(clause),
        )

    def rule(self, row: Element, index: int, widths: tuple[int, int]) -> TableRule:
        """A row, which must have a cell for each column."""
        entries = list(children(row, "inputEntry"))
        results = list(children(row, "outputEntry"))
        if (len(entries), len(results)) != widths:
            self.problem(
                row,
                f"expected {widths[0]} input and {widths[1]} output cells, "
                f"but there are {len(entries)} and {len(results)}",
            )
        return TableRule(
            attribute(row, "id") or f"{self.owner}-{index}",
            index,
            tuple(self.cell(entry) for entry in entries),
            tuple(self.text(entry, attribute(entry, "expressionLanguage")) for entry in results),
            annotation(row),
        )

    def cell(self, entry: Element) -> Tests:
        """The tests of a cell; an empty one tests nothing."""
        language = attribute(entry, "expressionLanguage")
        if text_below(entry) and not Language(language).is_feel:
            return Tests((Test("condition", self.text(entry, language)),), negated=False)
        return self.tests(entry) or IRRELEVANT


def annotation(row: Element) -> str:
    """What the annotation columns of a row say, or else its description."""
    notes = [text_below(entry) or "" for entry in children(row, "annotationEntry")]
    said = "; ".join(note for note in notes if note)
    return said or text_below(row, "description") or ""
