"""Demo cases of higher education: admission to a university in Astana, licences of the Committee in Astana."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from web.demo_stories import ADMISSION, LICENCE, UNIVERSITY, Signed, Step, Story

PAPERS = ["application", "education", "photos", "medical", "certificate", "identity"]
#: of the national test, by subject: above and below the threshold of a national university
PASSED = {"test": "unt", "language": 21, "history": 19, "mathematics": 17, "elective": 18}
FAILED = {"test": "unt", "language": 19, "history": 16, "mathematics": 17, "elective": 17}
CLERK, CONTACT = "Нуркенов Берик Сапарұлы", "8 7172 00 00 00"
RECTOR = "Садыкова Айжан Нұрланқызы"


# ---- admission -----------------------------------------------------------------------------------


def entrant(name: str, iin: str, papers: list[str]) -> dict[str, Any]:
    """The start variables of an application brought to the admission commission."""
    return {
        "channel": "authority",
        "procedure": "unt",
        "authority": UNIVERSITY,
        "applicant": {
            "kind": "natural",
            "iin": iin,
            "name": name,
            "phone": "+7 700 000 06 14",
            "language": "kk",
        },
        "submitted": papers,
        "form": {
            "speciality": "5В060200 Информатика",
            "general_medicine": False,
            "language": "kk",
            "funding": "paid",
            "school": "this_year",
            "school_name": "школа № 25",
        },
    }


def accepted(papers: list[str], scores: Mapping[str, Any]) -> Step:
    values = {
        "action": "accepted",
        "submitted": papers,
        "scores": scores,
        "accepted_by": CLERK,
        "accepted_contact": CONTACT,
    }
    return Step(task="check_documents", by="admission", values=values, after=timedelta(minutes=20))


def voted(by: str, vote: str) -> Step:
    return Step(task="vote", by=by, values={"vote": vote})


CONVENED = Step(task="convene", by="rector", values={"action": "convened", "session_date": timedelta(days=1)})
REFUSAL_SIGNED = Step(
    task="sign_refusal",
    by="rector",
    values={
        "action": "signed",
        "refusal_grounds": ["total"],
        "refusal_text": "Сумма 69 баллов при пороге 70 для национального вуза",
        "signed_by": RECTOR,
    },
)


def handed_over(name: str) -> Step:
    values = {"action": "handed_over", "received_by_kind": "applicant", "received_by": name}
    return Step(task="hand_over", by="admission", values=values, after=timedelta(hours=20))


ADMISSIONS = (
    Story(
        name="admission: recommended by the commission",
        process=ADMISSION,
        filed_by="admission",
        filed_on=(7, 15),
        given=entrant("Сейітова Аружан Болатқызы", "080214600007", PAPERS),
        steps=(accepted(PAPERS, PASSED), CONVENED, voted("admission", "for"), voted("rector", "for")),
    ),
    Story(
        name="admission: papers are missing",
        process=ADMISSION,
        filed_by="admission",
        filed_on=(7, 20),
        given=entrant("Ким Виктор Андреевич", "080203500000", PAPERS[:3]),
        steps=(accepted([each for each in PAPERS if each != "medical"], PASSED),),
    ),
    Story(
        name="admission: below the threshold, refused",
        process=ADMISSION,
        filed_by="admission",
        filed_on=(7, 16),
        given=entrant("Төлегенов Арман Ерікұлы", "071214500001", PAPERS),
        steps=(accepted(PAPERS, FAILED), REFUSAL_SIGNED, handed_over("Төлегенов Арман Ерікұлы")),
    ),
)


# ---- licences ------------------------------------------------------------------------------------


def university(activities: str) -> dict[str, Any]:
    """The start variables of a request on the portal; an organisation that the simulator knows."""
    return {
        "channel": "portal",
        "procedure": "issue",
        "applicant": {
            "kind": "legal",
            "bin": "010640000815",
            "name": "АО «Демонстрационный университет»",
            "iin": "850412400260",
            "representative": "Жақсылық Динара Ерланқызы",
            "phone": "+7 700 000 04 18",
            "language": "ru",
        },
        "submitted": ["charter", "qualification"],
        "form": {
            "subject": "licence",
            "activities": activities,
            "legal_address": "г. Астана, ул. Сығанақ, 60",
        },
    }


REVIEWED = Step(
    task="review",
    by="licensing",
    values={"missing": [], "unmet": [], "court_ban": "no", "article_40": "no"},
    after=timedelta(hours=26),
)
PREPARED = Step(task="prepare", by="licensing", after=timedelta(hours=5))
SIGNED = Step(
    task="sign",
    by="committee",
    values={
        "signature": "signed",
        "signed_by": "Ахметов Альтаир Амангельдиевич",
        "official_signature": Signed(over="result_text"),
    },
    after=timedelta(hours=20),
)

LICENCES = (
    Story(
        name="licence: issued",
        process=LICENCE,
        filed_by="applicant",
        days_ago=18,
        given=university("5В010300 Педагогика и психология, бакалавр"),
        steps=(REVIEWED, PREPARED, SIGNED),
        is_outside=True,
    ),
    Story(
        name="licence: to be signed by the Committee",
        process=LICENCE,
        filed_by="applicant",
        days_ago=6,
        given=university("5В060200 Информатика, бакалавр"),
        steps=(REVIEWED, PREPARED),
        is_outside=True,
    ),
    Story(
        name="licence: paid and signed, to be reviewed",
        process=LICENCE,
        filed_by="applicant",
        days_ago=1,
        given=university("6М060200 Информатика, магистр"),
        is_outside=True,
    ),
)
