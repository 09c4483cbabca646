"""The main job, as people do it: from the application at the counter to the certificate, and the audit of the case."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from engine import queries
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from tests.browser.conftest import Person
from tests.web.conftest import IIN

SERVICE = "guardianship-certificate"
APPLICANT = "Жақсылық Динара Ерланқызы"
ANSWERS = {
    "about:applicant.name": APPLICANT,
    "about:applicant.phone": "+7 700 000 04 18",
    "city": "Караганда",
    "street": "Ержанова",
    "house": "12",
    "decision_of": "города Караганды",
    "decision_number": "14/07",
    "decision_date": "2026-02-12",
    "ward_name": "Сәбит Нұрәли",
    "ward_birth_date": "2014-05-04",
}


def test_a_certificate_is_issued_at_the_centre_and_its_case_replays_identically(
    engine: ProcessEngine, person: Callable[[str], Person]
) -> None:
    centre = person("centre")
    number = file_application(centre)
    accept(centre)
    centre.work("Передать пакет в отдел", "package_handed_over")

    executor, head = person("executor"), person("head")
    executor.work("Внести пакет в журнал", "registered")
    executor.work("Проверить оформление", "accept")
    executor.work("Подготовить результат", "prepared")
    head.work("Подписать результат", "signed", signed_by="Тлеубаев Ерлан Кайратович")

    centre.work("Получить результат", "received")
    centre.work("Выдать по расписке", "handed_over", received_by=APPLICANT)

    case = engine.read(queries.find, SYSTEM, number)
    assert case.state == "completed"
    see_case(centre, number)
    download_certificate(centre)
    audit(person("auditor"), number)


def file_application(centre: Person) -> str:
    """At the counter, by IIN; the case gets its number."""
    page = centre.go("/counter")
    page.select_option("#service", SERVICE)
    page.fill("#iin", IIN)
    page.get_by_role("button", name="Начать приём").click()
    for name, value in ANSWERS.items():
        page.locator(f'#filing [name="{name}"]').fill(value)
    for name, value in (("about:applicant.language", "kk"), ("role", "guardian"), ("property", "none")):
        page.locator(f'#filing [name="{name}"][value="{value}"]').check()
    page.locator('#filing [name="doc:guardianship_decision"][value="yes"]').check()
    page.get_by_role("button", name="Завести дело и проверить документы").click()
    page.wait_for_url("**/tasks/*check_documents*")
    found = re.search(r"№ ([A-Z]+-\d{4}-\d+)", page.locator(".q-flash").inner_text())
    assert found
    return found[1]


def accept(centre: Person) -> None:
    """The package is complete: the receipt is printed."""
    centre.decide("true", accepted_by="Ким Светлана Юрьевна", queue_minutes="11")
    receipt = centre.page.get_by_role("link", name=re.compile("Расписка"))
    expect(receipt).to_be_visible()
    assert fetch(centre.page, receipt.get_attribute("href")).startswith(b"%PDF-")


def see_case(centre: Person, number: str) -> None:
    """Timeline and drawing: what was done is marked, and said in words."""
    page = centre.go(f"/cases/{number}")
    expect(page.locator(".q-timeline")).to_contain_text("Ким Светлана Юрьевна")
    expect(page.locator("#diagram .djs-shape.is-done").first).to_be_attached()
    assert page.locator("#diagram .djs-shape.is-now").count() == 0


def download_certificate(centre: Person) -> None:
    page = centre.page
    link = page.locator(".q-docs a", has_text="Справка").first
    content = fetch(page, link.get_attribute("href"))
    assert content.startswith(b"%PDF-")
    assert len(content) > 5_000


def audit(auditor: Person, number: str) -> None:
    """Step by step with the keyboard, then the replay."""
    page = auditor.go(f"/audit/{number}")
    page.locator("#diagram svg .djs-shape").first.wait_for()
    last = int(page.locator("[data-replay]").get_attribute("max") or 0)
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-entry][aria-current="step"]')).to_have_attribute("data-entry", str(last - 1))
    page.locator('[data-step="first"]').click()
    expect(page.locator('[data-entry][aria-current="step"]')).to_have_attribute("data-entry", "1")
    page.locator('form[action$="/replay"] button').first.click()
    expect(page.locator("#verdict")).to_contain_text(re.compile("совпадает|идентич", re.IGNORECASE))


def fetch(page: Page, href: str | None) -> bytes:
    """As this person, with the session of the page."""
    assert href
    base = re.match(r"https?://[^/]+", page.url)
    assert base
    answer = page.request.get(base[0] + href)
    assert answer.ok, answer.status
    return answer.body()
