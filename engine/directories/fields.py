"""Cells of one row into fields: broken words and addresses are joined, dropped cells found out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.directories.cells import Cell
from engine.directories.names import tidy

EMAIL = re.compile(r"[\w.-]+@[\w.-]+\.\w+")
SITE = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:kz|ru|com)\b/?")
NONE = re.compile(r"нет|-+", re.IGNORECASE)
PHONE_START = re.compile(r"(?:8\b|8\(|\(|т/ф|тел)")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"\w")
#: the rest of a word broken over two lines; "отд. Енбек", "н/п Онеге", "уч Лагерь", "р.85" are none
#: a name without its kind
BARE = re.compile(r"[А-ЯЁ][а-яё]+[\s,;]*")
CONTINUED = re.compile(r"[а-яё]{3,}(?=[\s,;]*$)")
SCHEDULE_START = "Ежедневно"


@dataclass(kw_only=True, slots=True)
class Fields:
    """What a row says; `doubts` are the repairs that somebody should look at."""

    name: str = ""
    settlements: list[str] = field(default_factory=list)
    address: str = ""
    phones: str = ""
    site: str = ""
    email: str = ""
    schedule: str = ""
    doubts: list[str] = field(default_factory=list)


def read_fields(cells: Sequence[Cell], columns: Sequence[str]) -> Fields:
    """Fields of a row; where cells were dropped in print, each is told by its look."""
    placed = _place(cells, columns)
    fields = Fields()
    unplaced = [cell.text for cell in cells if cell not in placed.values()]
    if unplaced:
        fields.doubts.append(f"no column for {', '.join(map(repr, unplaced))}")
    missing = [c for c in columns if c not in placed and c != "schedule"]
    if missing:
        fields.doubts.append(f"no cell for {' and '.join(missing)} in print")
    fields.name = ", ".join(
        join_lines(placed[column].lines) for column in ("name", "post") if column in placed
    )
    _take_settlements(fields, placed.get("settlements"))
    fields.address = join_lines(placed["address"].lines) if "address" in placed else ""
    fields.phones = join_phones(placed["phones"].lines) if "phones" in placed else ""
    fields.schedule = _schedule(placed.get("schedule"))
    _take_contacts(fields, placed.get("site"))
    return fields


def _take_settlements(fields: Fields, cell: Cell | None) -> None:
    """One settlement a line or between commas; what is a number alone is kept and reported."""
    if cell is None:
        return
    parts = re.split(r"[,;]", ",".join(_whole_lines(cell.lines)))
    named = [tidy(part).lstrip(". ") for part in parts]
    fields.settlements = [name for name in named if WORD.search(name)]
    odd = [name for name in fields.settlements if not LETTER.search(name)]
    if odd:
        fields.doubts.append(f"a settlement without a name: {', '.join(odd)}")
    for above, line in pairwise(cell.lines):
        if not above.rstrip().endswith((",", ";")) and BARE.fullmatch(line):
            fields.doubts.append(f"{tidy(line)} may be a settlement, or the rest of {tidy(above)!r} above it")


def _whole_lines(lines: Sequence[str]) -> list[str]:
    """A line that goes on in small letters, or after "имени", belongs to the line before."""
    whole: list[str] = []
    for line in lines:
        if whole and CONTINUED.match(line):
            whole[-1] += line
        elif whole and whole[-1].endswith(" имени"):
            whole[-1] += f" {line}"
        else:
            whole.append(line)
    return whole


def _place(cells: Sequence[Cell], columns: Sequence[str]) -> dict[str, Cell]:
    """Column -> cell. The schedule is often merged, hence its absence is no reason to look."""
    needed = [column for column in columns if column != "schedule"]
    if len(cells) >= len(needed):
        return dict(zip(columns, cells, strict=False))
    left = [column for column in needed if column != "name"]
    placed = {"name": cells[0]}
    for cell in cells[1:]:
        fitting = [column for column in left if LOOKS[column](cell.text)]
        if fitting:
            placed[fitting[0]] = cell
            left = left[left.index(fitting[0]) + 1:]
    return placed


def _looks_like_phone(text: str) -> bool:
    return len(LETTER.findall(EMAIL.sub("", text))) < sum(map(str.isdigit, text)) >= 5


def _looks_like_site(text: str) -> bool:
    return bool(NONE.fullmatch(text) or EMAIL.search(text) or SITE.fullmatch(text))


def _looks_like_settlements(text: str) -> bool:
    return not (_looks_like_site(text) or _looks_like_phone(text) or re.match(r"\d{6}", text))


def _looks_like_address(text: str) -> bool:
    return not (_looks_like_site(text) or _looks_like_phone(text))


LOOKS = {
    "settlements": _looks_like_settlements,
    "phones": _looks_like_phone,
    "address": _looks_like_address,
    "site": _looks_like_site,
    "post": _looks_like_address,
}


def join_lines(lines: Sequence[str]) -> str:
    """One line of text; a word broken over two lines, or an e-mail address, is whole again."""
    text = ""
    for line in lines:
        broken_word = text.endswith("-") and line[:1].islower()
        broken_email = text.endswith(".") and "@" in text.split(" ")[-1]
        if broken_word:
            text = text[:-1] + line
        elif broken_email:
            text += line
        else:
            text = f"{text} {line}"
    return tidy(re.sub(r"\s*@\s+", "@", text))


def join_phones(lines: Sequence[str]) -> str:
    """Numbers apart by "; "; a code and its number on two lines are one number."""
    text = ""
    for line in lines:
        is_code = re.fullmatch(r"8-?\d{3,6}", text) is not None
        is_new = text and not is_code and PHONE_START.match(line)
        text += ("; " if is_new else " ") + line
        text = text.strip()
    return tidy(re.sub(r"\s*@\s+", "@", text))


def _schedule(cell: Cell | None) -> str:
    """Opening hours in words; printed twice in one cell they are said once."""
    if cell is None:
        return ""
    text = join_lines(cell.lines)
    again = text.find(SCHEDULE_START, 1)
    return tidy(text[:again]) if again > 0 else text


def _take_contacts(fields: Fields, cell: Cell | None) -> None:
    """E-mail and site, wherever they are printed, leave the address and the phones."""
    texts = {"address": fields.address, "phones": fields.phones}
    found = "" if cell is None or NONE.fullmatch(cell.text) else join_lines(cell.lines)
    for name, text in texts.items():
        for pattern in (EMAIL, SITE):
            match = pattern.search(text)
            if match:
                found = f"{found} {match[0]}".strip()
                text = tidy(pattern.sub("", text).replace("e-mail:", ""))
        setattr(fields, name, text)
    emails = EMAIL.findall(found)
    sites = SITE.findall(EMAIL.sub("", found))
    fields.email, fields.site = "; ".join(emails), "; ".join(sites)
