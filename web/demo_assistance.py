"""Demo cases of the targeted social assistance: filed at the department in Aksu district, or with the akim."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from web.demo_stories import AKIM, ASSISTANCE, SOCIAL, Step, Story

PAPERS = "Заявление, удостоверение личности, справка о составе семьи, сведения о доходах; 7 листов"


def family(name: str, iin: str, **more: Any) -> dict[str, Any]:
    """The start variables of an application for assistance, filed at the department."""
    return {
        "channel": "authority",
        "procedure": "assignment",
        "applicant": {
            "kind": "natural",
            "iin": iin,
            "name": name,
            "phone": "+7 700 000 07 21",
            "language": "ru",
        },
        "region": "Алматинская область",
        "district": "Аксуский район",
        "settlement": "Аксуский сельский округ",
        "submitted": ["standard_documents"],
        "form": {"address": "Село Аксу, улица Абая, 4", "delivery": "in_person"},
        "authority": SOCIAL,
        **more,
    }


def through_akim(given: dict[str, Any]) -> dict[str, Any]:
    form = {
        "address": "Село Аксу, улица Абая, 9",
        "delivery": "post",
        "postal_address": "040100, село Аксу, улица Абая, 9",
    }
    return {**given, "channel": "akim", "akim": AKIM, "form": form}


BY_AKIM = Step(
    task="accept_by_akim",
    by="akim",
    values={"handed_in": PAPERS, "akim_accepted_by": "Сейткали Асхат Болатұлы", "action": "handed_over"},
    after=timedelta(minutes=40),
)
REGISTERED = Step(
    task="register",
    by="registry",
    values={"handed_in": PAPERS, "accepted_by": "Ахметова Гүлнар Сериковна", "action": "registered"},
    after=timedelta(minutes=10),
)
RESOLVED = Step(
    task="resolve",
    by="head",
    values={
        "resolution": "Рассмотреть и подготовить ответ",
        "executor_name": "Оспанова Мадина Талгатовна",
        "action": "resolved",
    },
    after=timedelta(minutes=20),
)
REVIEWED = Step(task="review", by="executor", values={"outcome": "assigned"}, after=timedelta(hours=20))
PREPARED = Step(
    task="prepare",
    by="executor",
    values={"outcome": "assigned", "action": "prepared"},
    after=timedelta(hours=30),
)
SIGNED = Step(
    task="sign",
    by="head",
    values={"signature": "signed", "signed_by": "Тлеубаев Ерлан Кайратович"},
    after=timedelta(minutes=25),
)

REFUSED = Step(
    task="review",
    by="executor",
    values={
        "outcome": "refused",
        "refusal_reason": "превышением среднедушевого дохода семьи над чертой бедности",
    },
    after=timedelta(hours=20),
)
POSTED = Step(
    task="deliver",
    by="executor",
    values={"postal_number": "RK 123 456 789 KZ", "posted_on": "2026-02-14", "action": "delivered"},
    after=timedelta(minutes=10),
)

ASSISTANCES = (
    Story(
        name="assistance: just filed",
        process=ASSISTANCE,
        filed_by="registry",
        days_ago=0,
        given=family("Сүлейменова Гүлжан Ахметқызы", "010212600003"),
    ),
    Story(
        name="assistance: with the rural akim",
        process=ASSISTANCE,
        filed_by="akim",
        days_ago=0,
        given=through_akim(family("Рахимов Ержан Тоқтарұлы", "940225300009")),
    ),
    Story(
        name="assistance: the akim handed it over, the head gives it out",
        process=ASSISTANCE,
        filed_by="akim",
        days_ago=1,
        given=through_akim(family("Ткаченко Лидия Павловна", "690706400006")),
        steps=(BY_AKIM, REGISTERED),
    ),
    Story(
        name="assistance: being considered",
        process=ASSISTANCE,
        filed_by="registry",
        days_ago=1,
        given=family("Әбдірахман Сәуле Мұратқызы", "001111600005"),
        steps=(REGISTERED, RESOLVED, Step(task="review", by="executor", only_claim=True)),
    ),
    Story(
        name="assistance: signed, waits for the applicant",
        process=ASSISTANCE,
        filed_by="registry",
        days_ago=8,
        given=family("Кенжебаев Марат Оралұлы", "791103300005"),
        steps=(REGISTERED, RESOLVED, REVIEWED, PREPARED, SIGNED),
    ),
    Story(
        name="assistance: the review is late, the head is asked",
        process=ASSISTANCE,
        filed_by="registry",
        days_ago=6,
        given=family("Оразбаева Айгүл Сейітқызы", "880412400008"),
        steps=(REGISTERED, RESOLVED, Step(task="review", by="executor", only_claim=True)),
    ),
    Story(
        name="assistance: refused, the answer was posted",
        process=ASSISTANCE,
        filed_by="akim",
        days_ago=12,
        given=through_akim(family("Волков Сергей Иванович", "760930300003")),
        steps=(
            BY_AKIM,
            REGISTERED,
            RESOLVED,
            REFUSED,
            replace(PREPARED, values={"outcome": "refused", "action": "prepared"}),
            SIGNED,
            POSTED,
        ),
    ),
)
