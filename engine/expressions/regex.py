"""Regular expressions of FEEL: those of XPath, in a machine of our own that cannot be led astray."""

import re
from collections.abc import Iterator

from engine.expressions.limits import checked_length, spend
from engine.expressions.regex_parser import BadPatternError
from engine.expressions.regex_program import Captures, Machine, Program, compile_pattern

FLAGS = frozenset("smixq")
#: Steps that a character of a pattern counts for, compiled or known already.
PATTERN_COST = 8
SPECIAL = re.compile(r"([\\|.?*+{}()\[\]^$-])")


def program_of(pattern: str, flags: str) -> Program | None:
    """The program of a pattern; None when pattern or flags are wrong."""
    if not set(flags) <= FLAGS:
        return None
    spend(PATTERN_COST * len(pattern))
    text = SPECIAL.sub(r"\\\1", pattern) if "q" in flags else pattern
    try:
        return compile_pattern(text, flags)
    except BadPatternError:
        return None


def matches(text: str, pattern: str, flags: str) -> bool | None:
    """Whether the pattern matches somewhere."""
    program = program_of(pattern, flags)
    return None if program is None else Machine(program, text).search() is not None


def found_in(program: Program, text: str) -> Iterator[Captures] | None:
    """All matches from left to right; None when the pattern matches nothing at all."""
    if Machine(program, "").search() is not None:
        return None
    return found_from(Machine(program, text))


def found_from(machine: Machine) -> Iterator[Captures]:
    """The matches one after the other."""
    position = 0
    while (found := machine.search(position)) is not None:
        yield found
        position = found[1]


def replace(text: str, pattern: str, replacement: str, flags: str) -> str | None:
    """The text with each match replaced; $1 in the replacement is what the first group took."""
    program = program_of(pattern, flags)
    parts = None if program is None else replacement_parts(replacement, program.groups, flags)
    found = None if program is None else found_in(program, text)
    if found is None or parts is None:
        return None
    pieces: list[str] = []
    length, position = 0, 0
    for captures in found:
        made = "".join(part if isinstance(part, str) else group(text, captures, part) for part in parts)
        pieces += (text[position : captures[0]], made)
        length = checked_length(length + captures[0] - position + len(made))
        position = captures[1]
    checked_length(length + len(text) - position)
    return "".join(pieces) + text[position:]


def group(text: str, captures: Captures, number: int) -> str:
    """What a group took; nothing when it took no part."""
    start, end = captures[2 * number], captures[2 * number + 1]
    return text[start:end] if start >= 0 <= end else ""


def replacement_parts(replacement: str, groups: int, flags: str) -> list[str | int] | None:
    """Texts and group numbers of a replacement; None when it is written wrongly."""
    if "q" in flags:
        return [replacement]
    parts: list[str | int] = []
    at = 0
    while at < len(replacement):
        sign, following = replacement[at], replacement[at + 1 : at + 2]
        if sign == "\\":
            if following not in {"\\", "$"}:
                return None
            parts.append(following)
            at += 2
        elif sign == "$":
            digits = group_digits(replacement, at + 1, groups)
            if not digits:
                return None
            parts.append(int(digits) if int(digits) <= groups else "")
            at += 1 + len(digits)
        else:
            parts.append(sign)
            at += 1
    return parts


def group_digits(text: str, at: int, groups: int) -> str:
    """The digits of a group's number: as many as name a group, but at least one."""
    digits = ""
    while at < len(text) and text[at] in "0123456789" and (not digits or int(digits + text[at]) <= groups):
        digits += text[at]
        at += 1
    return digits


def split(text: str, pattern: str) -> list[str] | None:
    """The text between the matches."""
    program = program_of(pattern, "")
    found = None if program is None else found_in(program, text)
    if found is None:
        return None
    pieces, position = [], 0
    for captures in found:
        pieces.append(text[position : captures[0]])
        position = captures[1]
    return [*pieces, text[position:]]
