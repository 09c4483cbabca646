"""The calendars of the product, read once, and how tests write moments."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.calendars import Calendar, Calendars

FOLDER = Path(__file__).parents[4] / "processes" / "calendars"


@pytest.fixture(scope="session")
def calendars() -> Calendars:
    return Calendars.load(FOLDER)


@pytest.fixture(scope="session")
def authorities(calendars: Calendars) -> Calendar:
    return calendars.get("authorities")


@pytest.fixture(scope="session")
def centres(calendars: Calendars) -> Calendar:
    return calendars.get("centres")


@pytest.fixture(scope="session")
def at() -> Callable[[str], datetime]:
    """A moment on the clock of Almaty."""
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Almaty"))
