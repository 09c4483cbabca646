"""Stable ids from Russian and Kazakh names."""

import re

LATIN = dict(zip(
    "абвгдезийклмнопрстуфхыэ", "abvgdeziyklmnoprstufhye", strict=True,
)) | {
    "ё": "e", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "",
    "ю": "yu", "я": "ya", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u",
    "һ": "h", "і": "i", "№": " n ",
}


def slug(text: str) -> str:
    """Lower-case Latin letters, digits and hyphens."""
    latin = "".join(LATIN.get(letter, letter) for letter in text.lower())
    return "-".join(re.findall(r"[a-z0-9]+", latin))
