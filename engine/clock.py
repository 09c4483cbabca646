"""Where the time of a command comes from. Nothing below the door reads a clock."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

#: where the offices are; inside the engine all times are UTC
LOCAL = ZoneInfo("Asia/Almaty")


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """Stands still until it is moved: for test cases and `qyzmet try`."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def advance(self, by: timedelta) -> None:
        self._at += by

    def set(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)


#: a difference smaller than this is the drift of two good clocks
TOLERANCE = timedelta(seconds=5)


class Jumps:
    """Notices that a clock was set, by one that only runs forward."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = self._difference()

    def look(self) -> timedelta | None:
        """How far it was moved since the last look; None: it runs."""
        before, self._ahead = self._ahead, self._difference()
        jump = self._ahead - before
        return jump if abs(jump) > TOLERANCE else None

    def _difference(self) -> timedelta:
        return self._clock.now() - datetime.fromtimestamp(time.monotonic(), UTC)
