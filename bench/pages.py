"""Figures through HTTP: a clerk signed in, the form of the task filled in and checked, a redirect as the answer."""

import statistics
from collections.abc import Iterator

from bench import sample
from bench.browser import Browser
from bench.measures import Measure, stopwatch
from bench.site import FILLED_IN, LOGIN, PASSWORD, Site, site
from engine import due

#: answers to a completed task
MOVED_ON = 302


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
