"""The documents that the standard's list names for one application."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

#: prefix of the questions for them on the page
DOCUMENT = "doc:"
#: the authority or the portal has them: nothing to hand in
NOT_HANDED_IN = frozenset({"data", "electronic"})
#: it comes on paper, whatever the channel
ON_PAPER = "original"
PORTAL = "portal"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A document of the standard's list for this application."""

    code: str
    name: str
    form: str
    required: bool
    note: str
    norm: str
    is_handed_in: bool
    channel: str

    @property
    def key(self) -> str:
        return DOCUMENT + self.code

    @property
    def is_asked(self) -> bool:
        """With the application; an original cannot come through the portal."""
        return self.form not in NOT_HANDED_IN and (self.form, self.channel) != (ON_PAPER, PORTAL)


def to_wanted(row: Mapping[str, Any], channel: str, handed_in: Collection[str]) -> Wanted:
    return Wanted(
        code=str(row["code"]),
        name=str(row.get("name") or row["code"]),
        form=str(row.get("form") or ""),
        required=bool(row.get("required", True)),
        note=str(row.get("note") or ""),
        norm=str(row.get("norm") or ""),
        is_handed_in=row["code"] in handed_in,
        channel=channel,
    )
