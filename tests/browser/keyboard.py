"""A page without a mouse: every stop of the Tab key can be seen, all is reached, errors are said where they are."""

from pathlib import Path

from playwright.sync_api import Page, expect

#: no page has so many stops: whoever gets so far goes round in circles
ENDLESS = 400
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def walk(page: Page, title: str) -> list[str]:
    """From the first stop round to it again."""
    page.evaluate(SCRIPT)
    found: list[str] = []
    for _ in range(ENDLESS):
        page.keyboard.press("Tab")
        step = page.evaluate("walk.step()")
        found += step["faults"] if step else []
        if step and step["isRound"]:
            found += [f"Tab does not reach {each}" for each in page.evaluate("walk.missed()")]
            break
    else:
        found.append("Tab does not come round to the beginning")
    return [f"{title}: {each}" for each in found]


def skip(page: Page) -> None:
    """The first stop leads past the head of the page."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main"), "the first link leads to the content").to_be_focused()


def silent(page: Page, title: str) -> list[str]:
    """Errors that a reader of the screen does not hear."""
    page.evaluate(SCRIPT)
    return [f"{title}: {each}" for each in page.evaluate("walk.silent()")]
