"""How much room a name takes: an estimate for the sans-serif type all modellers use."""

from functools import lru_cache

LINE = 1.2
TASK_SIZE, LABEL_SIZE = 12.0, 11.0
#: widths in parts of the type size; other letters count as ORDINARY
NARROW = dict.fromkeys(" .,:;!|'’ijlІіtfr()[]-", 0.31)
WIDE = dict.fromkeys("шщжюмфыwmШЩЖЮМФЫWM@—…№", 0.78)
ORDINARY, CAPITAL = 0.55, 0.68


@lru_cache(maxsize=10_000)
def width_of(text: str, size: float) -> float:
    return sum(_width(letter) for letter in text) * size


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines the text needs when words are wrapped at this width."""
    return len(wrapped(text, width, size))


def height_of(text: str, width: float, size: float) -> float:
    return lines_of(text, width, size) * size * LINE


def longest_word(text: str, size: float) -> float:
    return max((width_of(word, size) for word in text.split()), default=0.0)


def _width(letter: str) -> float:
    known = NARROW.get(letter) or WIDE.get(letter)
    return known or (CAPITAL if letter.isupper() else ORDINARY)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The lines of the text when words are wrapped at this width."""
    return [line for part in text.splitlines() or [""] for line in _wrap(part.split(), width, size)]


def _wrap(words: list[str], width: float, size: float) -> list[str]:
    lines, used = [""], 0.0
    blank = _width(" ") * size
    for word in words:
        needed = width_of(word, size)
        if used and used + blank + needed > width:
            lines.append(word)
            used = needed
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
            used += needed + (blank if used else 0)
    return lines
