"""`qyzmet serve`: pages by waitress, and the engine's scheduler in the same process."""

import waitress

from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler, wake_others
from engine.settings import Settings
from handlers import HANDLERS
from web.app import create_app

THREADS = 8


def serve(settings: Settings, host: str, port: int, workers: bool = True) -> None:
    """Until it is stopped; without `workers` the jobs and timers are left to `qyzmet worker`."""
    engine = ProcessEngine(settings, HANDLERS)
    app = create_app(settings, engine)
    scheduler = Scheduler(engine) if workers else None
    if scheduler:
        scheduler.start()
    else:
        wake_others(engine)
    try:
        waitress.serve(app, host=host, port=port, threads=THREADS, ident=None)
    finally:
        if scheduler:
            scheduler.stop()
        engine.close()
