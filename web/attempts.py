"""How often somebody tried in vain, remembered by one process: against guessing passwords."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

LARGEST = 10_000


@dataclass(kw_only=True)
class Attempts:
    #: how many failures are free
    free: int = 5
    #: seconds a failure is remembered
    window: float = 900
    clock: Callable[[], float] = monotonic
    _failed: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, key: str) -> int:
        """Seconds until the next try is heard; 0: now."""
        with self._lock:
            return self._wait(key)

    def fail(self, key: str) -> None:
        with self._lock:
            self._failed.setdefault(key, deque()).append(self.clock())
            while len(self._failed) > LARGEST:
                self._failed.pop(next(iter(self._failed)))

    def succeed(self, key: str) -> None:
        with self._lock:
            self._failed.pop(key, None)

    def _wait(self, key: str) -> int:
        failed = self._failed.get(key, deque())
        oldest = self.clock() - self.window
        while failed and failed[0] <= oldest:
            failed.popleft()
        if len(failed) < self.free:
            return 0
        return int(failed[-self.free] + self.window - self.clock()) + 1
