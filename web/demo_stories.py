"""The made-up people of the demo, and what a story is. Their IINs name births of the 19th century: nobody's."""

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    login: str
    name: str
    #: (role, body)
    roles: tuple[tuple[str, str], ...]
    iin: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    task: str
    by: str
    values: Mapping[str, Any] = field(default_factory=dict)
    after: timedelta = timedelta(hours=1)
    only_claim: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    name: str
    process: str
    filed_by: str
    days_ago: int
    given: Mapping[str, Any]
    steps: tuple[Step, ...] = ()


def in_both(*roles: str) -> tuple[tuple[str, str], ...]:
    return tuple((role, body) for body in (EDUCATION, SOCIAL) for role in roles)


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
        roles=tuple(("supervisor", body) for body in (EDUCATION, SOCIAL, CENTRE)),
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
