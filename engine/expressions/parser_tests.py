"""Unary tests: cells of decision tables and what follows `in`."""

from engine.expressions.cursor import Cursor
from engine.expressions.lexer import END
from engine.expressions.tree import In, Node, Test, Tests

COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
ADDITIVE = 4
ARITHMETIC = ("+", "-", "*", "/", "**", ".", "[")


class TestParser(Cursor):
    """Reads tests."""

    __test__ = False

    def unary_tests(self) -> Tests:
        """A whole cell."""
        if self.sees("-") and self.following().kind == END:
            self.at += 1
            return Tests((), negated=False)
        start = self.at
        if self.sees("not") and self.following().text == "(":
            self.at += 2
            tests = self.separated(self.test, ")")
            if self.token.kind == END and tests:
                return Tests(tests, negated=True)
            self.at = start
        tests = (self.test(),)
        while self.accept(","):
            tests = (*tests, self.test())
        self.expect_end()
        return Tests(tests, negated=False)

    def test(self) -> Test:
        """One test of a cell."""
        return self.comparison() or Test("in", self.expression())

    def comparison(self) -> Test | None:
        """A test that starts with its operator."""
        operator = self.accept(*COMPARISONS)
        return Test(operator, self.level(ADDITIVE)) if operator else None

    def membership(self, value: Node) -> Node:
        """What follows `in`: one test, or several in brackets."""
        start = self.at
        if self.accept("("):
            with self.nested():
                tests = self.listed_tests()
            if tests and not self.sees(*ARITHMETIC):
                return In(value, tests)
            self.at = start
        return In(value, (self.comparison() or Test("in", self.level(ADDITIVE)),))

    def listed_tests(self) -> tuple[Test, ...]:
        """Tests up to the closing bracket; nothing when the bracket opens a range instead."""
        tests: tuple[Test, ...] = ()
        while True:
            tests = (*tests, self.test())
            if self.sees(".."):
                return ()
            if self.expect(",", ")") == ")":
                return tests
