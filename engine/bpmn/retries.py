"""How often a job is tried: R3/PT10M, or a list of pauses."""

from datetime import timedelta

from engine.bpmn import timers
from engine.bpmn.faults import Fault


def read_retries(cycle: str) -> tuple[int, tuple[int, ...]]:
    """R3/PT10M: three tries, ten minutes apart; PT1M,PT5M: after one minute, then after five."""
    parts = [part.strip() for part in cycle.split(",")]
    if len(parts) == 1 and parts[0].startswith("R"):
        count, _, pause = parts[0].partition("/")
        if not count[1:].isdecimal() or not 1 <= int(count[1:6]) <= 1000:
            raise Fault(f"expected retries like R3/PT10M, but got {cycle!r:.100}", "job")
        return int(count[1:]), (_seconds(pause, cycle),)
    return len(parts) + 1, tuple(_seconds(part, cycle) for part in parts)


def _seconds(text: str, cycle: str) -> int:
    span = timers.span(text)
    if isinstance(span, timedelta) and span >= timedelta():
        return int(span.total_seconds())
    raise Fault(f"expected retries like R3/PT10M, but got {cycle!r:.100}", "job")
