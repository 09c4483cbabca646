"""JUEL text to a tree. What lies outside the subset is refused with its place."""

import re
from dataclasses import dataclass
from decimal import Decimal

from engine.expressions import lexer
from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.juel_tree import (
    Choice,
    FunctionCall,
    Item,
    Literal,
    Operation,
    Prefix,
    Text,
    Variable,
)
from engine.expressions.limits import MAX_NESTING, MAX_TEXT
from engine.expressions.shape import check_depth
from engine.expressions.tree import Node

TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)
    |(?P<name>[^\W\d][\w$]*)
    |(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<mark>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()\[\]}=&|;{@\#$])""",
    re.VERBOSE | re.DOTALL,
)
OPENING = re.compile(r"[$#]\{")
SIGNS = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
    "and": "&&",
    "or": "||",
    "div": "/",
    "mod": "%",
    "not": "!",
}
LEVELS = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
RESERVED = frozenset({*SIGNS, "empty", "instanceof"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text with its place; `sign` is what an operator means, a name stays empty."""

    kind: str
    text: str
    start: int
    sign: str


def parse_juel(text: str) -> Text:
    """The tree of a text with `${...}` or `#{...}` in it."""
    if len(text) > MAX_TEXT:
        raise ExpressionSyntaxError(f"expected at most {MAX_TEXT} characters, but there are {len(text)}")
    parts: list[Node] = []
    position = 0
    while found := OPENING.search(text, position):
        if found.start() > position:
            parts.append(Literal(text[position : found.start()]))
        parser = JuelParser(text, found.end())
        parts.append(parser.expression())
        parser.expect("}")
        position = parser.previous_end
    if position < len(text) or not parts:
        parts.append(Literal(text[position:]))
    return check_depth(Text(tuple(parts)))


class JuelParser:
    """Reads one expression between its braces."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.position = start
        self.previous_end = start
        self.nesting = 0
        self.token = self.scan()

    def scan(self) -> Token:
        """The token at the position, which moves behind it."""
        found = TOKEN.match(self.text, self.position)
        if found is not None and found.lastgroup == "space":
            self.position = found.end()
            found = TOKEN.match(self.text, self.position)
        if found is None:
            if self.position < len(self.text):
                raise self.fault_at(self.position, "an expression", repr(self.text[self.position]))
            return Token("end", "", self.position, "")
        self.position = found.end()
        kind, text = str(found.lastgroup), found.group()
        sign = text if kind == "mark" else SIGNS.get(text, "") if kind == "name" else ""
        return Token(kind, text, found.start(), sign)

    def advance(self) -> Token:
        """Take the token."""
        taken = self.token
        self.previous_end = self.position
        self.token = self.scan() if taken.text != "}" else taken
        return taken

    def sees(self, sign: str) -> bool:
        """Whether the sign comes next."""
        return self.token.kind != "string" and self.token.sign == sign

    def accept(self, sign: str) -> bool:
        """Take the sign if it comes next."""
        found = self.sees(sign)
        if found:
            self.advance()
        return found

    def expect(self, sign: str) -> None:
        """Take the sign, which must come next."""
        if not self.accept(sign):
            raise self.fault(repr(sign))

    def fault(self, expected: str) -> ExpressionSyntaxError:
        """What was expected here, and what is here."""
        found = repr(self.token.text) if self.token.kind != "end" else "the end"
        return self.fault_at(self.token.start, expected, found)

    def fault_at(self, position: int, expected: str, found: str) -> ExpressionSyntaxError:
        """The error at a place."""
        return lexer.fault(self.text, position, f"expected {expected}, but found {found}")

    def expression(self) -> Node:
        """condition ? chosen : otherwise, or what binds closer"""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.fault(f"at most {MAX_NESTING} expressions inside each other")
        node = self.level(1)
        if self.accept("?"):
            chosen = self.expression()
            self.expect(":")
            node = Choice(node, chosen, self.expression())
        self.nesting -= 1
        return node

    def level(self, minimum: int) -> Node:
        """Operators that bind at least so much."""
        left = self.prefix()
        while (own := LEVELS.get(self.token.sign, 0)) >= minimum and self.token.kind != "string":
            sign = self.advance().sign
            left = Operation(sign, left, self.level(own + 1))
        return left

    def prefix(self) -> Node:
        """!operand, -operand, empty operand"""
        sign = "empty" if self.token == Token("name", "empty", self.token.start, "") else ""
        sign = sign or (self.token.sign if self.token.sign in {"!", "-"} else "")
        if not sign or self.token.kind == "string":
            return self.postfix(self.primary())
        self.advance()
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.fault(f"at most {MAX_NESTING} expressions inside each other")
        operand = self.prefix()
        self.nesting -= 1
        return Prefix(sign, operand)

    def postfix(self, node: Node) -> Node:
        """.name and [key] behind an operand"""
        while True:
            if self.accept("."):
                node = self.property(node)
            elif self.accept("["):
                node = Item(node, self.expression())
                self.expect("]")
            else:
                return node

    def property(self, source: Node) -> Node:
        """The name behind a dot; a method is refused."""
        if self.token.kind != "name":
            raise self.fault("a property name")
        taken = self.advance()
        if self.sees("("):
            raise self.fault_at(
                taken.start,
                "a property or a registered function",
                f"a call of method {taken.text!r}",
            )
        return Item(source, Literal(taken.text))

    def primary(self) -> Node:
        """A literal, a variable, a function call or something in brackets."""
        token = self.token
        if token.kind == "number":
            return Literal(number(self.advance().text))
        if token.kind == "string":
            return Literal(re.sub(r"\\(.)", r"\1", self.advance().text[1:-1], flags=re.DOTALL))
        if token.kind == "name" and token.text not in RESERVED:
            return self.named(self.advance().text)
        if self.accept("("):
            node = self.expression()
            self.expect(")")
            return node
        raise self.fault("an expression")

    def named(self, name: str) -> Node:
        """A constant, a function call or a variable."""
        if name in CONSTANTS:
            return Literal(CONSTANTS[name])
        if self.sees(":"):
            return Variable(name)
        if not self.accept("("):
            return Variable(name)
        arguments: list[Node] = []
        if self.accept(")"):
            return FunctionCall(name, ())
        arguments.append(self.expression())
        while self.accept(","):
            arguments.append(self.expression())
        self.expect(")")
        return FunctionCall(name, tuple(arguments))


def number(text: str) -> int | Decimal:
    """The number that digits stand for."""
    return int(text) if text.isdigit() else Decimal(text)
