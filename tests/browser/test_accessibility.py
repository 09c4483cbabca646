"""Pages for everybody: axe finds nothing on them, the keyboard reaches everything, errors are said where they are."""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from engine import issued
from engine.commands import CompleteUserTask
from engine.issued import Filter
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM, ProcessInstance, UserTask
from tests.browser.axe import SOURCE, findings
from tests.browser.conftest import HEIGHT, WIDTH, Person
from tests.browser.keyboard import silent, skip, walk
from tests.web.conftest import IIN, file_case, open_task, settle  # noqa: F401  # fixtures

SERVICE = "guardianship-certificate"
CODE = "ABC-234"
ACCEPTED = {"complete": True, "accepted_by": "Ким Светлана Юрьевна", "queue_minutes": 11}
#: the browser notes an answer that refuses among its complaints
REFUSED = "422 (UNPROCESSABLE ENTITY)"
FOLDS = "details:not(:has([data-diagram]))"
NARROW: ViewportSize = {"width": 320, "height": 640}

pytestmark = pytest.mark.skipif(not SOURCE.exists(), reason="axe-core is not installed: make setup")


@pytest.fixture
def case(file_case: Callable[..., ProcessInstance]) -> ProcessInstance:  # noqa: F811
    """Filed at the centre, documents not yet checked. Asked for before `person`: nothing else works on it yet."""
    return file_case()


@pytest.fixture
def accepted(
    engine: ProcessEngine,
    case: ProcessInstance,
    open_task: Callable[[ProcessInstance], UserTask],  # noqa: F811
) -> ProcessInstance:
    """Its receipt is issued."""
    engine.execute(CompleteUserTask(task_id=open_task(case).id, variables=ACCEPTED), SYSTEM)
    settle(engine)
    return case


def look(page: Page, title: str = "") -> list[str]:
    """Everything unfolded but further drawings of the same kind; those that are open, once they are there."""
    page.locator(FOLDS).evaluate_all("(folds) => { for (const fold of folds) fold.open = true; }")
    for drawing in page.locator("[data-diagram]:visible").all():
        drawing.locator(".djs-shape").first.wait_for()
    return findings(page, title or urlsplit(page.url).path)


def look_at(someone: Person, *paths: str) -> list[str]:
    return [line for path in paths for line in look(someone.go(path), path)]


def walk_over(someone: Person, *paths: str) -> list[str]:
    return [line for path in paths for line in walk(someone.go(path), path)]


def refused(someone: Person, button: str, title: str) -> list[str]:
    """What is wrong with the page that says what is wrong."""
    page = someone.page
    page.locator(button).click()
    expect(page.locator(".q-faults"), "the summary of the errors has the focus").to_be_focused()
    someone.complaints[:] = [each for each in someone.complaints if REFUSED not in each]
    return [*silent(page, title), *look(page, title), *walk(page, title)]


def nothing(found: Iterable[str]) -> None:
    lines = list(dict.fromkeys(found))
    assert not lines, f"{len(lines)} to mend:\n" + "\n".join(lines)


def test_pages_for_everybody(
    engine: ProcessEngine, accepted: ProcessInstance, window: Callable[[], Person]
) -> None:
    number = engine.read(issued.register, SYSTEM, Filter(kind="receipt")).items[0].number
    visitor = window()
    found = look_at(visitor, "/", f"/services/{SERVICE}", "/check", f"/check/{number}", "/sign-in")
    skip(visitor.go("/"))
    found += walk_over(visitor, "/", "/sign-in")
    page = visitor.go("/sign-in")
    page.fill("#username", "nobody")
    page.fill("#password", "nothing")
    found += refused(visitor, "main form button", "/sign-in refused")
    page = visitor.go("/track")
    found += look(page)
    found += refused(visitor, "main form button", "/track refused")
    page.fill("#number", accepted.business_key or "")
    page.fill("#code", CODE)
    page.locator("main form button").click()
    page.wait_for_url("**/track/*")
    found += [*look(page), *walk(page, "/track")]
    nothing(found)


def test_pages_of_an_applicant(case: ProcessInstance, person: Callable[[str], Person]) -> None:
    applicant = person("applicant")
    form = f"/apply/{SERVICE}"
    found = look_at(applicant, "/my", form)
    found += refused(applicant, 'main .q-actions [value="check"]', f"{form} refused")
    nothing(found)


