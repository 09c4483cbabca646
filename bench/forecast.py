"""`python -m bench.forecast`: what fifty million cases weigh and ask, from the measured weight of a few hundred.

Cases arrive on working days, more after holidays; each day a part of the open ones ends. Tables grow as measured.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import text

from bench import sample
from bench.bulk import settle
from bench.postgres import NoServer, server
from bench.site import prepared
from engine import due
from engine.process_engine import ProcessEngine
from engine.store.database import Database
from engine.store.schema import metadata

SAMPLES = 400
#: user tasks of a case, and the hours of a working day in which most of them are done
TASKS, HOURS = 5, 8
WORKING_DAYS = 250
#: of a usual hour: the busiest hour of the year
PEAK = 5.0
MILESTONES = (1, 5, 10, 25, 50)
GB = 2**30


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight:
    """Bytes of one case in each table, its indexes included."""

    tables: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.tables.values())


@dataclass(kw_only=True, slots=True)
class Office:
    """A country's cases, day by day."""

    a_year: int
    #: working days that a case is open
    lasts: float
    dice: random.Random = field(default_factory=lambda: random.Random(2026))
    filed: float = 0
    open: float = 0
    days: int = 0
    busiest: float = 0

    def day(self) -> None:
        usual = self.a_year / WORKING_DAYS
        season = 1.6 if self.days % WORKING_DAYS in range(170, 190) else 1.0
        came = max(0.0, self.dice.gauss(usual * season, usual * 0.15))
        self.open += came - self.open / self.lasts
        self.filed += came
        self.days += 1
        self.busiest = max(self.busiest, came)

    @property
    def peak(self) -> float:
        """User tasks a second in the busiest hour."""
        return self.busiest * TASKS / (HOURS * 3600) * PEAK


def weigh(url: str) -> tuple[Weight, Weight]:
    """Of a case that waits for its second person, and of one that has ended."""
    engine = prepared(url)
    before = _sizes(engine.database, url)
    cases = [sample.file(engine).id for _ in range(SAMPLES)]
    _step(engine, cases)
    waiting = _sizes(engine.database, url)
    while _step(engine, cases):
        """On to the end."""
    ended = _sizes(engine.database, url)
    engine.close()
    return _difference(before, waiting), _difference(before, ended)


def _step(engine: ProcessEngine, cases: list[str]) -> int:
    """The next task of each case, and the jobs it leads to; how many there were."""
    tasks = [task.id for case in cases for task in sample.open_of(engine, case)]
    for task in tasks:
        sample.complete(engine, task)
    while due.run_due(engine):
        """What the steps led to."""
    return len(tasks)


def _sizes(database: Database, url: str) -> dict[str, int]:
    settle(url, full=True)
    with database.read() as tx:
        return {
            name: int(tx.execute(text("SELECT pg_total_relation_size(:name)"), {"name": name}).scalar_one())
            for name in metadata.tables
        }


def _difference(before: dict[str, int], after: dict[str, int]) -> Weight:
    grown = {name: (after[name] - before[name]) / SAMPLES for name in after}
    return Weight(tables={name: each for name, each in grown.items() if each > 0})


def forecast(office: Office, waiting: Weight, ended: Weight) -> Iterator[str]:
    yield f"{'cases':>8} {'years':>6} {'open':>10} {'all, GB':>9} {'history':>9} {'tasks':>9} {'cases':>9} {'peak':>9}"
    for milestone in MILESTONES:
        while office.filed < milestone * 1e6:
            office.day()
        done = office.filed - office.open

        def weighs(*tables: str, done: float = done) -> float:
            parts = ((done, ended), (office.open, waiting))
            return sum(many * sum(each.tables.get(name, 0) for name in tables) for many, each in parts) / GB

        whole = (done * ended.total + office.open * waiting.total) / GB
        yield (
            f"{milestone:>6} M {office.days / WORKING_DAYS:>6.1f} {office.open:>10,.0f} {whole:>9.0f} "
            f"{weighs('history'):>9.0f} {weighs('user_task', 'candidate'):>9.0f} "
            f"{weighs('process_instance', 'instance_body'):>9.0f} {office.peak:>7.1f}/s"
        )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--a-year", type=int, default=10_000_000, help="cases filed in a year")
    asked.add_argument("--lasts", type=float, default=12, help="working days a case is open")
    given = asked.parse_args()
    with server() as postgres:
        waiting, ended = weigh(postgres.database())
    for name, weight in (("waiting", waiting), ("ended", ended)):
        heaviest = sorted(weight.tables.items(), key=lambda each: -each[1])[:6]
        parts = ", ".join(f"{table} {each / 1024:.1f}" for table, each in heaviest)
        print(f"a case, {name}: {weight.total / 1024:.1f} KB ({parts})")
    for line in forecast(Office(a_year=given.a_year, lasts=given.lasts), waiting, ended):
        print(line)


if __name__ == "__main__":
    try:
        main()
    except NoServer as reason:
        raise SystemExit(f"PostgreSQL is needed: {reason}") from reason
