"""What the eye notices: things that belong together stand in line, and nothing is pushed away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from engine import queries
from engine.commands import AddNote, CompleteUserTask
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM, ProcessInstance, UserTask
from tests.browser.conftest import Person
from tests.web.conftest import IIN, file_case, open_task, settle  # noqa: F401  # fixtures


def box(there: Locator) -> FloatRect:
    found = there.bounding_box()
    assert found
    return found


def bottom(there: Locator) -> float:
    found = box(there)
    return found["y"] + found["height"]


@pytest.fixture
def case(
    engine: ProcessEngine,
    file_case: Callable[..., ProcessInstance],  # noqa: F811
    open_task: Callable[[ProcessInstance], UserTask],  # noqa: F811
) -> ProcessInstance:
    """Accepted at the centre, before the office is served: there is a receipt, and a history to step through."""
    filed = file_case()
    given = {"complete": True, "accepted_by": "Ким Светлана Юрьевна", "queue_minutes": 11}
    engine.execute(CompleteUserTask(task_id=open_task(filed).id, variables=given), SYSTEM)
    settle(engine)
    return filed


def test_the_entry_stands_beside_the_drawing_and_in_the_list(
    case: ProcessInstance, person: Callable[[str], Person]
) -> None:
    page = person("auditor").go(f"/audit/{case.business_key}")
    last = int(page.locator("[data-replay]").get_attribute("max") or 0)
    for seq in (last, 2):
        page.locator(f'[data-entry="{seq}"] a').click()
        detail = page.locator(f'[data-detail="{seq}"]')
        assert box(detail)["y"] == pytest.approx(
            box(page.locator(".q-columns--audit > div").first)["y"], abs=1
        )


def test_the_entry_that_is_shown_is_seen_in_the_list(
    engine: ProcessEngine, case: ProcessInstance, person: Callable[[str], Person]
) -> None:
    for number in range(12):
        engine.execute(AddNote(instance_id=case.id, text=f"Заметка {number}"), SYSTEM)
    page = person("auditor").go(f"/audit/{case.business_key}")
    entries, current = page.locator("[data-entries]"), page.locator('[data-entry][aria-current="step"]')
    # the script moves it when it comes
    expect(page.locator("[data-replay]")).to_be_visible()
    assert entries.evaluate("each => each.scrollHeight > each.clientHeight")
    assert box(entries)["y"] <= box(current)["y"] <= bottom(current) <= bottom(entries) + 1


def test_fields_of_a_row_end_on_one_line(person: Callable[[str], Person]) -> None:
    page = person("centre").go(f"/counter/guardianship-certificate?iin={IIN}")
    for one, other in (("about:place", "about:settlement"), ("city", "street"), ("house", "flat")):
        ends = [bottom(page.locator(f'[name="{name}"]')) for name in (one, other)]
        assert ends[0] == pytest.approx(ends[1], abs=1)


def test_a_form_begins_where_its_panel_does(
    engine: ProcessEngine, case: ProcessInstance, person: Callable[[str], Person]
) -> None:
    receipt = next(each for each in engine.read(queries.documents, SYSTEM, case.id) if each.kind == "receipt")
    page = person("supervisor").go(f"/issued/annul/{receipt.id}")
    first, form = box(page.locator('label[for="reason"]')), box(page.locator("form.q-panel"))
    padding = page.locator("form.q-panel").evaluate("each => parseFloat(getComputedStyle(each).paddingTop)")
    assert first["y"] - form["y"] == pytest.approx(padding + 1, abs=2)
