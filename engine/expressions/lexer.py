"""Text of an expression to tokens. What belongs to one name is the parser's to say."""

import re
from dataclasses import dataclass

from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.limits import MAX_TEXT

NAME_START = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF"
    r"\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
    r"\U00010000-\U000EFFFF"
)
NAME_PART = NAME_START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
SPACE = r"\s\u0085\u180E\u200B\uFEFF"
TOKEN = re.compile(
    rf"""(?P<space>(?:[{SPACE}]|//[^\n]*|/\*.*?\*/)+)
    |(?P<number>(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+(?![{NAME_PART}]))?)
    |(?P<name>[{NAME_START}][{NAME_PART}]*|\?)
    |(?P<string>"(?:[^"\\\n]|\\.)*")
    |(?P<mark>\.\.|\*\*|<=|>=|!=|->|[-+*/=<>()\[\]{{}},.:@'])""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
NUMBER, NAME, STRING, MARK, END = "number", "name", "string", "mark", "end"
NAMES_OF_KINDS = {NUMBER: "number", NAME: "name", STRING: "text", MARK: "", END: "the end"}
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text with its place."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """All tokens of the text, an end token last."""
    if len(text) > MAX_TEXT:
        raise ExpressionSyntaxError(f"expected at most {MAX_TEXT} characters, but there are {len(text)}")
    tokens = []
    position = 0
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None:
            raise fault(text, position, f"expected an expression, but found {text[position]!r}")
        kind = str(found.lastgroup)
        if kind != "space":
            tokens.append(Token(kind, found.group(), position, found.end()))
        position = found.end()
    tokens.append(Token(END, "", len(text), len(text)))
    return tokens


def fault(text: str, position: int, message: str) -> ExpressionSyntaxError:
    """The error at a place of the text."""
    before = text[:position]
    column = position - (before.rfind("\n") + 1) + 1
    return ExpressionSyntaxError(message, before.count("\n") + 1, column)


def describe(token: Token) -> str:
    """The token as a message names it."""
    return "the end" if token.kind == END else f"{token.text!r}"


def unescape(body: str) -> str:
    """The characters that the inside of a string literal stands for."""
    if "\\" not in body:
        return body
    text = ESCAPE.sub(unescaped, body)
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def unescaped(found: re.Match[str]) -> str:
    """One escape; an unknown one stays as it is written."""
    code = found[1] or found[2]
    if code is None:
        return ESCAPES.get(found[3], found[0])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
