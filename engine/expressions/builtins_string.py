"""Functions on texts. A character is a Unicode code point."""

from typing import Any

from engine.expressions import regex
from engine.expressions.arithmetic import whole
from engine.expressions.limits import checked_length, spend
from engine.expressions.signatures import FunctionTable

FUNCTIONS = FunctionTable()


@FUNCTIONS.define("substring(string: string, start position: number, length?: number) -> string")
def substring(text: str, start: Any, length: Any = None) -> str | None:
    """The characters from a position on, counted from 1, or from the end when negative."""
    first = whole(start)
    count = len(text) if length is None else int(length)
    if not first or abs(first) > len(text) or count < 1:
        return None
    begin = first - 1 if first > 0 else len(text) + first
    return text[begin : begin + count]


@FUNCTIONS.define("string length(string: string) -> number")
def string_length(text: str) -> int:
    """How many characters the text has."""
    return len(text)


@FUNCTIONS.define("upper case(string: string) -> string")
def upper_case(text: str) -> str:
    """The text in capital letters."""
    return text.upper()


@FUNCTIONS.define("lower case(string: string) -> string")
def lower_case(text: str) -> str:
    """The text in small letters."""
    return text.lower()


@FUNCTIONS.define("substring before(string: string, match: string) -> string")
def substring_before(text: str, match: str) -> str:
    """What stands before the first match; nothing when there is none."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@FUNCTIONS.define("substring after(string: string, match: string) -> string")
def substring_after(text: str, match: str) -> str:
    """What stands behind the first match; nothing when there is none."""
    return text.partition(match)[2] if match else text


@FUNCTIONS.define("replace(input: string, pattern: string, replacement: string, flags?: string) -> string")
def replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    """The text with what matches a regular expression replaced; $1 is the first group."""
    return regex.replace(text, pattern, replacement, flags or "")


@FUNCTIONS.define("contains(string: string, match: string) -> boolean")
def contains(text: str, match: str) -> bool:
    """Whether the match occurs in the text."""
    return match in text


@FUNCTIONS.define("starts with(string: string, match: string) -> boolean")
def starts_with(text: str, match: str) -> bool:
    """Whether the text starts with the match."""
    return text.startswith(match)


@FUNCTIONS.define("ends with(string: string, match: string) -> boolean")
def ends_with(text: str, match: str) -> bool:
    """Whether the text ends with the match."""
    return text.endswith(match)


@FUNCTIONS.define("matches(input: string, pattern: string, flags?: string) -> boolean")
def matches(text: str, pattern: str, flags: str | None = None) -> bool | None:
    """Whether a regular expression matches somewhere in the text."""
    return regex.matches(text, pattern, flags or "")


@FUNCTIONS.define("split(string: string, delimiter: string) -> list<string>")
def split(text: str, delimiter: str) -> list[str] | None:
    """The parts of the text between matches of a regular expression."""
    return regex.split(text, delimiter)


@FUNCTIONS.define("string join(list: list, delimiter?: string) -> string")
def string_join(items: list[Any], delimiter: str | None = None) -> str | None:
    """The texts of the list in one, with the delimiter between; nulls are left out."""
    spend(len(items))
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        return None
    glue = delimiter or ""
    checked_length(sum(map(len, texts)) + len(glue) * len(texts))
    return glue.join(texts)
