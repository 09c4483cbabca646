"""The individual identification number: YYMMDD, century and sex, serial, check digit."""

from collections.abc import Sequence
from datetime import date

from engine.forms.messages import NOT_DIGITS, NOT_ISSUED, NOT_TWELVE, Fault

FIRST: Sequence[int] = range(1, 12)
SECOND: Sequence[int] = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}


def check_iin(text: str) -> Fault | None:
    """What is wrong with the number; None when it can have been issued."""
    if not text.isascii() or not text.isdigit():
        return Fault(text=NOT_DIGITS)
    if len(text) != 12:
        return Fault(text=NOT_TWELVE, values={"now": len(text)})
    if check_digit(text[:11]) != int(text[11]) or birth_date(text) is None:
        return Fault(text=NOT_ISSUED)
    return None


def check_digit(first_eleven: str) -> int | None:
    """None: a number with this beginning is never issued."""
    digits = [int(letter) for letter in first_eleven]
    for weights in (FIRST, SECOND):
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def birth_date(iin: str) -> date | None:
    """The day the number names; None when there is no such day."""
    century = CENTURIES.get(int(iin[6]))
    if century is None:
        return None
    try:
        return date(century + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None
