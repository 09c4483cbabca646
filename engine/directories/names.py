"""Comparing names of places: case endings, quotes, hyphens, ё, "г." and initials do not count."""

import re

ENDINGS = (
    (re.compile(r"(.{2,}?ск)(?:ий|ого|ому|им|ом|ая|ой|ую|ое)"), r"\1"),
    (re.compile(r"(.{3,}[нжш])(?:ый|ого|ому|ым)"), r"\1"),
    (re.compile(r"(.{2,})ая"), r"\1ай"),
    (re.compile(r"(.{2,})ея"), r"\1ей"),
    (re.compile(r"(.{3,})[аяуыиеьо]"), r"\1"),
)
#: Latin letters that stand for Cyrillic ones they look like.
LOOKALIKES = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
#: Kazakh letters as Russian texts write them.
LETTERS = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
SMALL_WORDS = frozenset({
    "район", "города", "город", "городу", "г", "гор", "им", "имени", "область", "обл", "республика",
    "поселок", "поселка", "пос", "п", "село", "села", "с", "аул", "аула", "а", "ст", "станция",
    "сельский", "сельского", "аульный", "аульного", "поселковый", "поселкового", "городской",
    "городского", "округ", "округа", "районный", "отдел", "отд", "кент", "нп", "рн",
})
WORD = re.compile(r"[а-я0-9]+")


def place_key(name: str) -> str:
    """Equal for two spellings of one name; "" when there is no name in the text."""
    text = name.translate(LOOKALIKES).lower().translate(LETTERS)
    text = re.sub(r"\s*[-/]\s*", "", text)
    words = [word for word in WORD.findall(text) if not _is_small(word)]
    full = [word for word in words if len(word) > 1 or word.isdigit()] or words
    return _stem("".join(full))


def is_city(name: str) -> bool:
    """Whether the text calls the place a town: "г. Аксу", "города Аксу"."""
    return re.match(r"\s*(?:г\.|гор\.|город)", name.lower()) is not None


def is_district(name: str) -> bool:
    """Whether the text calls the place a district: "Аксуский район", "Аксуский р-н"."""
    return re.search(r"район|\bр-?н\b", name.lower()) is not None


def same_place(one: str, other: str) -> bool:
    return place_key(one) == place_key(other)


def tidy(text: str) -> str:
    """Single spaces, no quotes or blanks at the edges."""
    return re.sub(r"\s+", " ", text).strip(" \t\u00a0;,")


def _is_small(word: str) -> bool:
    return word in SMALL_WORDS or re.fullmatch(r"(?:район|област)[а-я]{0,3}", word) is not None


def _stem(word: str) -> str:
    for pattern, stem in ENDINGS:
        if pattern.fullmatch(word):
            return pattern.sub(stem, word)
    return word
