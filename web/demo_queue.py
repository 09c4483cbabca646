"""Demo cases of the queue of preschool children: two who wait for one preschool, one to be decided."""

from datetime import timedelta
from typing import Any

from web.demo_stories import QUEUE, Step, Story


def parent(name: str, iin: str, child: str, born: str, **more: Any) -> dict[str, Any]:
    """The start variables of an application filed at the department in Karaganda."""
    return {
        "channel": "authority",
        "procedure": "issue",
        "category": "general",
        "applicant": {
            "kind": "natural",
            "iin": iin,
            "name": name,
            "phone": "+7 700 000 05 31",
            "language": "ru",
        },
        "region": "Карагандинская область",
        "district": "город Караганда",
        "submitted": ["application", "identity", "birth", "benefit", "residence"],
        "form": {
            "address": "город Караганда, улица Ержанова, 12",
            "preschool": 5,
            "child_name": child,
            "birth_date": born,
            "child_iin": more.pop("child_iin"),
        },
        **more,
    }


ACCEPTED = Step(
    task="accept_at_authority",
    by="executor",
    values={"originals": ["identity", "birth", "residence"], "accepted_by": "Оспанова Мадина Талгатовна"},
    after=timedelta(minutes=15),
)
QUEUED = Step(task="decide", by="executor", values={"outcome": "queue", "priority_confirmed": True})
SIGNED = Step(
    task="sign", by="head", values={"signature": "signed", "signed_by": "Тлеубаев Ерлан Кайратович"}
)
HANDED_OVER = Step(task="hand_over_in_person", by="executor", values={"received_by": "Получатель"})

QUEUES = (
    Story(
        name="queue-waiting",
        process=QUEUE,
        filed_by="executor",
        days_ago=24,
        given=parent(
            "Омаров Қайрат Берікұлы", "880808300004", "Омаров Ерасыл", "2023-05-04", child_iin="230504500004"
        ),
        steps=(ACCEPTED, QUEUED, SIGNED, HANDED_OVER),
    ),
    Story(
        name="queue-waiting-first",
        process=QUEUE,
        filed_by="executor",
        days_ago=10,
        given=parent(
            "Смирнов Павел Андреевич",
            "911209300009",
            "Смирнова Вера",
            "2022-09-11",
            child_iin="220911600007",
            category="large_family",
        ),
        steps=(ACCEPTED, QUEUED, SIGNED, HANDED_OVER),
    ),
    Story(
        name="queue-to-decide",
        process=QUEUE,
        filed_by="executor",
        days_ago=1,
        given=parent(
            "Һәкімова Жанар Талғатқызы",
            "821030400003",
            "Һәкімов Санжар",
            "2024-01-20",
            child_iin="240120500004",
        ),
        steps=(ACCEPTED,),
    ),
)
