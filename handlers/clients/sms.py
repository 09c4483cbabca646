"""SMS through HTTP: POST {url}/messages {to, text} -> {id, state}."""

import re

from handlers.clients.http import System, post

NOT_DIGITS = re.compile(r"[^\d+]")
#: characters of a message; longer ones are cut
LONGEST = 300


def send(system: System, to: str, text: str) -> None:
    """Hands the message over; the same job again is the same message."""
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    post(system, "/messages", {"to": number(to), "text": short})


def number(phone: str) -> str:
    """As networks want it: +77001234567."""
    digits = NOT_DIGITS.sub("", phone).lstrip("+")
    if len(digits) == 11 and digits.startswith("8"):
        digits = f"7{digits[1:]}"
    return f"+{digits}"
