"""Processes that write to one database at once, from the moment it does not exist yet."""

from pathlib import Path

from bench import sample
from bench.kills import SPAWN
from engine.errors import EngineError
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database


def write(url: str, folder: str, place: int, cases: int) -> None:
    """File so many cases and take a step in each; what a user would have been told is in the folder."""
    with (Path(folder) / f"told-{place}").open("w") as told:
        try:
            _write(url, cases)
        except EngineError as error:
            told.write(f"{type(error).__name__}: {error.message}\n")
        else:
            told.write("done\n")


def _write(url: str, cases: int) -> None:
    database = Database(url)
    database.migrate()
    database.close()
    engine = ProcessEngine(Settings(database_url=url), sample.HANDLERS)
    sample.deploy(engine, "sample.bpmn")
    for _ in range(cases):
        case = sample.file(engine)
        sample.complete(engine, sample.open_of(engine, case.id)[0].id)
    engine.close()


def run(url: str, folder: Path, processes: int, cases: int) -> list[str]:
    """What each was told last."""
    started = [
        SPAWN.Process(target=write, args=(url, str(folder), place, cases)) for place in range(processes)
    ]
    for each in started:
        each.start()
    for each in started:
        each.join()
    return [(folder / f"told-{place}").read_text().strip() for place in range(processes)]
