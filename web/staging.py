"""Files of an application not yet sent: kept beside the database until the application is filed or forgotten."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import time

import orjson

TOKEN = re.compile(r"[0-9a-f]{32}")
FORGOTTEN_AFTER = 14 * 86400


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
        (self.folder / f"{token}.json").write_bytes(orjson.dumps(asdict(staged)))
        return staged

    def get(self, owner: str, token: str) -> StagedFile | None:
        """None for a token of somebody else, or one that is gone."""
        note = self.folder / f"{token}.json"
        if not TOKEN.fullmatch(token) or not note.is_file():
            return None
        staged = StagedFile(**orjson.loads(note.read_bytes()))
        return staged if staged.owner == owner else None

    def content(self, staged: StagedFile) -> bytes:
        return (self.folder / staged.token).read_bytes()

    def drop(self, files: Iterable[StagedFile]) -> None:
        for each in files:
            (self.folder / each.token).unlink(missing_ok=True)
            (self.folder / f"{each.token}.json").unlink(missing_ok=True)

    def forget(self, now: float | None = None) -> int:
        """Throw away what nobody came back for; how many files."""
        before = (now or time()) - FORGOTTEN_AFTER
        old = [each for each in self.folder.glob("*") if each.stat().st_mtime < before]
        for each in old:
            each.unlink(missing_ok=True)
        return len(old)
