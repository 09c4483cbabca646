"""Demo cases of the guardianship certificate: filed at the centre in Karaganda, or on the portal."""

from datetime import timedelta
from typing import Any

from web.demo_stories import CENTRE, CERTIFICATE, Step, Story


def guardian(name: str, iin: str, ward: str, *, born: str = "2014-05-04", **more: Any) -> dict[str, Any]:
    """The start variables of an application for a certificate, filed at the centre in Karaganda."""
    return {
        "channel": "centre",
        "procedure": "issue",
        "applicant": {
            "kind": "natural",
            "iin": iin,
            "name": name,
            "phone": "+7 700 000 04 18",
            "language": "kk",
        },
        "region": "Карагандинская область",
        "district": "город Караганда",
        "submitted": ["guardianship_decision"],
        "form": {
            "role": "guardian",
            "city": "Караганда",
            "street": "Ержанова",
            "house": "12",
            "flat": "7",
            "decision_of": "города Караганды",
            "decision_number": "14/07",
            "decision_date": "2026-02-12",
            "ward_name": ward,
            "ward_birth_date": born,
            "property": "none",
        },
        "centre": CENTRE,
        **more,
    }


def portal(given: dict[str, Any]) -> dict[str, Any]:
    return {**{name: each for name, each in given.items() if name != "centre"}, "channel": "portal"}


ACCEPTED = Step(
    task="check_documents",
    by="centre",
    values={"complete": True, "accepted_by": "Ким Светлана Юрьевна", "queue_minutes": 11},
    after=timedelta(minutes=9),
)
HANDED_OVER = Step(task="hand_over_package", by="centre", values={"action": "done"}, after=timedelta(hours=5))
REGISTERED = Step(task="register", by="executor", values={"action": "done"}, after=timedelta(hours=20))
CHECKED = Step(
    task="check_package",
    by="executor",
    values={"verdict": "accept", "state_data": ["identity", "residence"]},
    after=timedelta(hours=3),
)
FAULTY = Step(
    task="check_package",
    by="executor",
    values={
        "verdict": "errors",
        "error_kinds": ["number_or_date"],
        "return_reasons": "В решении о назначении опеки нет номера. Принесите копию с номером и датой.",
    },
    after=timedelta(hours=3),
)
PREPARED = Step(
    task="prepare",
    by="executor",
    values={"outcome": "certificate", "action": "done"},
    after=timedelta(hours=22),
)
SIGNED = Step(
    task="sign",
    by="head",
    values={"signature": "signed", "signed_by": "Тлеубаев Ерлан Кайратович"},
    after=timedelta(hours=4),
)
RECEIVED = Step(task="receive_result", by="centre", values={"action": "done"}, after=timedelta(hours=18))
ISSUED = Step(
    task="hand_over",
    by="centre",
    values={"received_by": "Ыдырысова Әсем Маратқызы", "action": "done"},
    after=timedelta(hours=2),
)

CERTIFICATES = (
    Story(
        name="certificate: just filed",
        process=CERTIFICATE,
        filed_by="centre",
        days_ago=0,
        given=guardian("Бекенов Арман Саятович", "791103300005", "Бекенов Данияр Саятович"),
    ),
    Story(
        name="certificate: accepted, package at the centre",
        process=CERTIFICATE,
        filed_by="centre",
        days_ago=1,
        given=guardian("Кузнецова Ольга Игоревна", "900715400001", "Кузнецов Илья Петрович"),
        steps=(ACCEPTED,),
    ),
    Story(
        name="certificate: incomplete, refused with a receipt",
        process=CERTIFICATE,
        filed_by="centre",
        days_ago=2,
        given=guardian("Омаров Қайрат Берікұлы", "880808300004", "Омаров Ерасыл", submitted=[]),
        steps=(
            Step(
                task="check_documents",
                by="centre",
                values={
                    "complete": False,
                    "missing_codes": ["guardianship_decision"],
                    "accepted_by": "Ким Светлана Юрьевна",
                },
                after=timedelta(minutes=12),
            ),
        ),
    ),
    Story(
        name="certificate: to be checked by the authority",
        process=CERTIFICATE,
        filed_by="centre",
        days_ago=4,
        given=guardian("Жақсылық Динара Ерланқызы", "850412400260", "Сәбит Нұрәли Бауыржанұлы"),
        steps=(ACCEPTED, HANDED_OVER, REGISTERED),
    ),
    Story(
        name="certificate: returned for correction",
        process=CERTIFICATE,
        filed_by="centre",
        days_ago=5,
        given=guardian("Пак Елена Викторовна", "660504400002", "Пак Алина Романовна"),
        steps=(ACCEPTED, HANDED_OVER, REGISTERED, FAULTY),
    ),
    Story(
        name="certificate: at the head for signature",
        process=CERTIFICATE,
        filed_by="centre",
        days_ago=6,
        given=guardian("Түсіпбеков Нұрсұлтан Асқарұлы", "730123300000", "Түсіпбекова Аружан"),
        steps=(ACCEPTED, HANDED_OVER, REGISTERED, CHECKED, PREPARED),
    ),
    Story(
        name="certificate: waits for its owner at the centre",
        process=CERTIFICATE,
        filed_by="centre",
        days_ago=10,
        given=guardian("Смирнов Павел Андреевич", "911209300009", "Смирнова Вера Павловна"),
        steps=(ACCEPTED, HANDED_OVER, REGISTERED, CHECKED, PREPARED, SIGNED, RECEIVED),
    ),
    Story(
        name="certificate: issued",
        process=CERTIFICATE,
        filed_by="centre",
        days_ago=14,
        given=guardian("Ыдырысова Әсем Маратқызы", "550317400003", "Ыдырысов Алихан"),
        steps=(ACCEPTED, HANDED_OVER, REGISTERED, CHECKED, PREPARED, SIGNED, RECEIVED, ISSUED),
    ),
    Story(
        name="certificate: overdue",
        process=CERTIFICATE,
        filed_by="centre",
        days_ago=12,
        given=guardian("Һәкімова Жанар Талғатқызы", "821030400003", "Һәкімов Санжар"),
        steps=(
            ACCEPTED,
            HANDED_OVER,
            REGISTERED,
            CHECKED,
            Step(task="prepare", by="executor", only_claim=True),
        ),
    ),
    Story(
        name="certificate: from the portal",
        process=CERTIFICATE,
        filed_by="applicant",
        days_ago=1,
        given=portal(guardian("Жақсылық Динара Ерланқызы", "850412400260", "Сәбит Айзере Бауыржанқызы")),
    ),
)
