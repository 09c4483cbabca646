"""`python -m bench.run`: the figures of the product, as ratios and medians of one run, beside the machine's speed."""

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench import pages, sample
from bench.layer import STEPS, Layer, chain
from bench.measures import FULL_SPEED, Measure, Pause, Yardstick, milliseconds, stopwatch
from bench.plain import Plain, cycle
from bench.postgres import NoServer, server
from engine import due, queries
from engine.clock import FixedClock, SystemClock
from engine.commands import CompleteUserTask
from engine.events import UserTaskCreated
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database
from engine.values import SYSTEM

Lines = Iterator[Measure | Pause]


@contextmanager
def engine(url: str, *models: str) -> Iterator[ProcessEngine]:
    """Over a new database, with a clock that is moved by hand."""
    database = Database(url)
    database.migrate()
    database.close()
    made = ProcessEngine(Settings(database_url=url), sample.HANDLERS, FixedClock(SystemClock().now()))
    sample.deploy(made, *(f"{model}.bpmn" for model in models))
    yield made
    made.close()


def layer(url: str) -> Lines:
    """Load, step, save, and steps alone: ours against the standard cycle, by turns."""
    ours, plain = Layer(), Plain()
    by_ours, by_plain = (partial(cycle, one.begin, one.step, STEPS) for one in (ours, plain))
    yield from _against("load + step + save", by_ours, by_plain, must=20)
    yield from _against("step in memory", ours.in_memory, plain.in_memory, must=5)
    few, lots = (partial(cycle, one.begin, one.step, 10) for one in (Layer(chain(10)), Layer(chain(500))))
    ratio = milliseconds(lots, 60, time.thread_time) / milliseconds(few, 60, time.thread_time)
    yield Measure(name="a step among 500 elements / among 10", value=ratio, unit="x", must=1.5)
    state = max((len(each) for each in states(ours)), default=0)
    yield Measure(name="largest state of the sample, 1.2 KB of it variables", value=state, unit="bytes")


def _against(name: str, ours: Callable[[], None], plain: Callable[[], None], must: float) -> Lines:
    """Processor time of a step in a whole case: others on the machine do not count."""
    taken: dict[str, list[float]] = {"ours": [], "plain": []}
    for _ in range(12):
        for side, work, rounds in (("ours", ours, 9), ("plain", plain, 3)):
            taken[side].append(milliseconds(work, rounds, time.thread_time) / (STEPS + 1))
    ratio = statistics.median(p / o for p, o in zip(taken["plain"], taken["ours"], strict=True))
    for side, times in taken.items():
        yield Measure(name=f"{name}, {side}", value=statistics.median(times), unit="ms")
    yield Measure(name=f"{name}, plain / ours", value=ratio, unit="x", must=must, is_more_better=True)


def states(ours: Layer) -> Iterator[bytes]:
    state = ours.begin()
    for _ in range(STEPS):
        yield state
        state = ours.step(state)


def complete(url: str, rounds: int = 40) -> Lines:
    """A user task through the engine, stored."""
    taken: list[float] = []
    with engine(url, "sample") as made:
        for number in range(rounds):
            case = sample.file(made)
            while tasks := sample.open_of(made, case.id):
                command = CompleteUserTask(task_id=tasks[0].id, variables=sample.answer(tasks[0].element))
                with stopwatch(taken if number > 4 else []):
                    made.execute(command, SYSTEM)
                due.run_due(made)
    kind, must = ("SQLite", 3) if url.startswith("sqlite") else ("PostgreSQL", 6)
    yield Measure(
        name=f"complete a user task, {kind}, median", value=statistics.median(taken), unit="ms", must=must
    )


