"""The content a running engine works with besides what is deployed: calendars and registers of bodies. Read once."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine.calendars import Calendars
from engine.directories import Directories

#: fields of a body that are text
PLAIN = ("id", "code", "kind", "region", "district", "name", "address", "phones", "email", "site", "schedule")


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
        if not body_id or body_id not in self.directories.by_id:
            return None
        found = self.directories.get(body_id)
        plain = {name: str(getattr(found, name) or "") for name in PLAIN}
        return {**plain, "settlement": "; ".join(found.settlements)}
