"""The modeller of the studio: opens, finds problems while drawing, deploys; a case shows where its token is."""

from collections.abc import Callable

from playwright.sync_api import expect

from engine import queries
from engine.process_engine import ProcessEngine
from tests.browser.conftest import Person


def test_a_new_model_is_drawn_checked_and_deployed(
    engine: ProcessEngine, person: Callable[[str], Person]
) -> None:
    analyst = person("analyst")
    page = analyst.go("/studio")
    page.fill("#name", "Запись в кружок")
    page.fill("#key", "club-entry")
    page.get_by_role("button", name="Начать рисовать").click()
    page.locator("#modeler .djs-shape[data-element-id=filed]").click()
    expect(page.locator("#panel .bio-properties-panel")).to_be_visible()

    page.locator(".djs-context-pad [data-action='append.end-event']").click()
    page.get_by_role("button", name="Принять в работу").click()
    page.wait_for_url("**/studio/versions/club-entry:1")

    definition = engine.read(queries.latest, "club-entry")
    assert sorted(element.kind for element in definition.elements.values()) == ["endEvent", "startEvent"]


def test_a_faulty_model_is_refused_and_keeps_its_drawing(person: Callable[[str], Person]) -> None:
    analyst = person("analyst")
    page = analyst.go("/studio")
    page.fill("#name", "Запись в кружок")
    page.fill("#key", "club-entry")
    page.get_by_role("button", name="Начать рисовать").click()
    page.locator("#modeler .djs-shape[data-element-id=filed]").click()
    page.keyboard.press("Delete")
    expect(page.locator("#problems .is-error")).to_contain_text("draw a start event")

    page.get_by_role("button", name="Принять в работу").click()

    expect(page.locator(".q-flash")).to_contain_text("Не принято: 1 ошибка")
    expect(page.locator(".q-head__side")).to_contain_text("черновик")
    expect(page.locator("#modeler .djs-container")).to_be_visible()
    assert page.locator("#modeler .djs-shape").count() == 0


def test_a_drawing_is_laid_out_by_keyboard_and_put_back(person: Callable[[str], Person]) -> None:
    page = person("analyst").go("/studio/models/guardianship-certificate")
    place = "document.querySelector('[data-element-id=delivery].djs-shape').getAttribute('transform')"
    page.locator("#modeler .djs-shape[data-element-id=delivery]").wait_for()
    before = page.evaluate(place)

    page.get_by_role("button", name="Разложить").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#layout-status")).to_have_text("Схема разложена")

    assert page.evaluate(place) != before
    expect(page.locator("#problem-count")).to_have_text("0")

    page.keyboard.press("Control+z")
    expect(page.locator("#layout-status")).to_have_text("Прежняя схема")

    assert page.evaluate(place) == before
    expect(page.get_by_role("button", name="Вернуть как было")).to_be_hidden()
