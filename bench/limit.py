"""`python -m bench.limit`: how much one PostgreSQL takes when nothing but its own statements is in the way.

What the product sends is recorded, and sent again by pgbench: each client on cases of its own, then all of them
for the next number of one register.
"""

import argparse
import os
import shutil
import statistics
from collections.abc import Callable
from pathlib import Path

from bench import clones, sample
from bench.browser import TOKEN
from bench.clones import FIRST, ROOM, Clones
from bench.measures import Yardstick
from bench.pages import MOVED_ON, STEPS
from bench.pgbench import HEADS, Bench, Load, Run, flush
from bench.postgres import NoServer, Server, server
from bench.recording import Replay, Sent, recording
from bench.site import FILLED_IN, LOGIN, PASSWORD, prepared
from engine import due
from engine.process_engine import ProcessEngine
from web.app import create_app

#: cases are taken by strides of this prime: those that follow each other do not lie together
STRIDE = 7919
#: of the best: from here on it does not grow
ENOUGH = 0.95
#: bytes that must be free for a case, the log of the server included
WEIGHT = 30_000


def completing(engine: ProcessEngine, count: int) -> Load:
    """Completing a user task on its page: each step of the sample, on so many cases that wait for it."""
    client = create_app(engine.settings, engine).test_client()
    given = {"csrf_token": _token(client.get("/sign-in").text), "username": LOGIN, "password": PASSWORD}
    client.post("/sign-in", data=given)
    waiting = [brought(engine, place) for place in range(len(STEPS))]
    kinds = [
        Clones(case=task.partition(":")[0], place=place, count=count // len(STEPS))
        for place, task in enumerate(waiting)
    ]
    tokens = [_token(client.get(f"/tasks/{task}").text) for task in waiting]
    clones.fill(engine.database, kinds)
    replay, scripts = Replay(), []
    for kind, task, token in zip(kinds, waiting, tokens, strict=True):
        sent: list[Sent] = []
        with recording(sent):
            answer = client.post(f"/tasks/{task}", data={**FILLED_IN, "csrf_token": token})
        if answer.status_code != MOVED_ON:
            raise RuntimeError(f"expected {task} to be completed, but the answer is {answer.status_code}")
        scripts.append(replay.script(sent, _next(kind), {kind.case: "id"}))
    return Load(name="user tasks completed", scripts=tuple(scripts), values=replay.values, kinds=tuple(kinds))


def _next(kind: Clones) -> str:
    """The next case of a client, in pgbench's words."""
    n, place = f"n{kind.place}", f"(:n{kind.place} * :clients + :client_id)"
    return f"\\set {n} :{n} + 1\n\\set id {kind.first + 1} + {place} * {STRIDE} % {kind.count}"


def _token(page: str) -> str:
    found = TOKEN.search(page)
    if found is None:
        raise RuntimeError("expected a form with a token, but the page has none")
    return found[1]


def brought(engine: ProcessEngine, place: int) -> str:
    """The open task of a new case that has taken so many steps."""
    case = sample.file(engine)
    for _ in range(place):
        sample.complete(engine, sample.open_of(engine, case.id)[0].id)
        while due.run_due(engine):
            """What the step led to."""
    return sample.open_of(engine, case.id)[0].id


def filing(engine: ProcessEngine) -> tuple[Load, float]:
    """A new case with the next number of its register; and the milliseconds for which the product holds that row."""
    held = []
    for _ in range(20):
        sent: list[Sent] = []
        with recording(sent):
            case = sample.file(engine)
        (took,) = (each for each in sent if each.text.startswith("INSERT INTO number "))
        held.append((sent[-1].at - took.at) * 1000)
    head = (
        "\\set n :n + 1\n\\set register :client_id % :registers\n"
        f"\\set id {FIRST + len(STEPS) * ROOM} + (:begun + :n) * 1000 + :client_id"
    )
    replay = Replay()
    script = replay.script(sent, head, {case.id: "id", took.values["register"]: "register"})
    load = Load(name="cases filed", scripts=(script,), values=replay.values)
    return load, statistics.median(held)


def tasks(bench: Bench, engine: ProcessEngine, given: argparse.Namespace) -> None:
    """User tasks, each client on cases of its own."""
    load = completing(engine, given.cases)
    print(f"{load.name}, among {given.cases} cases that wait, each client on cases of its own")
    best = _best(given, lambda clients, number: bench.run(load, clients))
    full = 1000 / (best.server * best.speed)
    print(f"reckoned from it: a processor of its own, at full speed, is full at {full:.0f} a second")


def numbers(bench: Bench, engine: ProcessEngine, given: argparse.Namespace) -> None:
    """New cases: all clients at the row of one register, then each at a row of its own."""
    load, held = filing(engine)
    for name, registers in (
        ("in one register", 1),
        ("each client in a register of its own", max(given.clients)),
    ):
        print(f"{load.name}, {name}")
        begun = registers * 10**7

        def run(clients: int, number: int, registers: int = registers, begun: int = begun) -> Run:
            return bench.run(load, clients, registers=registers, begun=begun + number * 10**5)

        _best(given, run)
    print(f"the product itself holds the row of the register for {held:.1f} ms, one case at a time")


MEASURES = {"tasks": tasks, "numbers": numbers}


def _best(given: argparse.Namespace, run: Callable[[int, int], Run]) -> Run:
    """Of each number of clients the best run, shown; the first of them that does as much as any."""
    print(HEADS)
    best: dict[int, Run] = {}
    for number, clients in enumerate(given.clients * given.rounds):
        done = run(clients, number)
        print(done.line(), flush=True)
        best[clients] = max(done, best.get(clients, done), key=lambda each: each.rate)
    if given.rounds > 1:
        print(f"the best of {given.rounds}:\n" + "\n".join(each.line() for each in best.values()))
    most = max(each.rate for each in best.values())
    first = next(each for each in best.values() if each.rate >= most * ENOUGH)
    print(f"{first.rate:.0f} a second; it does not grow beyond clients: {first.clients}", flush=True)
    return first


def program(of: Server) -> Path:
    """pgbench: beside the server's own, or on the path."""
    found = shutil.which("pgbench", path=of.binaries) or shutil.which("pgbench")
    if found is None:
        raise NoServer("pgbench is not there; it comes with the server (postgresql, postgresql-contrib)")
    return Path(found)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("measures", nargs="*", help=f"of {', '.join(MEASURES)}; all without")
    asked.add_argument("--cases", type=int, default=100_000, help="that wait for a person")
    asked.add_argument("--seconds", type=int, default=10, help="of each run")
    asked.add_argument("--clients", type=int, nargs="+", default=[1, 2, 4, 8, 16], help="at once")
    asked.add_argument("--rounds", type=int, default=1, help="of which the best is taken")
    given = asked.parse_args()
    room = shutil.disk_usage("/tmp").free
    if room < given.cases * WEIGHT:
        raise SystemExit(f"expected {given.cases * WEIGHT >> 30} GB to be free, but there are {room >> 30}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"its disk has a page for good in {flush():.2f} ms")
    with server() as postgres:
        for name in given.measures or MEASURES:
            _measure(name, postgres, given)


def _measure(name: str, postgres: Server, given: argparse.Namespace) -> None:
    """On a database of its own."""
    url = postgres.database()
    engine = prepared(url)
    bench = Bench(
        database=engine.database,
        program=program(postgres),
        bound=f"-T{given.seconds}",
        yardstick=Yardstick(),
    )
    MEASURES[name](bench, engine, given)
    engine.close()
    postgres.drop(url)


if __name__ == "__main__":
    try:
        main()
    except NoServer as reason:
        raise SystemExit(f"PostgreSQL is needed: {reason}") from reason
