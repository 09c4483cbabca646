"""How things are measured: medians, beside a yardstick of the same run, because the machine has more than one speed."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.plain import Plain


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One line of the table."""

    name: str
    value: float
    unit: str
    #: what it must be at most (or at least, where more is better), at the full speed of the reference machine
    must: float | None = None
    is_more_better: bool = False
    note: str = ""

    def at(self, speed: float) -> str:
        """The line, with what a time or a rate would be at full speed."""
        full = f"{self._at_full(speed):.2f} at full speed" if self.unit in (*TIMES, RATE) else ""
        sign = ">=" if self.is_more_better else "<="
        wanted = f"must be {sign} {self.must:g}" if self.must is not None else ""
        return (
            f"{self.name:<48} {self.value:>10.2f} {self.unit:<6} {full:<22} {wanted:<14} {self.note}".rstrip()
        )


    def _at_full(self, speed: float) -> float:
        return self.value / speed if self.unit == RATE else self.value * speed


#: units that the machine's speed changes
TIMES, RATE = ("ms", "s"), "1/s"


def milliseconds(
    work: Callable[[], object], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    """The median of so many calls. For what only computes, `time.thread_time` leaves out what others do meanwhile."""
    taken = []
    gc.collect()
    for _ in range(rounds):
        begun = clock()
        work()
        taken.append((clock() - begun) * 1000)
    return statistics.median(taken)


@contextmanager
def stopwatch(into: list[float]) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    into.append((time.perf_counter() - begun) * 1000)


#: the yardstick on the reference machine at its full speed: one case in memory on plain SpiffWorkflow
FULL_SPEED = 1.65


class Pause:
    """A moment in the middle of a measure when nothing else runs: the yardstick may be laid on."""


class Yardstick:
    """How fast the machine is now, against its full speed."""

    def __init__(self) -> None:
        self._plain = Plain()

    def milliseconds(self) -> float:
        return milliseconds(self._plain.in_memory, 15, time.thread_time)
