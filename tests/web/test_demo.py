"""The demo: people and cases through commands, once."""

import stat
from pathlib import Path

import pytest

from engine import queries
from engine.clock import SystemClock
from engine.commands import Deploy, Resource
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store.database import Database
from engine.values import SYSTEM
from handlers import HANDLERS
from tests.conftest import check_evidence
from tests.web.conftest import CONTENT, settings_for
from web.auth import password_fits
from web.demo import STORIES, find_user, make_demo
from web.demo_stories import ACCOUNTS

ROLES = {"clerk", "supervisor", "analyst", "auditor", "applicant", "administrator"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = settings_for(tmp_path_factory.mktemp("demo") / "demo.db")
    database = Database(made.database_url)
    database.migrate()
    database.close()
    files = [file for file in sorted(CONTENT.rglob("*")) if file.suffix in (".bpmn", ".dmn", ".form")]
    engine = ProcessEngine(made, HANDLERS, SystemClock())
    engine.execute(
        Deploy(resources=tuple(Resource(name=file.name, content=file.read_bytes()) for file in files)), SYSTEM
    )
    engine.close()
    return made


@pytest.fixture(scope="module")
def made(settings: Settings, tmp_path_factory: pytest.TempPathFactory):
    """The demo made twice: what it said, and the file of the passwords."""
    file: Path = tmp_path_factory.mktemp("accounts") / "demo-accounts.txt"
    said: list[str] = []
    first = make_demo(settings, said.append, file)
    second = make_demo(settings, said.append, file)
    return first, second, said, file


def test_there_is_an_account_for_every_role() -> None:
    assert {role for account in ACCOUNTS for role, _body in account.roles} >= ROLES


@pytest.mark.slow
def test_a_second_run_makes_nothing_more(made) -> None:
    first, second, _said, _file = made

    assert (first.accounts, first.cases) == (len(ACCOUNTS), len(STORIES))
    assert (second.accounts, second.cases) == (0, 0)


@pytest.mark.slow
def test_passwords_are_said_once_and_kept_for_this_user_only(made) -> None:
    _first, _second, said, file = made
    lines = file.read_text(encoding="utf-8").splitlines()

    assert len(lines) == len(ACCOUNTS)
    assert sum(line.strip() in lines for line in said) == len(ACCOUNTS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.slow
def test_people_and_cases_are_there_and_prove_themselves(settings: Settings, made) -> None:
    _first, _second, _said, file = made
    engine = ProcessEngine(settings, HANDLERS, SystemClock())
    login, password = file.read_text(encoding="utf-8").split()[:2]
    account = find_user(engine, login)
    cases = engine.read(queries.instances, SYSTEM, limit=100).items

    assert account is not None
    assert account.is_demo
    assert password_fits(account, password)
    assert len(cases) >= 12
    assert {each.state for each in cases} == {"active", "completed"}
    assert not any(each.has_incident for each in cases)
    check_evidence(engine)
    engine.close()
