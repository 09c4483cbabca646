"""Files of an application not yet sent: kept beside the database until it is filed, or nobody comes back for them.

A file is three: the content, a note whose time says when it was last asked for, and a mark until a draft holds it.
"""

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import inf
from pathlib import Path
from time import time

import orjson

TOKEN = re.compile(r"[0-9a-f]{32}")
DAY = 86400
#: seconds after which nobody comes back for a file; one in no draft has only the page it was sent from
FORGOTTEN_AFTER, LOOSE_FOR = 14 * DAY, DAY
#: seconds between two sweeps
SWEPT_EVERY = 3600
#: the time of this file: when it was last swept, by whichever process
SWEPT = "swept"


@dataclass(frozen=True, kw_only=True, slots=True)
class StagedFile:
    token: str
    owner: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Staging:
    folder: Path

    def put(self, owner: str, name: str, media_type: str, content: bytes) -> StagedFile:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        token = secrets.token_hex(16)
        staged = StagedFile(token=token, owner=owner, name=name, media_type=media_type, size=len(content))
        (self.folder / token).write_bytes(content)
        self._mark(token).touch()
        self._note(token).write_bytes(orjson.dumps(asdict(staged)))
        return staged

    def get(self, owner: str, token: str) -> StagedFile | None:
        """None for a token of somebody else, or one that is gone. Whoever asks, still needs it."""
        if not TOKEN.fullmatch(token):
            return None
        try:
            staged = StagedFile(**orjson.loads(self._note(token).read_bytes()))
            if staged.owner == owner:
                os.utime(self._note(token))
        except FileNotFoundError:
            return None
        return staged if staged.owner == owner else None

    def content(self, staged: StagedFile) -> bytes:
        return (self.folder / staged.token).read_bytes()

    def keep(self, files: Iterable[StagedFile]) -> None:
        """A draft holds them from now on."""
        for each in files:
            self._mark(each.token).unlink(missing_ok=True)

    def drop(self, files: Iterable[StagedFile]) -> None:
        for each in files:
            self._remove(each.token)

    def sweep(self, now: float | None = None) -> int:
        """Throw away what nobody came back for; how many files."""
        if not self.folder.is_dir():
            return 0
        (self.folder / SWEPT).touch()
        now = now or time()
        tokens = {each.name.partition(".")[0] for each in self.folder.iterdir()}
        old = [
            each
            for each in tokens
            if TOKEN.fullmatch(each) and self._last_asked(each) < now - self._life(each)
        ]
        for each in old:
            self._remove(each)
        return len(old)

    def sweep_now_and_then(self, now: float | None = None) -> int:
        """The same, unless it was just done."""
        swept = self.folder / SWEPT
        if swept.exists() and (now or time()) - swept.stat().st_mtime < SWEPT_EVERY:
            return 0
        return self.sweep(now)

    def _note(self, token: str) -> Path:
        return self.folder / f"{token}.json"

    def _mark(self, token: str) -> Path:
        return self.folder / f"{token}.loose"

    def _life(self, token: str) -> int:
        return LOOSE_FOR if self._mark(token).exists() else FORGOTTEN_AFTER

    def _last_asked(self, token: str) -> float:
        """By its note, else by what is left of it."""
        for file in (self._note(token), self.folder / token, self._mark(token)):
            with suppress(FileNotFoundError):
                return file.stat().st_mtime
        return inf

    def _remove(self, token: str) -> None:
        """The note first: without it nobody finds the rest."""
        for file in (self._note(token), self.folder / token, self._mark(token)):
            file.unlink(missing_ok=True)
