"""Figures through HTTP: a clerk signed in, the form of the task filled in and checked, a redirect as the answer."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bench import sample
from bench.browser import Browser
from bench.measures import Measure, Pause, stopwatch
from bench.site import (
    FILLED_IN,
    LOGIN,
    PASSWORD,
    Site,
    database_pids,
    log_bytes,
    processor_seconds,
    resident,
    site,
)
from bench.volley import Caller, fire
from engine import due
from engine.commands import Command
from engine.events import UserTaskCreated
from engine.process_engine import Told

#: answers to a completed task
MOVED_ON = 302
STEPS = ("register", "review", "approve", "sign", "hand_over")


def complete(url: str, rounds: int = 40) -> Iterator[Measure | Pause]:
    """A user task completed through HTTP, one process."""
    done, shown = list[float](), list[float]()
    with site(url) as open_site:
        browser, caller = Browser(open_site.port, LOGIN, PASSWORD), Caller(open_site.port)
        for number in range(rounds):
            _case(open_site, browser, caller, done if number > 4 else [], shown if number > 4 else [])
            if number % 4 == 0:
                yield Pause()
        caller.socket.close()
        browser.close()
    kind, must = ("SQLite", 3) if url.startswith("sqlite") else ("PostgreSQL", 6)
    name = f"complete a user task by HTTP, {kind}"
    yield Measure(name=f"{name}, median", value=statistics.median(done), unit="ms", must=must)
    # what others do on the machine meanwhile is not in it
    yield Measure(name="  the fastest tenth of them", value=statistics.quantiles(done, n=10)[0], unit="ms")
    yield Measure(name="  the page of a task, median", value=statistics.median(shown), unit="ms")


def _case(open_site: Site, browser: Browser, caller: Caller, done: list[float], shown: list[float]) -> None:
    """What the browser itself does to write a request and to read an answer is not measured."""
    case = sample.file(open_site.engine)
    while tasks := sample.open_of(open_site.engine, case.id):
        path = f"/tasks/{tasks[0].id}"
        with stopwatch(shown):
            browser.open(path)
        request = browser.request(path, FILLED_IN)
        with stopwatch(done):
            status = caller.exchange(request)
        if status != MOVED_ON:
            raise RuntimeError(f"expected {path} to be completed, but the answer is {status}")
        browser.get(f"{path}/done")
        due.run_due(open_site.engine)


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """What processes have used so far, in seconds of a processor, and the log of the database in bytes."""

    servers: float
    database: float
    log: int

    @classmethod
    def of(cls, open_site: Site) -> "Use":
        pids = (open_site.pids, database_pids(open_site.engine))
        servers, database = (sum(map(processor_seconds, each)) for each in pids)
        return cls(servers=servers, database=database, log=log_bytes(open_site.engine))


def throughput(
    url: str, processes: int = 2, tasks: int = 1000, connections: int = 8
) -> Iterator[Measure | Pause]:
    """User tasks completed in a second; the load, the server and the database share the processors."""
    with site(url, processes) as open_site:
        waiting = open_tasks(open_site, tasks)
        browser = Browser(open_site.port, LOGIN, PASSWORD)
        browser.open(f"/tasks/{waiting[0]}")
        requests = [browser.request(f"/tasks/{task}", FILLED_IN) for task in waiting]
        warm = tasks // 10
        fire(open_site.port, requests[:warm], connections)
        yield Pause()
        before = Use.of(open_site)
        volley = fire(open_site.port, requests[warm:], connections)
        after = Use.of(open_site)
        yield Pause()
        browser.close()
    if set(volley.statuses) != {MOVED_ON}:
        raise RuntimeError(f"expected every task to be completed, but the answers are {volley.statuses}")
    kind, must = ("SQLite", None) if url.startswith("sqlite") else ("PostgreSQL", 300)
    yield Measure(
        name=f"tasks completed a second, {kind}, {processes} processes",
        value=volley.rate,
        unit="1/s",
        must=must,
        is_more_better=True,
        note=f"the load took {volley.own_seconds / volley.seconds:.0%} of a processor",
    )
    done = tasks - warm
    for who, used in (
        ("pages", after.servers - before.servers),
        ("database", after.database - before.database),
    ):
        yield Measure(name=f"  processor time of a task: {who}", value=used * 1000 / done, unit="ms")
    yield Measure(
        name="  log of the database for a task", value=(after.log - before.log) / done / 1024, unit="KB"
    )


def memory(url: str, marks: tuple[int, ...] = (2_000, 6_000, 10_000)) -> Iterator[Measure]:
    """What a web process holds after so many cases, each with its page shown and its first task completed."""
    held: list[float] = []
    with site(url) as open_site:
        waiting = open_tasks(open_site, marks[-1], steps=1)
        browser = Browser(open_site.port, LOGIN, PASSWORD)
        browser.open(f"/tasks/{waiting[0]}")
        for begin, end in pairwise((0, *marks)):
            paths = [f"/tasks/{task}" for task in waiting[begin:end]]
            both = ((browser.request(path), browser.request(path, FILLED_IN)) for path in paths)
            volley = fire(open_site.port, (each for pair in both for each in pair), connections=1)
            if volley.statuses != {200: end - begin, MOVED_ON: end - begin}:
                raise RuntimeError(f"expected a page and a step for each case, but got {volley.statuses}")
            held.append(resident(open_site.pids[0]))
            yield Measure(name=f"memory of a web process after {end} cases", value=held[-1], unit="MB")
        browser.close()
    growth = (held[-1] / held[-2] - 1) * 100
    yield Measure(name=f"  it grew after {marks[-2]} cases by", value=growth, unit="%", must=2)


def open_tasks(open_site: Site, count: int, steps: int = len(STEPS)) -> list[str]:
    """As many open tasks, the same number at each of so many steps of the sample."""
    waiting: dict[str, str] = {}

    def note(command: Command, told: Told) -> None:
        waiting.update({at: f"{at}:{e.activity}" for at, e in told if isinstance(e, UserTaskCreated)})

    open_site.engine.listeners.append(note)
    cases = [sample.file(open_site.engine).id for _ in range(count)]
    for step in range(1, steps):
        for case in (each for number, each in enumerate(cases) if number % steps >= step):
            sample.complete(open_site.engine, waiting[case])
        while due.run_due(open_site.engine):
            """The jobs that these steps led to."""
    return [waiting[case] for case in cases]
