"""Patterns of XPath regular expressions to trees."""

from dataclasses import dataclass

from engine.expressions.regex_classes import (
    SHORTHANDS,
    CharacterSet,
    Predicate,
    category,
    opposite,
)

SINGLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"} | {c: c for c in "\\|.-^?*+{}()[]$/ "}
SPACE = frozenset(" \t\n\r")
MAX_PATTERN = 2_000
MAX_COUNT = 1_000
MAX_NESTING = 50


class BadPatternError(ValueError):
    """Expected a regular expression, but it is none."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Any part of a pattern."""


@dataclass(frozen=True, slots=True)
class Character(Pattern):
    """One character of a set"""

    set: CharacterSet


@dataclass(frozen=True, slots=True)
class Anchor(Pattern):
    """^ or $"""

    sign: str


@dataclass(frozen=True, slots=True)
class Sequence(Pattern):
    """One after the other"""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Alternatives(Pattern):
    """one|other"""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Pattern):
    """part{least,most}, with ? the fewest first; most None: without end"""

    part: Pattern
    least: int
    most: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Group(Pattern):
    """(part), counted from 1"""

    number: int
    part: Pattern


@dataclass(frozen=True, slots=True)
class BackReference(Pattern):
    """\\1"""

    number: int


class PatternParser:
    """Reads one pattern."""

    def __init__(self, text: str, flags: str) -> None:
        if len(text) > MAX_PATTERN:
            raise BadPatternError
        self.text = text
        self.at = 0
        self.any_case = "i" in flags
        self.spaced = "x" in flags
        self.dot_all = "s" in flags
        self.groups = 0
        self.closed: set[int] = set()
        self.nesting = 0

    def parse(self) -> Pattern:
        """The whole pattern."""
        pattern = self.alternatives()
        if self.at < len(self.text):
            raise BadPatternError
        return pattern

    def peek(self) -> str:
        """The next character that counts, or nothing at the end."""
        while self.spaced and self.text[self.at : self.at + 1] in SPACE:
            self.at += 1
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        """Take the next character, which must be there."""
        found = self.peek()
        if not found:
            raise BadPatternError
        self.at += 1
        return found

    def accept(self, sign: str) -> bool:
        """Take the sign if it comes next."""
        found = self.peek() == sign
        self.at += found
        return found

    def expect(self, sign: str) -> None:
        """Take the sign, which must come next."""
        if not self.accept(sign):
            raise BadPatternError

    def alternatives(self) -> Pattern:
        """sequence|sequence"""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise BadPatternError
        parts = [self.sequence()]
        while self.accept("|"):
            parts.append(self.sequence())
        self.nesting -= 1
        return parts[0] if len(parts) == 1 else Alternatives(tuple(parts))

    def sequence(self) -> Pattern:
        """atoms with their quantifiers"""
        parts: list[Pattern] = []
        while self.peek() not in {"", "|", ")"}:
            parts.append(self.quantified(self.atom()))
        return Sequence(tuple(parts))

    def quantified(self, part: Pattern) -> Pattern:
        """? * + {n,m} behind an atom"""
        sign = self.peek()
        if sign not in {"?", "*", "+", "{"} or isinstance(part, Anchor):
            return part
        self.take()
        least, most = self.counts() if sign == "{" else QUANTITIES[sign]
        return Repeat(part, least, most, self.accept("?"))

    def counts(self) -> tuple[int, int | None]:
        """The rest of {n}, {n,} or {n,m}"""
        least = self.digits()
        if self.accept("}"):
            return least, least
        self.expect(",")
        if self.accept("}"):
            return least, None
        most = self.digits()
        self.expect("}")
        if most < least:
            raise BadPatternError
        return least, most

    def digits(self) -> int:
        """A number that is no bomb."""
        start = self.at
        while self.peek() and self.peek() in "0123456789":
            self.at += 1
        text = self.text[start : self.at]
        if not text or len(text) > 4 or int(text) > MAX_COUNT:
            raise BadPatternError
        return int(text)

    def atom(self) -> Pattern:
        """A character, a set, a group or an anchor"""
        sign = self.take()
        if sign == "(":
            return self.group()
        if sign == "[":
            return Character(self.set())
        if sign == "\\":
            return self.escape()
        if sign in "^$":
            return Anchor(sign)
        if sign == ".":
            excluded = () if self.dot_all else (("\n", "\n"), ("\r", "\r"))
            return Character(CharacterSet(spans=excluded, negated=True))
        if sign in "?*+{}]":
            raise BadPatternError
        return self.single(sign)

    def single(self, character: str) -> Character:
        """One certain character."""
        return Character(CharacterSet(spans=((character, character),), any_case=self.any_case))

    def group(self) -> Pattern:
        """(part) or (?:part)"""
        if self.accept("?"):
            self.expect(":")
            part = self.alternatives()
            self.expect(")")
            return part
        self.groups += 1
        number = self.groups
        part = self.alternatives()
        self.expect(")")
        self.closed.add(number)
        return Group(number, part)

    def escape(self) -> Pattern:
        """What follows a backslash outside of sets."""
        sign = self.take()
        if sign in "123456789":
            number = int(sign)
            if number not in self.closed:
                raise BadPatternError
            return BackReference(number)
        if sign in SINGLE_ESCAPES:
            return self.single(SINGLE_ESCAPES[sign])
        return Character(CharacterSet(predicates=(self.class_escape(sign),)))

    def class_escape(self, sign: str) -> Predicate:
        """\\d, \\P{L} and the like"""
        lowered = sign.lower()
        if lowered == "p":
            self.expect("{")
            end = self.text.find("}", self.at)
            name = self.text[self.at : end]
            found = category("".join(name.split()) if self.spaced else name) if end > 0 else None
            self.at = end + 1
        else:
            found = SHORTHANDS.get(lowered)
        if found is None:
            raise BadPatternError
        return found if sign == lowered else opposite(found)

    def set(self) -> CharacterSet:
        """The rest of [...]"""
        self.nesting += 1
        spaced, self.spaced = self.spaced, False
        if self.nesting > MAX_NESTING:
            raise BadPatternError
        negated = self.accept("^")
        spans: list[tuple[str, str]] = []
        predicates: list[Predicate] = []
        minus = None
        while not self.accept("]") or not (spans or predicates):
            if self.text[self.at : self.at + 2] == "-[":
                self.at += 2
                minus = self.set()
                self.expect("]")
                break
            self.member(spans, predicates)
        self.nesting -= 1
        self.spaced = spaced
        return CharacterSet(
            spans=tuple(spans),
            predicates=tuple(predicates),
            negated=negated,
            minus=minus,
            any_case=self.any_case,
        )

    def member(self, spans: list[tuple[str, str]], predicates: list[Predicate]) -> None:
        """One character, span or escape of a set"""
        first = self.set_character(predicates)
        if not first:
            return
        following = self.text[self.at : self.at + 2]
        if following[:1] != "-" or following[1:] in {"]", "[", ""}:
            spans.append((first, first))
            return
        self.at += 1
        last = self.set_character([])
        if not last or last < first:
            raise BadPatternError
        spans.append((first, last))

    def set_character(self, predicates: list[Predicate]) -> str:
        """A character of a set; nothing when it was an escape for many."""
        sign = self.take()
        if sign in "[]":
            raise BadPatternError
        if sign != "\\":
            return sign
        escaped = self.take()
        if escaped in SINGLE_ESCAPES:
            return SINGLE_ESCAPES[escaped]
        predicates.append(self.class_escape(escaped))
        return ""


QUANTITIES: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