def test_pages_of_a_clerk(
    case: ProcessInstance,
    open_task: Callable[[ProcessInstance], UserTask],  # noqa: F811
    person: Callable[[str], Person],
) -> None:
    clerk = person("centre")
    form, task = f"/counter/{SERVICE}?iin={IIN}", f"/tasks/{open_task(case).id}"
    found = look_at(clerk, "/counter", "/inbox?tab=mine", "/inbox?tab=groups", "/cases", "/queues", form)
    found += refused(clerk, '.q-decide [value="file"]', "/counter refused")
    skip(clerk.go("/inbox?tab=groups"))
    found += walk_over(clerk, "/inbox?tab=groups", task)
    found += look_at(clerk, task)
    clerk.page.fill('#decision [name="queue_minutes"]', "долго")
    found += refused(clerk, 'button[form="decision"][value="true"]', "/tasks refused")
    clerk.decide("true", accepted_by="Ким Светлана Юрьевна", queue_minutes="11")
    found += look(clerk.page)
    clerk.page.get_by_role("link", name="Расписка").wait_for()
    found += [*look(clerk.page), *look_at(clerk, "/inbox?tab=done")]
    nothing(found)


def test_pages_of_an_auditor(accepted: ProcessInstance, person: Callable[[str], Person]) -> None:
    auditor = person("auditor")
    audit, law = f"/audit/{accepted.business_key}", f"/norms/{SERVICE}"
    found = look_at(auditor, "/audit", "/norms", law, "/issued", audit)
    found += walk(auditor.page, audit)
    nothing(found)


def test_pages_of_a_supervisor_and_an_administrator(
    accepted: ProcessInstance,
    open_task: Callable[[ProcessInstance], UserTask],  # noqa: F811
    person: Callable[[str], Person],
) -> None:
    supervisor, administrator = person("supervisor"), person("admin")
    task, case = f"/supervise/tasks/{open_task(accepted).id}", f"/cases/{accepted.business_key}"
    found = look_at(supervisor, "/supervise", case)
    found += walk(supervisor.page, case)
    supervisor.go(task)
    found += refused(supervisor, 'main form [type="submit"]', f"{task} refused")
    found += look_at(
        administrator, "/cockpit", "/cockpit/people", "/cockpit/people/centre", "/cockpit/calendars"
    )
    nothing(found)


def test_pages_of_an_analyst(person: Callable[[str], Person]) -> None:
    analyst = person("analyst")
    version, model = f"/studio/versions/{SERVICE}:1", f"/studio/models/{SERVICE}"
    found = look_at(analyst, version, model)
    found += walk(analyst.page, model)
    analyst.go("/studio")
    found += refused(analyst, 'form[action$="/models"] button', "/studio refused")
    nothing(found)


def test_boxes_that_drop_down_give_way_to_the_keyboard(
    case: ProcessInstance, person: Callable[[str], Person]
) -> None:
    clerk = person("centre")
    page = clerk.go("/inbox?tab=groups")
    for box in (".q-user", ".q-drop"):
        summary = page.locator(f"{box} > summary")
        summary.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(box)).to_have_js_property("open", True)
        page.keyboard.press("Escape")
        expect(page.locator(box)).to_have_js_property("open", False)
        expect(summary).to_be_focused()
        summary.press("Enter")
    nothing(walk(page, "/inbox with open boxes"))
    expect(page.locator("details[open]")).to_have_count(0)


def test_pages_enlarged_and_narrow(accepted: ProcessInstance, person: Callable[[str], Person]) -> None:
    """The version for people who see little; and the width of a telephone, which 1280 pixels at 400 % are too."""
    supervisor, clerk, administrator = person("supervisor"), person("centre"), person("admin")
    case, form = f"/cases/{accepted.business_key}", f"/counter/{SERVICE}?iin={IIN}"
    found = []
    for someone in (supervisor, clerk, administrator):
        someone.page.set_viewport_size(NARROW)
    for path in ("/supervise", case, f"/norms/{SERVICE}", "/issued", f"/audit/{accepted.business_key}"):
        found += sideways(supervisor.go(path), path)
    for path in (form, "/inbox?tab=groups", "/", f"/services/{SERVICE}", "/sign-in"):
        found += sideways(clerk.go(path), path)
    for path in ("/cockpit", "/cockpit/people", "/cockpit/people/centre", "/cockpit/calendars"):
        found += sideways(administrator.go(path), path)
    clerk.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    clerk.go("/vision/low?next=/inbox")
    found += look_at(clerk, "/inbox?tab=groups", form)
    found += walk(clerk.page, f"{form} enlarged")
    nothing(found)


def sideways(page: Page, path: str) -> list[str]:
    """What makes the whole page scroll to the side."""
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
          .filter((each) => each.getBoundingClientRect().right > innerWidth && !each.closest(".q-scroll, .q-canvas"))
          .map((each) => each.outerHTML.slice(0, 120))"""
    )
    return [f"{path} is wider than a telephone: {each}" for each in wide]
