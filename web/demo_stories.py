"""The made-up people of the demo, and what a story is. Numbers of people have right check digits, and are nobody's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

CENTRE = "service-centre-karagandinskaya-gorod-karaganda-gorodskoy-otdel-n-1"
EDUCATION = "education-karagandinskaya-gorod-karaganda"
SOCIAL = "social-almatinskaya-aksuskiy"
AKIM = "rural-akim-almatinskaya-aksuskiy-aksuskiy-selskiy-okrug-rayona"
CERTIFICATE = "guardianship-certificate"
ASSISTANCE = "targeted-social-assistance"
QUEUE = "preschool-queue"
COMMITTEE = "control-committee"
UNIVERSITY = "university-national-gumilev"
LICENCE = "higher-education-licence"
ADMISSION = "higher-education-admission"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    login: str
    name: str
    #: (role, body)
    roles: tuple[tuple[str, str], ...]
    iin: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """Stands in a step for a demo signature of its person."""

    #: variable of the case with the text
    over: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    task: str
    by: str
    #: a time span stands for the day so long after the step
    values: Mapping[str, Any] = field(default_factory=dict)
    after: timedelta = timedelta(hours=1)
    only_claim: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    name: str
    process: str
    filed_by: str
    given: Mapping[str, Any]
    days_ago: int = 0
    #: month and day of the last campaign, where the act takes applications on some days only
    filed_on: tuple[int, int] | None = None
    steps: tuple[Step, ...] = ()
    #: the applicant pays and signs first, the office asks systems outside: only where a simulator stands in for all
    is_outside: bool = False


def in_both(*roles: str) -> tuple[tuple[str, str], ...]:
    return tuple((role, body) for body in (EDUCATION, SOCIAL) for role in roles)


def in_university(*roles: str) -> tuple[tuple[str, str], ...]:
    return tuple((role, UNIVERSITY) for role in roles)


ACCOUNTS = (
    Account(
        login="centre",
        name="Ким Светлана Юрьевна",
        roles=(("clerk", CENTRE), ("centre_clerk", CENTRE)),
    ),
    Account(
        login="registry",
        name="Ахметова Гүлнар Сериковна",
        roles=(*in_both("clerk"), *in_both("registry_clerk")),
    ),
    Account(
        login="executor",
        name="Оспанова Мадина Талгатовна",
        roles=(*in_both("clerk"), *in_both("executor")),
    ),
    Account(
        login="head",
        name="Тлеубаев Ерлан Кайратович",
        roles=(*in_both("clerk"), *in_both("head")),
    ),
    Account(
        login="akim",
        name="Сейткали Асхат Болатұлы",
        roles=(("clerk", AKIM), ("akim_clerk", AKIM)),
    ),
    Account(
        login="supervisor",
        name="Ли Галина Сергеевна",
        roles=tuple(("supervisor", body) for body in (EDUCATION, SOCIAL, CENTRE, COMMITTEE, UNIVERSITY)),
    ),
    Account(
        login="licensing",
        name="Есенова Алия Маратқызы",
        roles=(("clerk", COMMITTEE), ("executor", COMMITTEE)),
    ),
    Account(
        login="committee",
        name="Ахметов Альтаир Амангельдиевич",
        roles=(("clerk", COMMITTEE), ("authorised_person", COMMITTEE)),
    ),
    Account(
        login="admission",
        name="Нуркенов Берик Сапарұлы",
        roles=in_university("clerk", "commission_clerk", "commission_member"),
    ),
    Account(
        login="rector",
        name="Садыкова Айжан Нұрланқызы",
        roles=in_university("clerk", "commission_head", "commission_member", "rector"),
    ),
    Account(login="analyst", name="Нұрланов Тимур Маратұлы", roles=(("analyst", "*"),)),
    Account(login="auditor", name="Петренко Ольга Викторовна", roles=(("auditor", "*"),)),
    Account(
        login="applicant",
        name="Жақсылық Динара Ерланқызы",
        roles=(("applicant", "*"),),
        iin="850412400260",
    ),
    Account(login="admin", name="Дүйсенов Бауыржан Әлімұлы", roles=(("administrator", "*"),)),
)
