"""Figures through HTTP: a clerk signed in, the form of the task filled in and checked, a redirect as the answer."""

import statistics
from collections.abc import Iterator

from bench import sample
from bench.browser import Browser
from bench.measures import Measure, stopwatch
from bench.site import FILLED_IN, LOGIN, PASSWORD, Site, processor_seconds, site
from bench.volley import fire
from engine import due
from engine.commands import Command
from engine.events import UserTaskCreated
from engine.process_engine import Told

#: answers to a completed task
MOVED_ON = 302
STEPS = ("register", "review", "approve", "sign", "hand_over")


def complete(url: str, rounds: int = 40) -> Iterator[Measure]:
    """A user task completed through HTTP, one process."""
    done, shown = list[float](), list[float]()
    with site(url) as open_site:
        browser = Browser(open_site.port, LOGIN, PASSWORD)
        for number in range(rounds):
            _case(open_site, browser, done if number > 4 else [], shown if number > 4 else [])
        browser.close()
    kind, must = ("SQLite", 3) if url.startswith("sqlite") else ("PostgreSQL", 6)
    yield Measure(
        name=f"complete a user task by HTTP, {kind}", value=statistics.median(done), unit="ms", must=must
    )
    yield Measure(name="  the page of a task", value=statistics.median(shown), unit="ms")


def _case(open_site: Site, browser: Browser, done: list[float], shown: list[float]) -> None:
    case = sample.file(open_site.engine)
    while tasks := sample.open_of(open_site.engine, case.id):
        path = f"/tasks/{tasks[0].id}"
        with stopwatch(shown):
            browser.open(path)
        with stopwatch(done):
            status = browser.post(path, FILLED_IN)
        if status != MOVED_ON:
            raise RuntimeError(f"expected {path} to be completed, but the answer is {status}")
        browser.get(f"{path}/done")
        due.run_due(open_site.engine)


def throughput(url: str, processes: int = 2, tasks: int = 1000, connections: int = 8) -> Iterator[Measure]:
    """User tasks completed in a second; the load, the server and the database share the processors."""
    with site(url, processes) as open_site:
        waiting = open_tasks(open_site, tasks)
        browser = Browser(open_site.port, LOGIN, PASSWORD)
        browser.open(f"/tasks/{waiting[0]}")
        requests = [browser.request(f"/tasks/{task}", FILLED_IN) for task in waiting]
        warm = tasks // 10
        fire(open_site.port, requests[:warm], connections)
        before = [processor_seconds(pid) for pid in open_site.pids]
        volley = fire(open_site.port, requests[warm:], connections)
        used = [processor_seconds(pid) - at for pid, at in zip(open_site.pids, before, strict=True)]
        browser.close()
    if set(volley.statuses) != {MOVED_ON}:
        raise RuntimeError(f"expected every task to be completed, but the answers are {volley.statuses}")
    kind, must = ("SQLite", None) if url.startswith("sqlite") else ("PostgreSQL", 300)
    shares = ", ".join(f"{each / volley.seconds:.0%}" for each in used if each)
    yield Measure(
        name=f"tasks completed a second, {kind}, {processes} processes",
        value=volley.rate,
        unit="1/s",
        must=must,
        is_more_better=True,
        note=f"of a processor: servers {shares}, load {volley.own_seconds / volley.seconds:.0%}",
    )


def open_tasks(open_site: Site, count: int) -> list[str]:
    """As many open tasks, a fifth at each step of the sample."""
    waiting: dict[str, str] = {}

    def note(command: Command, told: Told) -> None:
        waiting.update({at: f"{at}:{e.activity}" for at, e in told if isinstance(e, UserTaskCreated)})

    open_site.engine.listeners.append(note)
    cases = [sample.file(open_site.engine).id for _ in range(count)]
    for step in range(1, len(STEPS)):
        for case in (each for number, each in enumerate(cases) if number % len(STEPS) >= step):
            sample.complete(open_site.engine, waiting[case])
        while due.run_due(open_site.engine):
            """The jobs that these steps led to."""
    return [waiting[case] for case in cases]
