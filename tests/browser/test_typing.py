"""A part of a form is fetched anew while somebody types: nothing typed is lost."""

from collections.abc import Callable

from playwright.sync_api import expect

from cli.files import resources
from engine.commands import Deploy
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from tests.browser.conftest import Person
from tests.web.conftest import IIN, ROOT

CONTENT = ROOT / "processes"
#: how long the office takes to answer, milliseconds
SLOW = 600


def test_what_is_typed_while_the_form_is_fetched_anew_stays(
    engine: ProcessEngine, person: Callable[[str], Person]
) -> None:
    engine.execute(Deploy(resources=resources(map(str, CONTENT.rglob("*preschool*.[bdf]*")))), SYSTEM)
    page = person("centre").go("/counter")
    page.select_option("#service", "preschool-queue")
    page.fill("#iin", IIN)
    page.get_by_role("button", name="Начать приём").click()
    born, mother = page.locator('#own [name="birth_date"]'), page.locator('#own [name="mother_workplace"]')
    hidden = page.locator('#own [name="child_iin"]')
    born.fill("2006-02-03")
    born.blur()
    expect(hidden).to_have_count(0)
    page.route("**/counter/**", lambda route: (page.wait_for_timeout(SLOW), route.continue_()))
    born.fill("2010-02-03")
    born.blur()
    mother.click()
    mother.press_sequentially("Школа № 4", delay=20)
    expect(hidden).to_have_count(1)
    expect(mother).to_have_value("Школа № 4")
    expect(mother).to_be_focused()
