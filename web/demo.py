"""Demo people and cases: accounts of every role, cases in different states. Through commands only; repeatable."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine import accounts, queries
from engine.calendars import next_open_moment
from engine.clock import FixedClock
from engine.commands import ClaimUserTask, CompleteUserTask, CreateUser, GrantRole, StartProcessInstance
from engine.due import run_due
from engine.errors import NotFound
from engine.process_engine import ProcessEngine
from engine.settings import SYSTEMS, Settings
from engine.values import SYSTEM, User, UserTask
from handlers import HANDLERS
from web.applicants import new_code
from web.auth import hasher
from web.demo_assistance import ASSISTANCES
from web.demo_certificates import CERTIFICATES
from web.demo_education import ADMISSIONS, LICENCES
from web.demo_outside import answers, paid_and_signed
from web.demo_queue import QUEUES
from web.demo_stories import ACCOUNTS, Account, Step, Story
from web.when import LOCAL

ACCOUNTS_FILE = Path("var/demo-accounts.txt")
#: variable every demo case carries: which story it tells
MARK = "demo_story"
STORIES = (*CERTIFICATES, *ASSISTANCES, *QUEUES, *ADMISSIONS, *LICENCES)
Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    accounts: int
    cases: int


def make_demo(
    settings: Settings, say: Say, accounts_file: Path = ACCOUNTS_FILE, simulator_url: str = ""
) -> Made:
    """What is missing of the demo; passwords are said once and kept in the file.

    No real system hears of the demo: stories that need one are told with a simulator only.
    """
    engine = ProcessEngine(settings, HANDLERS)
    try:
        passwords = make_accounts(engine)
        if passwords:
            keep(passwords, accounts_file, say)
    finally:
        engine.close()
    kinds = (("", False), (simulator_url, True)) if simulator_url else (("", False),)
    made = 0
    for url, is_outside in kinds:
        stories = [each for each in STORIES if each.is_outside is is_outside]
        made += make_cases(alone(settings, url), stories)
    if made:
        say(f"Demo cases: {made} made.")
    return Made(accounts=len(passwords), cases=made)


def alone(settings: Settings, simulator_url: str) -> Settings:
    """Nothing is connected but the simulator, if there is one."""
    own: dict[str, Any] = {f"{code}_url": "" for code in SYSTEMS}
    return replace(settings, simulator_url=simulator_url, smtp_url="", **own)


# ---- people --------------------------------------------------------------------------------------


def make_accounts(engine: ProcessEngine) -> dict[str, str]:
    """Login -> password of those that were not there; the roles of all are brought up to date."""
    passwords: dict[str, str] = {}
    for account in ACCOUNTS:
        if find_user(engine, account.login) is None:
            passwords[account.login] = secrets.token_urlsafe(9)
            create(engine, account, passwords[account.login])
        grant(engine, account)
    return passwords


def find_user(engine: ProcessEngine, login: str) -> User | None:
    try:
        found: User = engine.read(accounts.user, login)
    except NotFound:
        return None
    return found


def create(engine: ProcessEngine, account: Account, password: str) -> None:
    command = CreateUser(
        user_id=account.login,
        name=account.name,
        password_hash=hasher.hash(password),
        email=f"{account.login}@example.kz",
        iin=account.iin,
        is_demo=True,
    )
    engine.execute(command, SYSTEM)


def grant(engine: ProcessEngine, account: Account) -> None:
    user = find_user(engine, account.login)
    held = {(each.role, each.body) for each in user.memberships} if user else set()
    for role, body in account.roles:
        if (role, body) not in held:
            engine.execute(GrantRole(user_id=account.login, role=role, body=body), SYSTEM)


def keep(passwords: dict[str, str], file: Path, say: Say) -> None:
    """On the terminal once, and in a file that only this account of the system may read."""
    names = {each.login: each.name for each in ACCOUNTS}
    lines = [f"{login:<12} {password:<14} {names[login]}" for login, password in passwords.items()]
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as kept:
        kept.write("\n".join(lines) + "\n")
    say("Demo accounts (login, password, person), kept in " + str(file) + ":")
    for line in lines:
        say("  " + line)


# ---- cases ---------------------------------------------------------------------------------------


def make_cases(settings: Settings, stories: list[Story]) -> int:
    """Those that no case tells yet, each played at its own past time."""
    clock = FixedClock(datetime.now(LOCAL))
    engine = ProcessEngine(settings, HANDLERS, clock=clock)
    try:
        told = told_stories(engine)
        deployed = {each.key for each in engine.read(queries.definitions_of)}
        todo = [each for each in stories if each.name not in told and each.process in deployed]
        now = clock.now()
        for story in todo:
            play(engine, clock, story, now)
    finally:
        engine.close()
    return len(todo)


def told_stories(engine: ProcessEngine) -> set[str]:
    found: set[str] = set()
    offset, total = 0, 1
    while offset < total:
        page = engine.read(queries.instances, SYSTEM, offset=offset, limit=200)
        for case in page.items:
            story = engine.read(queries.variables, SYSTEM, case.id).get(MARK)
            found |= {story} if story else set()
        offset, total = offset + 200, page.total
    return found


def play(engine: ProcessEngine, clock: FixedClock, story: Story, now: datetime) -> str:
    """File the application some days ago and take the steps, an hour of work apart; the id of the case."""
    clock.set(filing_time(engine, story, now))
    today = clock.now().astimezone(LOCAL).date()
    variables: dict[str, Any] = {
        **(paid_and_signed(engine, story, today) if story.is_outside else story.given),
        "filed_at": clock.now(),
        "tracking_code": new_code(),
        MARK: story.name,
    }
    actor = actor_of(engine, story.filed_by)
    case = engine.execute(StartProcessInstance(key=story.process, variables=variables), actor)
    settle(engine)
    for step in story.steps:
        clock.set(min(later(engine, clock.now() + step.after), now))
        take(engine, case.id, step)
        settle(engine)
    return str(case.id)


def filing_time(engine: ProcessEngine, story: Story, now: datetime) -> datetime:
    """In the morning of its day, or at the next opening; never later than now."""
    morning = filing_day(story, now).replace(
        hour=10, minute=5 + len(story.name) % 50, second=0, microsecond=0
    )
    return min(later(engine, morning), now)


def filing_day(story: Story, now: datetime) -> datetime:
    """So many days ago; or the last time that the calendar showed this day."""
    local = (now - timedelta(days=story.days_ago)).astimezone(LOCAL)
    if story.filed_on is None:
        return local
    month, day = story.filed_on
    last = local.year - ((local.month, local.day) <= story.filed_on)
    return local.replace(year=last, month=month, day=day)


def later(engine: ProcessEngine, moment: datetime) -> datetime:
    """The moment itself in working hours, else when the offices open again."""
    return next_open_moment(moment, engine.content.calendars.get("authorities"))


def take(engine: ProcessEngine, instance_id: str, step: Step) -> None:
    """Claim, and carry out unless the story ends with the claim."""
    task = open_task(engine, instance_id, step)
    actor = actor_of(engine, step.by)
    engine.execute(ClaimUserTask(task_id=task.id), actor)
    if not step.only_claim:
        written = answers(engine, step, instance_id, engine.clock.now())
        engine.execute(CompleteUserTask(task_id=task.id, variables=written), actor)


def open_task(engine: ProcessEngine, instance_id: str, step: Step) -> UserTask:
    """Everybody's, or this person's own: a vote has one for each."""
    tasks = [each for each in engine.read(queries.tasks, SYSTEM, instance_id) if each.state == "open"]
    found = next(
        (each for each in tasks if each.element == step.task and each.assignee in (None, step.by)), None
    )
    if found is None:
        there = ", ".join(each.element for each in tasks) or "nothing"
        raise NotFound(
            f"Expected the demo case to wait at {step.task}, but it waits at {there}; change its story."
        )
    return found


def actor_of(engine: ProcessEngine, login: str) -> Any:
    return engine.read(accounts.user, login).actor


def settle(engine: ProcessEngine) -> None:
    """Jobs that are due at the story's time."""
    while run_due(engine):
        pass
