"""The row of an instance, as one step changes it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(kw_only=True, slots=True)
class Case:
    """The instance row as this step changes it."""

    instance_id: str
    definition_id: str
    process_key: str
    business_key: str | None
    title: str | None
    subject: str | None
    state: str
    incidents: int
    due_at: datetime | None
    due_activity: str | None
    ended_at: datetime | None
    #: number of the entry being written
    seq: int
    now: datetime
    actor: str
    due_changed: bool = False
    is_migrating: bool = False
    #: bodies it was routed to, activities whose legal terms run
    bodies: set[str] = field(default_factory=set)
    running: set[str] = field(default_factory=set)

    @property
    def shown(self) -> dict[str, Any]:
        """What lists show of the case."""
        return {"process_key": self.process_key, "business_key": self.business_key, "title": self.title}
