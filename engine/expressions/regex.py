"""Regular expressions of FEEL."""

import re


def flags_of(flags: str) -> int | None:
    """The flags of a pattern; None when one is unknown."""
    table = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}
    if not set(flags) <= table.keys():
        return None
    return sum(table[flag] for flag in set(flags))


def matches(text: str, pattern: str, flags: str) -> bool | None:
    """Whether the pattern matches somewhere."""
    number = flags_of(flags)
    return None if number is None else re.search(pattern, text, number) is not None


def replace(text: str, pattern: str, replacement: str, flags: str) -> str | None:
    """The text with matches replaced."""
    number = flags_of(flags)
    if number is None:
        return None
    return re.sub(pattern, re.sub(r"\$(\d+)", r"\\g<\1>", replacement), text, flags=number)


def split(text: str, pattern: str) -> list[str] | None:
    """The text between matches."""
    return re.split(pattern, text)
