"""A PostgreSQL server for a test or a measure: by a URL in QYZMET_TEST_POSTGRES, else from installed binaries."""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

VARIABLE = "QYZMET_TEST_POSTGRES"
DRIVER = "postgresql+psycopg"


class NoServer(Exception):
    """The reason is the message."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A server that makes databases."""

    #: of the database "postgres"
    url: str
    folder: Path | None = None
    binaries: Path | None = None
    #: of pg_ctl start
    options: tuple[str, ...] = ()

    def database(self) -> str:
        """URL of a new, empty database."""
        name = f"qyzmet_{secrets.token_hex(6)}"
        self._say(f"CREATE DATABASE {name}")
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    @contextlib.contextmanager
    def database_on(self, folder: Path) -> Iterator[str]:
        """One whose tables lie in this folder."""
        if self.folder is None:
            raise NoServer("the server given by URL may be on another machine")
        name = f"qyzmet_{secrets.token_hex(6)}"
        place = folder / "tablespace"
        place.mkdir()
        if os.geteuid() == 0:
            shutil.chown(place, _somebody())
        self._say(f"CREATE TABLESPACE {name} LOCATION '{place}'")
        self._say(f"CREATE DATABASE {name} TABLESPACE {name}")
        url = make_url(self.url).set(database=name).render_as_string(hide_password=False)
        try:
            yield url
        finally:
            self.drop(url)
            self._say(f"DROP TABLESPACE {name}")

    def drop(self, url: str) -> None:
        self._say(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def restart(self, mode: str = "immediate") -> None:
        """As after a crash (immediate: nothing is flushed), or in order (fast): everybody is thrown out."""
        self.halt(mode)
        self.resume()

    def halt(self, mode: str = "immediate") -> None:
        self._control("-m", mode, "stop")

    def resume(self) -> None:
        """With the options it was first started with."""
        self._control(*self.options, "start")

    def stop(self) -> None:
        self._control("-m", "fast", "stop")
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _say(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _control(self, *words: str) -> None:
        if self.folder is not None and self.binaries is not None:
            _run(
                self.binaries / "pg_ctl",
                "-D",
                str(self.folder / "data"),
                "-w",
                "-l",
                str(self.folder / "log"),
                *words,
            )


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """One that is there by URL, else one started for the occasion. NoServer says why there is none."""
    given = os.environ.get(VARIABLE)
    if given:
        yield Server(url=given)
        return
    started = _start()
    try:
        yield started
    finally:
        started.stop()


def _start() -> Server:
    binaries = _binaries()
    folder = Path(mkdtemp(prefix="qyzmet-postgres-"))
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root
        shutil.chown(folder, _somebody())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _run(
        binaries / "initdb",
        "-D",
        str(folder / "data"),
        "-U",
        "qyzmet",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
    )
    words = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    made = Server(
        url=f"{DRIVER}://qyzmet@127.0.0.1:{port}/postgres",
        folder=folder,
        binaries=binaries,
        options=("-o", words),
    )
    made.resume()
    return made


def _binaries() -> Path:
    """The newest that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    usable = [path for path in found if (path / "postgres").exists() and (path / "initdb").exists()]
    if not usable:
        raise NoServer(f"no PostgreSQL is installed; install postgresql, or give a URL in {VARIABLE}")
    return usable[-1]


def _somebody() -> str:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise NoServer("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _run(*words: str | Path) -> None:
    command = [str(word) for word in words]
    if os.geteuid() == 0:
        command = ["runuser", "-u", _somebody(), "--", *command]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise NoServer(f"{words[0]} failed: {(done.stderr or done.stdout).strip()[-500:]}")
