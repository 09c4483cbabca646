"""FEEL text to a tree: precedence climbing over the tokens."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from engine.expressions import lexer
from engine.expressions.arithmetic import CONTEXT
from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.lexer import NAME, NUMBER, STRING, unescape
from engine.expressions.names import is_part_of_key
from engine.expressions.parser_forms import FormParser
from engine.expressions.shape import check_depth
from engine.expressions.tree import (
    At,
    Between,
    Binary,
    Boolean,
    Call,
    Filter,
    InstanceOf,
    Name,
    Negation,
    Node,
    Null,
    Number,
    Path,
    String,
    Tests,
)

LEVELS = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "between": 3,
    "in": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "**": 6,
}
CONSTANTS: dict[str, Node] = {"null": Null(), "true": Boolean(True), "false": Boolean(False)}
#: What follows `[` when it closes an open range and starts no filter.
NO_FILTER = frozenset(
    {
        ",",
        ")",
        "]",
        "}",
        ".",
        "..",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "*",
        "/",
        "**",
        "and",
        "or",
        "in",
        "between",
        "then",
        "else",
        "return",
        "satisfies",
        "instance",
    }
)


def parse_feel(text: str, names: Iterable[str] = ()) -> Node:
    """The tree of a FEEL expression; `names` may hold spaces and signs."""
    parser = Parser(text, names)
    node = parser.expression()
    parser.expect_end()
    return check_depth(node)


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> Tests:
    """The tree of a cell of a decision table."""
    tests = Parser(text, names).unary_tests()
    check_depth(tests)
    return tests


class Parser(FormParser):
    """Reads whole expressions."""

    def expression(self) -> Node:
        with self.nested():
            return self.level(1)

    def level(self, minimum: int) -> Node:
        left = self.unary()
        length = 0
        while (own := LEVELS.get(self.token.text, 0)) >= minimum and self.token.kind != STRING:
            operator = self.token.text
            length = self.checked_chain(length)
            self.at += 1
            if operator == "between":
                low = self.level(own + 1)
                self.expect("and")
                left = Between(left, low, self.level(own + 1))
            elif operator == "in":
                left = self.membership(left)
            else:
                left = Binary(operator, left, self.level(own + 1))
        return left

    def unary(self) -> Node:
        """-operand, or an operand"""
        if not self.accept("-"):
            return self.postfix(self.primary())
        if self.token.kind == NUMBER:
            self.at += 1
            return self.postfix(Number(-number(self.text, self.tokens[self.at - 1]).value))
        with self.nested():
            return Negation(self.unary())

    def postfix(self, node: Node) -> Node:
        """Paths, filters, calls and type checks behind an operand."""
        length = 0
        while True:
            length = self.checked_chain(length)
            if self.accept("."):
                node = Path(node, self.property())
            elif (
                self.sees("[")
                and self.following().text not in NO_FILTER
                and (self.following().kind != lexer.END)
            ):
                self.at += 1
                node = Filter(node, self.expression())
                self.expect("]")
            elif self.accept("("):
                node = self.arguments(node)
            elif self.sees("instance") and self.following().text == "of":
                self.at += 2
                node = InstanceOf(node, self.type())
            else:
                return node

    def arguments(self, function: Node) -> Node:
        """The rest of a call."""
        if self.is_named_argument():
            return Call(function, (), self.separated(self.entry, ")"))
        return Call(function, self.separated(self.expression, ")"), ())

    def is_named_argument(self) -> bool:
        """Whether `name:` comes next."""
        at = self.at
        if self.token.kind == STRING:
            return self.following().text == ":"
        while is_part_of_key(self.tokens[at]):
            at += 1
        return at > self.at and self.tokens[at].text == ":"

    def primary(self) -> Node:
        """A literal, a name, or something in brackets."""
        token = self.token
        reader = STARTS.get(token.text) if token.kind != STRING else Parser.string
        if reader is not None:
            with self.nested():
                return reader(self)
        if token.kind == NUMBER:
            self.at += 1
            return number(self.text, token)
        if token.kind == NAME:
            return Name(self.name())
        raise self.fault("an expression")

    def string(self) -> Node:
        """ "text" """
        self.at += 1
        return String(unescape(self.tokens[self.at - 1].text[1:-1]))

    def literal(self) -> Node:
        """@"text" """
        self.expect("@")
        if self.token.kind != STRING:
            raise self.fault("a text")
        self.at += 1
        return At(unescape(self.tokens[self.at - 1].text[1:-1]))

    def constant(self) -> Node:
        """true, false or null"""
        self.at += 1
        return CONSTANTS[self.tokens[self.at - 1].text]


def number(text: str, token: lexer.Token) -> Number:
    """The number a token stands for, when it is within 34 digits and the range of the standard."""
    value = Decimal(token.text)
    if len(value.as_tuple().digits) > 400 or abs(value.adjusted()) > 6144:
        raise too_large(text, token)
    if value == value.to_integral_value() and value.adjusted() < 34:
        return Number(int(value))
    return Number(CONTEXT.create_decimal(value))


def too_large(text: str, token: lexer.Token) -> ExpressionSyntaxError:
    """The error for numbers beyond the range."""
    return lexer.fault(text, token.start, "expected a number up to 1E6144, but it is larger")


STARTS: dict[str, Callable[[Parser], Node]] = {
    "if": Parser.conditional,
    "for": Parser.loop,
    "some": Parser.quantified,
    "every": Parser.quantified,
    "function": Parser.function,
    "{": Parser.context,
    "[": Parser.square,
    "]": Parser.opened,
    "(": Parser.round,
    "@": Parser.literal,
    "null": Parser.constant,
    "true": Parser.constant,
    "false": Parser.constant,
}
