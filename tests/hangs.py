"""What hangs takes for ever, and what grows calls more. How fast the rest is, is measured in bench/."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

#: seconds of this thread's own computing: far more than any machine needs, far less than a hang
ENOUGH = 60.0


@contextlib.contextmanager
def no_hang() -> Iterator[None]:
    """Fails when the block computed for ever; waiting, and other threads, do not count."""
    begun = time.thread_time()
    yield
    took = time.thread_time() - begun
    assert took < ENOUGH, f"{took:.0f} s of computing"


@contextlib.contextmanager
def counted_calls() -> Iterator[Callable[[], int]]:
    """How many functions of Python the block called: its cost, the same on every machine."""
    count = 0

    def seen(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        yield lambda: count
    finally:
        sys.setprofile(None)
