"""A job of a guardianship case, and the tools handlers get, over the real content folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.handling import Job

PROCESSES = Path(__file__).parents[3] / "processes"


@dataclass
class Desk:
    """Tools over plain dicts: registers count, bodies are looked up."""

    processes: str = str(PROCESSES)
    base_url: str = "https://example.kz"
    smtp_url: str = ""
    systems: Mapping[str, str] = field(default_factory=dict)
    system_timeout: float = 2.0
    taken: dict[tuple[str, str], int] = field(default_factory=dict)
    bodies: dict[str, Mapping[str, str]] = field(default_factory=dict)
    key: str = "job-1"

    def number(self, register: str) -> int:
        known = sum(1 for name, _ in self.taken if name == register)
        return self.taken.setdefault((register, self.key), known + 1)

    def body(self, body_id: str | None) -> Mapping[str, str] | None:
        return self.bodies.get(body_id or "")

    def documents(self, instance_id: str) -> list[Mapping[str, Any]]:
        return []


def make_job(
    topic: str, inputs: Mapping[str, Any], variables: Mapping[str, Any] | None = None, **other: Any
) -> Job:
    values: dict[str, Any] = {
        "id": "case1:issue:1",
        "instance_id": "case1",
        "activity": "issue:1",
        "element": "issue",
        "topic": topic,
        "process_key": "guardianship-certificate",
        "definition_id": "guardianship-certificate:1",
        "business_key": "27-2026-000417",
        "retries": 3,
        "created_at": datetime(2026, 3, 16, 9, 25, tzinfo=UTC),
        "now": datetime(2026, 3, 16, 9, 26, tzinfo=UTC),
        "variables": {**(variables or {}), **inputs},
        "inputs": inputs,
    }
    return Job(**(values | other))


@pytest.fixture
def desk() -> Desk:
    return Desk(
        bodies={
            "edu-akkol": {
                "code": "EDU-AKM-001",
                "name": "Отдел образования Аккольского района",
                "address": "ул. Нурмагамбетова, 81",
            }
        }
    )
