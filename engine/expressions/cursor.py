"""Reading position of a parser: looks at tokens, takes them, complains with the place."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from engine.expressions import lexer
from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.lexer import END, NAME, STRING, Token, describe, tokens_of, unescape
from engine.expressions.limits import MAX_CHAIN, MAX_NESTING
from engine.expressions.names import KEYWORDS, KnownNames, is_part_of_key
from engine.expressions.tree import Node

Part = TypeVar("Part")


class Cursor:
    """The tokens of one text and how far they are read."""

    def __init__(self, text: str, names: Iterable[str] = ()) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.at = 0
        self.nesting = 0
        self.names = KnownNames(names)

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def following(self) -> Token:
        """The token after the next."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def sees(self, *texts: str) -> bool:
        """Whether one of these signs or keywords comes next."""
        return self.token.text in texts and self.token.kind != STRING

    def accept(self, *texts: str) -> str:
        """Take one of these signs if it comes next; its text, or nothing."""
        if not self.sees(*texts):
            return ""
        self.at += 1
        return self.tokens[self.at - 1].text

    def expect(self, *texts: str) -> str:
        """Take one of these signs, which must come next."""
        found = self.accept(*texts)
        if not found:
            raise self.fault(" or ".join(repr(text) for text in texts))
        return found

    def expect_end(self) -> None:
        """Nothing may be left."""
        if self.token.kind != END:
            raise self.fault("an operator or the end")

    def fault(self, expected: str) -> ExpressionSyntaxError:
        """What was expected here, and what is here."""
        message = f"expected {expected}, but found {describe(self.token)}"
        return lexer.fault(self.text, self.token.start, message)

    def checked_chain(self, length: int) -> int:
        """One more operation after the others."""
        if length >= MAX_CHAIN:
            raise self.fault(f"at most {MAX_CHAIN} operations after each other")
        return length + 1

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Inside one more bracket or condition."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            message = f"expected at most {MAX_NESTING} expressions inside each other"
            raise lexer.fault(self.text, self.token.start, f"{message}, but there are more")
        yield
        self.nesting -= 1

    def name(self) -> str:
        """Take the longest name that starts here."""
        count, name = self.names.longest(self.text, self.tokens, self.at)
        if not count:
            raise self.fault("a name")
        self.at += count
        return name

    def property(self) -> str:
        """Take the name behind a dot, which may be a keyword."""
        if self.token.kind == NAME and self.token.text in KEYWORDS:
            self.at += 1
            return self.tokens[self.at - 1].text
        return self.name()

    def key(self, *stops: str) -> str:
        """Take a name that is being declared, up to one of the stops; it is known from now on."""
        start = self.at
        if self.token.kind == STRING:
            self.at += 1
            return unescape(self.tokens[start].text[1:-1])
        while is_part_of_key(self.token) and not self.sees(*stops):
            self.at += 1
        if self.at == start or not self.sees(*stops):
            raise self.fault(" or ".join(repr(stop) for stop in stops) if self.at > start else "a name")
        name = " ".join(self.text[self.tokens[start].start : self.tokens[self.at - 1].end].split())
        if self.tokens[start].kind != NAME:
            self.at = start
            raise self.fault("a name")
        self.names.add(name)
        return name

    def separated(self, part: Callable[[], Part], end: str) -> tuple[Part, ...]:
        """Parts between commas up to the closing sign, which is taken."""
        parts: list[Part] = []
        if self.accept(end):
            return ()
        while True:
            parts.append(part())
            if self.expect(",", end) == end:
                return tuple(parts)

    def expression(self) -> Node:
        """A whole expression; the parser of the language says how."""
        raise NotImplementedError

    def level(self, minimum: int) -> Node:
        """An expression of operators that bind at least so much."""
        raise NotImplementedError
