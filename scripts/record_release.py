"""Record what a release leaves behind, once for each release that changes the schema or the stored state.

`python -m scripts.record_release` makes tests/releases/<schema>/: cases in every state as SQLite and as PostgreSQL keep
them, and how they go on. Every later program must upgrade these databases and take the cases to their end.
"""

import json
import lzma
import os
import shutil
import sqlite3
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.postgres import Server, server
from engine.clock import FixedClock
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store import cases
from engine.store.database import Database
from scripts.release_cases import HANDLERS, ROOT, Beginning, GoOn, go_on

RELEASES = ROOT / "tests" / "releases"
BEGUN = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
KEY = "the key of the office"


def main() -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/qyzmet.db"
        revision, at, rest = record(url)
        target = RELEASES / revision
        target.mkdir(parents=True, exist_ok=True)
        _write(target / "sqlite.sql.xz", _sqlite(Path(folder) / "qyzmet.db"))
        _prove(url, at, rest)
    with server() as database:
        url = database.database()
        record(url)
        _write(target / "postgresql.sql.xz", _postgres(database, url))
        database.drop(url)
    text = json.dumps(
        {"at": at.isoformat(), "steps": [asdict(each) for each in rest]}, ensure_ascii=False, indent=1
    )
    (target / "go_on.json").write_text(text + "\n")
    print(
        f"{target}: {', '.join(f'{each.name} {each.stat().st_size:,}' for each in sorted(target.iterdir()))}"
    )


def record(url: str) -> tuple[str, datetime, list[GoOn]]:
    """Schema, time and further steps of the cases made in this database."""
    database = Database(url)
    revision = database.migrate()[-1]
    database.close()
    clock = FixedClock(BEGUN)
    engine = ProcessEngine(Settings(database_url=url, seal_key=KEY), HANDLERS, clock)
    rest = Beginning(engine, clock).begin()
    engine.close()
    return revision, clock.now(), rest


def _prove(url: str, at: datetime, rest: list[GoOn]) -> None:
    """The program that records them takes all cases to their end, too."""
    clock = FixedClock(at)
    engine = ProcessEngine(Settings(database_url=url), HANDLERS, clock)
    go_on(engine, clock, rest)
    unfinished = [
        row.business_key
        for row in engine.read(lambda reader: cases.every(reader.tx))
        if row.state != "completed"
    ]
    engine.close()
    if unfinished:
        raise SystemExit(
            f"expected every case to end by its steps, but these did not: {', '.join(unfinished)}"
        )


def _sqlite(file: Path) -> str:
    with sqlite3.connect(file) as connection:
        return "\n".join(connection.iterdump())


def _postgres(database: Server, url: str) -> str:
    """SQL alone: neither COPY nor commands of psql."""
    found = str(database.binaries / "pg_dump") if database.binaries else shutil.which("pg_dump")
    words = ("--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges", "--no-comments")
    plain = url.replace("postgresql+psycopg", "postgresql")
    done = subprocess.run(
        [found or "pg_dump", *words, plain], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    return "\n".join(line for line in done.stdout.splitlines() if not line.startswith(("\\", "--")))


def _write(file: Path, text: str) -> None:
    file.write_bytes(lzma.compress(text.encode(), preset=9))


if __name__ == "__main__":
    main()
