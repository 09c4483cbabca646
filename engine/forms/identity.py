"""Numbers of people (IIN: birth date, century and sex, serial) and organisations (BIN: YYMM, kind, serial), checked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from engine.forms import messages
from engine.forms.messages import Fault

FIRST: Sequence[int] = range(1, 12)
SECOND: Sequence[int] = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}
#: fifth digit of a BIN: resident, non-resident, individual entrepreneurs in common
KINDS_OF_ENTITIES = "456"


def check_iin(text: str) -> Fault | None:
    """What is wrong with the number; None when it can have been issued."""
    fault = _shape_fault(text, messages.NOT_DIGITS, messages.NOT_TWELVE)
    if fault:
        return fault
    is_right = _is_checked(text) and birth_date(text) is not None
    return None if is_right else Fault(text=messages.NOT_ISSUED)


def check_bin(text: str) -> Fault | None:
    fault = _shape_fault(text, messages.BIN_NOT_DIGITS, messages.BIN_NOT_TWELVE)
    if fault:
        return fault
    is_right = _is_checked(text) and _is_entity(text)
    return None if is_right else Fault(text=messages.BIN_NOT_ISSUED)


def check_iin_or_bin(text: str) -> Fault | None:
    """A payer or an owner may be either."""
    fault = _shape_fault(text, messages.EITHER_NOT_DIGITS, messages.EITHER_NOT_TWELVE)
    if fault:
        return fault
    is_right = check_iin(text) is None or check_bin(text) is None
    return None if is_right else Fault(text=messages.EITHER_NOT_ISSUED)


#: property `check` of a field -> what is wrong with its text
CHECKS: Mapping[str, Callable[[str], Fault | None]] = {
    "iin": check_iin,
    "bin": check_bin,
    "iin_or_bin": check_iin_or_bin,
}


def _shape_fault(text: str, not_digits: str, not_twelve: str) -> Fault | None:
    if not text.isascii() or not text.isdigit():
        return Fault(text=not_digits)
    return Fault(text=not_twelve, values={"now": len(text)}) if len(text) != 12 else None


def _is_checked(number: str) -> bool:
    return check_digit(number[:11]) == int(number[11])


def _is_entity(number: str) -> bool:
    return 1 <= int(number[2:4]) <= 12 and number[4] in KINDS_OF_ENTITIES


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
