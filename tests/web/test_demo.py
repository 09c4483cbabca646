"""The demo: people and cases through commands, once."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from cli.simulator import at_hand
from engine import queries
from engine.clock import FixedClock, SystemClock
from engine.commands import Deploy, Resource
from engine.process_engine import ProcessEngine
from engine.settings import SYSTEMS, Settings
from engine.store.database import Database
from engine.values import SYSTEM
from handlers import HANDLERS
from tests.conftest import check_evidence
from tests.web.conftest import CONTENT, settings_for, settle
from web.auth import password_fits
from web.demo import MARK, STORIES, Made, alone, filing_day, find_user, make_accounts, make_demo, play
from web.demo_education import ADMISSIONS
from web.demo_stories import ACCOUNTS, ADMISSION, LICENCE

ROLES = {"clerk", "supervisor", "analyst", "auditor", "applicant", "administrator"}


@dataclass(frozen=True)
class Demo:
    """Made without the simulator, with it, and once more."""

    first: Made
    second: Made
    third: Made
    said: list[str]
    file: Path


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fresh(tmp_path_factory.mktemp("demo") / "demo.db")


def fresh(file: Path) -> Settings:
    """A database with every service."""
    made = settings_for(file)
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
def made(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("accounts")
    file = folder / "demo-accounts.txt"
    said: list[str] = []
    first = make_demo(settings, said.append, file)
    with at_hand(str(folder / "simulator.db")) as url:
        second, third = (make_demo(settings, said.append, file, url) for _ in range(2))
    return Demo(first=first, second=second, third=third, said=said, file=file)


@pytest.fixture
def engine(settings: Settings, made: Demo) -> Iterator[ProcessEngine]:
    opened = ProcessEngine(settings, HANDLERS, SystemClock())
    yield opened
    opened.close()


def told(engine: ProcessEngine, process: str) -> dict[str, tuple[str, list[str], set[str]]]:
    """Story -> state, open tasks and documents of its case."""
    found = {}
    for case in engine.read(queries.instances, SYSTEM, process=process, limit=100).items:
        tasks = [each.element for each in engine.read(queries.tasks, SYSTEM, case.id) if each.state == "open"]
        papers = {each.name for each in engine.read(queries.documents, SYSTEM, case.id)}
        story = engine.read(queries.variables, SYSTEM, case.id)[MARK]
        found[story.partition(": ")[2]] = (case.state, tasks, papers)
    return found


def test_there_is_an_account_for_every_role() -> None:
    assert {role for account in ACCOUNTS for role, _body in account.roles} >= ROLES


@pytest.mark.slow
def test_a_second_run_makes_nothing_more(made: Demo) -> None:
    outside = sum(each.is_outside for each in STORIES)

    assert made.first == Made(accounts=len(ACCOUNTS), cases=len(STORIES) - outside)
    assert made.second == Made(accounts=0, cases=outside)
    assert made.third == Made(accounts=0, cases=0)


@pytest.mark.slow
def test_passwords_are_said_once_and_kept_for_this_user_only(made: Demo) -> None:
    lines = made.file.read_text(encoding="utf-8").splitlines()

    assert len(lines) == len(ACCOUNTS)
    assert sum(line.strip() in lines for line in made.said) == len(ACCOUNTS)
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600


@pytest.mark.slow
def test_people_and_cases_are_there_and_prove_themselves(engine: ProcessEngine, made: Demo) -> None:
    login, password = made.file.read_text(encoding="utf-8").split()[:2]
    account = find_user(engine, login)
    cases = engine.read(queries.instances, SYSTEM, limit=100).items

    assert account is not None
    assert account.is_demo
    assert password_fits(account, password)
    assert {each.key for each in cases} == {each.process for each in STORIES}
    assert {each.state for each in cases} == {"active", "completed"}
    assert not any(each.has_incident for each in cases)
    check_evidence(engine)


@pytest.mark.slow
def test_licences_are_paid_for_and_signed_outside(engine: ProcessEngine) -> None:
    licences = told(engine, LICENCE)

    assert licences["paid and signed, to be reviewed"][:2] == ("active", ["review"])
    assert licences["to be signed by the Committee"][:2] == ("active", ["sign"])
    state, tasks, papers = licences["issued"]
    assert (state, tasks) == ("completed", [])
    assert papers >= {"Лицензия.pdf", "Приложение к лицензии.pdf"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "waiting"),
    [
        ("2026-07-30", {"recommended by the commission": [], "papers are missing": ["accept_missing"]}),
        (
            "2026-11-30",
            {"recommended by the commission": ["explain_no_order"], "papers are missing": ["sign_refusal"]},
        ),
    ],
)
def test_admissions_stand_as_the_season_has_them(
    tmp_path: Path, day: str, waiting: dict[str, list[str]]
) -> None:
    settings = fresh(tmp_path / "season.db")
    now = datetime.fromisoformat(f"{day}T12:00+05:00")
    clock = FixedClock(now)
    engine = ProcessEngine(settings, HANDLERS, clock)
    make_accounts(engine)
    for story in ADMISSIONS:
        play(engine, clock, story, now)
    clock.set(now)
    settle(engine)
    found = told(engine, ADMISSION)
    check_evidence(engine)
    engine.close()

    assert found["below the threshold, refused"][0] == "completed"
    assert {story: found[story][1] for story in waiting} == waiting


@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-07-15", "2025-07-15"), ("2026-07-16", "2026-07-15"), ("2027-02-01", "2026-07-15")],
)
def test_a_story_of_the_season_is_filed_on_its_last_day(now: str, day: str) -> None:
    story = next(each for each in ADMISSIONS if each.filed_on == (7, 15))

    assert filing_day(story, datetime.fromisoformat(f"{now}T12:00+05:00")).date().isoformat() == day


def test_real_systems_hear_nothing_of_the_demo(tmp_path: Path) -> None:
    connected = replace(
        settings_for(tmp_path / "x.db"),
        persons_url="https://state",
        smtp_url="smtp://mail",
        simulator_url="s",
    )

    assert alone(connected, "").systems == {}
    assert set(alone(connected, "http://demo").systems.values()) == {
        f"http://demo/{each}" for each in SYSTEMS
    }
    assert alone(connected, "http://demo").smtp_url == ""
