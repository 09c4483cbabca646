"""Pages over a real engine: the guardianship certificate deployed, people of every role, SQLite in a file."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine import queries
from engine.clock import FixedClock
from engine.commands import CreateUser, Deploy, GrantRole, Resource, StartProcessInstance
from engine.due import run_due
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database
from engine.values import SYSTEM, ProcessInstance, UserTask
from handlers import HANDLERS
from tests.conftest import ROOT, check_evidence
from web import readings
from web.app import create_app
from web.auth import hasher
from web.catalogues import compile_catalogues
from web.demo_certificates import guardian
from web.demo_stories import ACCOUNTS
from web.staging import Staging

PASSWORD = "correct horse battery"
CONTENT = ROOT / "processes"
#: Monday 16 March 2026, 10:00 in Almaty
START = datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
IIN = "850412400260"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """WeasyPrint leaves the colour profile of a PDF to the garbage collector."""
    leak = "ignore:.*weasyprint:pytest.PytestUnraisableExceptionWarning"
    for item in items:
        item.add_marker(pytest.mark.filterwarnings(leak))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with people and definitions; each test works on a copy."""
    compile_catalogues()
    file = tmp_path_factory.mktemp("web") / "prepared.db"
    settings = settings_for(file)
    Database(settings.database_url).migrate()
    engine = ProcessEngine(settings, HANDLERS, FixedClock(START))
    engine.execute(Deploy(resources=tuple(resources(*CERTIFICATE))), SYSTEM)
    password_hash = hasher.hash(PASSWORD)
    for account in ACCOUNTS:
        engine.execute(
            CreateUser(
                user_id=account.login, name=account.name, password_hash=password_hash, iin=account.iin
            ),
            SYSTEM,
        )
        for role, body in account.roles:
            engine.execute(GrantRole(user_id=account.login, role=role, body=body), SYSTEM)
    engine.close()
    return file


def settings_for(file: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{file}",
        processes=str(CONTENT),
        secret_key="a key for tests",
        upload_limit=200_000,
    )


CERTIFICATE = ("guardianship-certificate", "shared-acceptance", "shared-correction", "shared-delivery")


def resources(*names: str) -> Iterator[Resource]:
    """Models of the content whose names begin so."""
    for file in sorted(CONTENT.rglob("*")):
        if file.suffix in (".bpmn", ".dmn", ".form") and file.name.startswith(names):
            yield Resource(name=file.name, content=file.read_bytes())


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def engine(prepared: Path, tmp_path: Path, clock: FixedClock) -> Iterator[ProcessEngine]:
    file = tmp_path / "qyzmet.db"
    with closing(sqlite3.connect(prepared)) as source:
        source.execute("VACUUM INTO ?", (str(file),))
    made = ProcessEngine(settings_for(file), HANDLERS, clock)
    yield made
    check_evidence(made)
    made.close()


@pytest.fixture
def app(engine: ProcessEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr("web.app.UPLOADS", tmp_path / "uploads")
    readings._seen.clear()
    made = create_app(engine.settings, engine)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Nobody in particular, reading Russian."""
    return speaking(app, "ru")


def speaking(app: Flask, language: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("q_lang", language)
    return client


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], FlaskClient]:
    """A browser in which this person has signed in."""

    def enter(login: str, language: str = "ru") -> FlaskClient:
        client = speaking(app, language)
        answer = client.post("/sign-in", data={"username": login, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return enter


@pytest.fixture
def file_case(engine: ProcessEngine) -> Callable[..., ProcessInstance]:
    """An application filed at the centre; its jobs are done."""

    def make(**more: object) -> ProcessInstance:
        given = guardian("Бекенов Арман Саятович", "791103200009", "Бекенов Данияр")
        values = {**given, "filed_at": engine.clock.now(), "tracking_code": "ABC-234", **more}
        command = StartProcessInstance(key="guardianship-certificate", variables=values)
        case: ProcessInstance = engine.execute(command, SYSTEM)
        settle(engine)
        return case

    return make


def settle(engine: ProcessEngine) -> None:
    while run_due(engine):
        pass


@pytest.fixture
def open_task(engine: ProcessEngine) -> Callable[[ProcessInstance], UserTask]:
    def find(case: ProcessInstance) -> UserTask:
        tasks = engine.read(queries.tasks, SYSTEM, case.id)
        return next(each for each in tasks if each.state == "open")

    return find


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    return Staging(folder=tmp_path / "staged")
