"""Sets of characters of regular expressions."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

Predicate = Callable[[str], bool]
NAME_EXTRAS = frozenset("-._:\u00b7")
#: Main letters of the Unicode categories, each with what may follow.
CATEGORIES = frozenset(
    main + minor
    for main, minors in {
        "L": "ultmo",
        "M": "nce",
        "N": "dlo",
        "P": "cdseifo",
        "Z": "slp",
        "S": "mcko",
        "C": "cfon",
    }.items()
    for minor in ("", *minors)
)
BLOCKS: dict[str, tuple[int, int]] = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "CyrillicSupplement": (0x0500, 0x052F),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Devanagari": (0x0900, 0x097F),
    "Thai": (0x0E00, 0x0E7F),
    "Georgian": (0x10A0, 0x10FF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "PrivateUse": (0xE000, 0xF8FF),
}


def is_word(character: str) -> bool:
    """No punctuation, separator or control character."""
    return unicodedata.category(character)[0] not in "PZC"


def is_name_start(character: str) -> bool:
    """A letter, underscore or colon."""
    return character in "_:" or unicodedata.category(character)[0] == "L"


def is_name_character(character: str) -> bool:
    """What may stand in an XML name."""
    return character in NAME_EXTRAS or unicodedata.category(character)[0] in "LMN" or is_name_start(character)


SHORTHANDS: dict[str, Predicate] = {
    "d": lambda character: unicodedata.category(character) == "Nd",
    "s": lambda character: character in " \t\n\r",
    "w": is_word,
    "i": is_name_start,
    "c": is_name_character,
}


def opposite(predicate: Predicate) -> Predicate:
    """Every character that is not in the set."""
    return lambda character: not predicate(character)


def category(name: str) -> Predicate | None:
    """The characters of a Unicode category or block; None when there is no such thing."""
    if name in CATEGORIES:
        return lambda character: unicodedata.category(character).startswith(name)
    if name.startswith("Is") and name[2:] in BLOCKS:
        first, last = BLOCKS[name[2:]]
        return lambda character: first <= ord(character) <= last
    return None


def variants(character: str) -> tuple[str, ...]:
    """The character with its capital and small forms."""
    return character, character.lower(), character.upper(), character.swapcase()


@dataclass(frozen=True, kw_only=True, slots=True)
class CharacterSet:
    """Characters one by one, as spans and as predicates; less those of another set."""

    spans: tuple[tuple[str, str], ...] = ()
    predicates: tuple[Predicate, ...] = ()
    negated: bool = False
    minus: "CharacterSet | None" = None
    any_case: bool = False

    def holds(self, character: str) -> bool:
        """Whether the character is in the set."""
        forms = variants(character) if self.any_case else (character,)
        found = any(low <= form <= high for low, high in self.spans for form in forms)
        found = found or any(predicate(character) for predicate in self.predicates)
        if found is self.negated:
            return False
        return self.minus is None or not self.minus.holds(character)
