"""A served office and a headless browser: what people see, scheduler and scripts included."""

import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from waitress.server import create_server

from engine.process_engine import ProcessEngine
from engine.scheduler import Scheduler
from tests.conftest import ROOT
from tests.web.conftest import PASSWORD, app, clock, engine, prepared  # noqa: F401  # fixtures

CHROMIUM = os.environ.get("QYZMET_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
BUNDLE = ROOT / "web" / "static" / "build" / "viewer.js"
WIDTH, HEIGHT = 1366, 768
#: looks at a list for a task that the system still prepares
PATIENCE = 200
#: milliseconds the browser waits for anything: a machine may be busy
ENOUGH = 120_000
expect.set_options(timeout=ENOUGH)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One after the other, on one worker: a browser is heavy."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed: apt-get install chromium, or set QYZMET_CHROMIUM")
    if not BUNDLE.exists():
        pytest.skip("the bundle is not built: make setup")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def address(app: Flask, engine: ProcessEngine) -> Iterator[str]:  # noqa: F811  # fixtures
    """The office, served with its background work."""
    app.config["WTF_CSRF_ENABLED"] = True
    scheduler = Scheduler(engine)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=lambda: _until_closed(server.run), daemon=True)
    scheduler.start()
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    scheduler.stop()
    server.close()
    thread.join(timeout=10)


def _until_closed(run: Callable[[], None]) -> None:
    """The loop is stopped by closing its socket under it: the error of that is the end, not a fault."""
    with contextlib.suppress(OSError):
        run()


class Person:
    """Somebody at a browser of their own; complaints of the browser are kept."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("console", self._take)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _take(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, login: str) -> None:
        page = self.go("/sign-in")
        page.fill("input[name=username]", login)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)

    def work(self, task: str, button: str, **answers: str) -> None:
        """Take the task of this name from the list of the group, fill it in, press the button."""
        link = self.page.get_by_role("link", name=task, exact=True).first
        for _ in range(PATIENCE):
            self.go("/inbox?tab=groups")
            if link.count():
                break
            self.page.wait_for_timeout(500)
        link.click()
        self.decide(button, **answers)

    def decide(self, button: str, **answers: str) -> None:
        for name, value in answers.items():
            self.page.locator(f'#decision [name="{name}"]').fill(value)
        self.page.locator(f'button[form="decision"][value="{button}"]').click()
        self.page.wait_for_url("**/done")


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Callable[[], Person]]:
    """Opens a window for somebody who has not signed in."""
    opened: list[Person] = []

    def open_one() -> Person:
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="ru-RU", timezone_id="Asia/Almaty"
        )
        context.set_default_timeout(ENOUGH)
        opened.append(Person(context.new_page(), address))
        return opened[-1]

    yield open_one
    complaints = [each for someone in opened for each in someone.complaints]
    for someone in opened:
        someone.page.context.close()
    assert complaints == []


@pytest.fixture
def person(window: Callable[[], Person]) -> Callable[[str], Person]:
    """Signs somebody in, in a window of their own."""

    def sign_in(login: str) -> Person:
        someone = window()
        someone.sign_in(login)
        return someone

    return sign_in