def loop(url: str, rounds: int = 2000) -> Lines:
    """A file that goes back and forth."""
    taken: list[float] = []
    with engine(url, "loop") as made:
        opened: list[str] = []
        made.listeners.append(
            lambda command, told: opened.extend(
                f"{at}:{e.activity}" for at, e in told if isinstance(e, UserTaskCreated)
            )
        )
        case = sample.start(made, "loop")
        for number in range(1, rounds + 1):
            command = CompleteUserTask(task_id=opened.pop(), variables={"good": number == rounds})
            with stopwatch(taken):
                made.execute(command, SYSTEM)
        state = made.read(queries.instance, SYSTEM, case.id).state
    tenth = rounds // 10
    ratio = statistics.median(taken[-tenth:]) / statistics.median(taken[tenth : 2 * tenth])
    yield Measure(
        name=f"loop of {rounds} rounds, end / beginning", value=ratio, unit="x", must=1.5, note=state
    )


def many(url: str, people: int = 1000) -> Lines:
    """An opinion of each of a thousand, in parallel."""
    taken: list[float] = []
    with engine(url, "many") as made:
        case = sample.start(made, "many", people=[f"person{number}" for number in range(people)])
        tasks = [task.id for task in made.read(queries.tasks, SYSTEM, case.id)]
        for task in tasks:
            with stopwatch(taken):
                made.execute(CompleteUserTask(task_id=task), SYSTEM)
        state = made.read(queries.instance, SYSTEM, case.id).state
    first, last = statistics.median(taken[1:21]), statistics.median(taken[-21:-1])
    yield Measure(
        name=f"multi-instance of {people}: last / first", value=last / first, unit="x", must=5, note=state
    )
    yield Measure(name=f"multi-instance of {people}: first", value=first, unit="ms")


def timers(url: str, count: int = 10_000) -> Lines:
    """All due in the same second, while somebody reads the inbox."""
    fired, waits, stop = list[float](), list[float](), threading.Event()
    with engine(url, "reminder") as made:
        for _ in range(count):
            sample.start(made, "reminder")
        made.clock.advance(timedelta(days=6))  # type: ignore[attr-defined]
        reader = threading.Thread(target=_read, args=(made, waits, stop))
        reader.start()
        with stopwatch(fired):
            done = 0
            while taken := due.fire_timers(made):
                done += taken
        stop.set()
        reader.join()
    yield Measure(name=f"{done} timers due in the same second", value=fired[0] / 1000, unit="s", must=60)
    yield Measure(name="  the inbox meanwhile, slowest of all", value=max(waits), unit="ms")


def _read(made: ProcessEngine, waits: list[float], stop: threading.Event) -> None:
    while not stop.wait(0.5):
        with stopwatch(waits):
            sample.open_tasks(made)


MEASURES: dict[str, Callable[[str], Lines]] = {
    "layer": layer,
    "complete": complete,
    "loop": loop,
    "many": many,
    "timers": timers,
    "http": pages.complete,
    "throughput": pages.throughput,
    "memory": pages.memory,
}
#: without a database, or long enough on one
ON_SQLITE_ALONE = ("layer", "timers", "memory")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("measures", nargs="*", help=f"of {', '.join(MEASURES)}; all without")
    given = asked.parse_args()
    chosen = given.measures or list(MEASURES)
    yardstick = Yardstick()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="qyzmet-bench-") as folder:
        _show(yardstick, chosen, lambda name: f"sqlite:///{Path(folder)}/{name}.db")
    chosen = [name for name in chosen if name not in ON_SQLITE_ALONE]
    try:
        with server() as postgres:
            print("PostgreSQL, fsync on:")
            _show(yardstick, chosen, lambda name: postgres.database())
    except NoServer as reason:
        print(f"PostgreSQL left out: {reason}")


def _show(yardstick: Yardstick, chosen: list[str], url: Callable[[str], str]) -> None:
    """Each measure beside the yardstick: before it, after it, and in its pauses."""
    for name in chosen:
        looks, lines = [yardstick.milliseconds()], list[Measure]()
        for each in MEASURES[name](url(name)):
            if isinstance(each, Measure):
                lines.append(each)
            else:
                looks.append(yardstick.milliseconds())
        speed = FULL_SPEED / statistics.median([*looks, yardstick.milliseconds()])
        print(f"{name}: the machine ran at {speed:.0%} of its full speed")
        for line in lines:
            print(f"  {line.at(speed)}", flush=True)


if __name__ == "__main__":
    main()
