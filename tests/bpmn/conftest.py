"""Every execution of these tests is a wide one: two branches to a page."""

import pytest

from engine.bpmn import pages


@pytest.fixture(autouse=True)
def few_branches_to_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "WIDE", 1)
    monkeypatch.setattr(pages, "SPAN", 2)
