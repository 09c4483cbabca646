"""The content a running engine works with besides what is deployed: calendars and registers of bodies. Read once."""

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from engine.calendars import Calendars
from engine.directories import Directories


@dataclass(frozen=True)
class Content:
    """Folder of the content (`processes/`); without one there are no calendars and no bodies."""

    folder: Path

    @cached_property
    def calendars(self) -> Calendars:
        return Calendars.load(self.folder / "calendars")

    @cached_property
    def directories(self) -> Directories:
        return Directories.load(self.folder / "directories")

    def body(self, body_id: str | None) -> dict[str, str] | None:
        """An authority of the registers as plain text fields; None when there is none."""
        found = self.directories.get(body_id) if body_id else None
        return {each.name: str(getattr(found, each.name) or "") for each in fields(found)} if found else None
