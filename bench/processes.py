"""The program as processes of its own: `qyzmet serve`, `qyzmet worker`, and small ones that a test writes."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = "from cli.main import main; main()"
PATIENCE = 90.0


def start(code: str, *words: str, url: str, folder: Path, **settings: str) -> "subprocess.Popen[bytes]":
    """A process of this Python; what it says is in the folder."""
    environment = {
        **os.environ,
        "QYZMET_DATABASE_URL": url,
        "QYZMET_PROCESSES": str(ROOT / "processes"),
        "QYZMET_SECRET_KEY": "a key for the bench",
        "PYTHONPATH": str(ROOT),
        **{f"QYZMET_{name.upper()}": value for name, value in settings.items()},
    }
    with (folder / f"output-{words[0] if words else 'own'}").open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-c", code, *words], cwd=folder, env=environment, stdout=said, stderr=said
        )


@contextlib.contextmanager
def running(*started: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Ended with the block, whatever happens in it."""
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def becomes(true: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Whether it comes true in time."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return False


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
