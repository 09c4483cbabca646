"""Ids: of instances (time-ordered, so that new rows lie together), and addresses of what waits in them."""

import secrets
import time
from typing import NamedTuple

from engine.errors import NotFound

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """16 letters: 9 of time (milliseconds), 7 random. Made where a command is made, never inside the engine."""
    number = (time.time_ns() // 1_000_000) << 35 | secrets.randbits(35)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))


class Address(NamedTuple):
    """Where something waits: "<instance id>:<element id>:<number>"."""

    instance_id: str
    activity: str

    @property
    def element(self) -> str:
        return self.activity.rpartition(":")[0]

    def __str__(self) -> str:
        return f"{self.instance_id}:{self.activity}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        instance_id, colon, activity = text.partition(":")
        if not colon or ":" not in activity:
            raise NotFound(f'Expected an id like "instance:element:number", but got "{text}".', id=text)
        return cls(instance_id, activity)
