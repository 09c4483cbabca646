"""Where a name ends: known names may hold spaces and signs, unknown ones words only."""

from collections.abc import Iterable

from engine.expressions.lexer import MARK, NAME, NUMBER, Token, tokens_of

KEYWORDS = frozenset(
    {
        "and",
        "between",
        "else",
        "every",
        "false",
        "for",
        "function",
        "if",
        "in",
        "instance",
        "null",
        "or",
        "return",
        "satisfies",
        "some",
        "then",
        "true",
    }
)
#: Signs that a declared name may hold.
NAME_SIGNS = frozenset({".", "/", "-", "'", "+", "*", ".."})
#: Names of the language that hold a keyword.
LANGUAGE_NAMES = (
    "date and time",
    "days and time duration",
    "years and months duration",
)


class KnownNames:
    """Names of more than one token, by their first; the longest that fits is taken."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.by_first: dict[str, list[tuple[int, str]]] = {}
        for name in (*LANGUAGE_NAMES, *names):
            self.add(name)

    def add(self, name: str) -> None:
        """Declare a name; one of a single word needs no declaration."""
        pieces = tokens_of(name)[:-1]
        if len(pieces) < 2:
            return
        entries = self.by_first.setdefault(pieces[0].text, [])
        entry = (len(pieces), " ".join(name.split()))
        if entry not in entries:
            entries.append(entry)
            entries.sort(reverse=True)

    def longest(self, text: str, tokens: list[Token], at: int) -> tuple[int, str]:
        """How many tokens from `at` on are one name, and the name; (0, "") for no name."""
        count, name = self.declared(text, tokens, at)
        words = word_count(tokens, at)
        if words > count:
            return words, " ".join(token.text for token in tokens[at : at + words])
        return count, name

    def declared(self, text: str, tokens: list[Token], at: int) -> tuple[int, str]:
        """The longest declared name at the place."""
        for count, name in self.by_first.get(tokens[at].text, ()):
            if at + count < len(tokens):
                found = " ".join(text[tokens[at].start : tokens[at + count - 1].end].split())
                if found == name and not is_values_joined(name, tokens[at + count]):
                    return count, name
        return 0, ""


def is_values_joined(name: str, following: Token) -> bool:
    """Whether `date and time` joins two variables, for it is not called."""
    return name == "date and time" and following.text not in {"(", ",", ")", ">", ""}


def word_count(tokens: list[Token], at: int) -> int:
    """How many words follow each other; two values never stand side by side otherwise."""
    if not is_word(tokens[at]):
        return 0
    count = 1
    while is_word(tokens[at + count]) or is_digits(tokens[at + count]):
        count += 1
    return count


def is_word(token: Token) -> bool:
    """Whether the token is a name by itself."""
    return token.kind == NAME and token.text not in KEYWORDS


def is_digits(token: Token) -> bool:
    """Whether the token may continue a name with digits."""
    return token.kind == NUMBER and token.text.isdigit()


def is_part_of_key(token: Token) -> bool:
    """Whether the token may belong to a name that is being declared."""
    return token.kind in {NAME, NUMBER} or (token.kind == MARK and token.text in NAME_SIGNS)
