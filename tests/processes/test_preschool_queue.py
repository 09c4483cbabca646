"""The queue of preschool children: decisions as the act prints them, and the queue itself with several cases."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from engine import due, queries, queue
from engine.commands import CompleteUserTask, CorrelateFirst, StartProcessInstance
from engine.handling import Job, Outcome, Tools
from engine.printed import text_of
from engine.process_engine import ProcessEngine
from engine.replay import replay
from engine.stage import Stage
from engine.values import SYSTEM
from handlers import HANDLERS
from tests.processes.content import decisions, definition, new_stage

KEY = "preschool-queue"
AUTHORITY, AKIM, CENTRE, PORTAL = "authority", "akim", "centre", "portal"
LINE = "preschool-place education-akmolinskaya-akkolskiy 5"
OLD, YOUNG = {"birth_date": "2007-08-12"}, {"birth_date": "2007-08-13"}
LAW = "выбор"
#: WeasyPrint leaves its colour profile open
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def decide(decision: str, **case: Any) -> Any:
    return decisions(KEY).decisions[decision].evaluate(case, {})


# ---- decisions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "channel", "wanted"),
    [
        ("service", AUTHORITY, (3, "working_day", "authorities", False, True)),
        ("service", AKIM, (3, "working_day", "authorities", False, True)),
        ("service", CENTRE, (3, "working_day", "authorities", False, False)),
        ("service", "mobile_centre", (3, "working_day", "authorities", False, False)),
        ("service", PORTAL, (3, "working_day", "authorities", False, True)),
        ("queue", AUTHORITY, (30, "minute", "authorities", False, True)),
        ("queue", CENTRE, (20, "minute", "centres", False, True)),
        ("serving", AKIM, (30, "minute", "authorities", False, True)),
        ("serving", CENTRE, (20, "minute", "centres", False, True)),
        ("storage", CENTRE, (1, "month", "centres", False, True)),
        ("presentation", PORTAL, (5, "calendar_day", "authorities", False, True)),
    ],
)
def test_the_terms_are_those_of_the_act(name: str, channel: str, wanted: tuple[Any, ...]) -> None:
    found = decide("term", name=name, channel=channel)
    outputs = ("amount", "unit", "calendar", "count_acceptance_day", "count_issue_day")
    assert tuple(found.value[each] for each in outputs) == wanted
    assert not found.matched[0].annotation.startswith(LAW)


def test_the_term_of_a_direction_out_of_the_queue_is_our_choice() -> None:
    assert decide("term", name="delivery", channel=PORTAL).matched[0].annotation.startswith(LAW)


@pytest.mark.parametrize(
    ("channel", "codes"),
    [
        (AUTHORITY, ["application", "identity", "birth", "residence"]),
        (AKIM, ["application", "identity", "birth", "residence"]),
        (CENTRE, ["identity", "residence"]),
        (PORTAL, ["request", "identity", "residence"]),
    ],
)
def test_every_channel_has_a_list_of_its_own(channel: str, codes: list[str]) -> None:
    listed = decide("documents", channel=channel, category="general", form=YOUNG).value
    assert [each["code"] for each in listed] == codes


@pytest.mark.parametrize("channel", [CENTRE, PORTAL])
@pytest.mark.parametrize(("form", "is_asked"), [(OLD, True), (YOUNG, False)])
def test_a_birth_certificate_is_asked_for_old_births_only(channel: str, form: Any, is_asked: bool) -> None:
    listed = decide("documents", channel=channel, category="general", form=form).value
    assert ("birth" in {each["code"] for each in listed}) is is_asked


@pytest.mark.parametrize("channel", [AUTHORITY, CENTRE, PORTAL])
def test_a_priority_is_proven_by_a_document(channel: str) -> None:
    (asked,) = [
        each
        for each in decide("documents", channel=channel, category="orphan", form=YOUNG).value
        if each["code"] == "benefit"
    ]
    assert asked["required"] is True


def test_five_categories_go_ahead_and_none_of_them_before_another() -> None:
    codes = ("disabled_parent", "no_parental_care", "orphan", "large_family", "war_equated")
    found = [decide("priority", category=code) for code in codes]
    assert [each.value["rank"] for each in found] == [1] * 5
    assert [each.matched[0].annotation for each in found] == [f"п. 6 пп. {n}" for n in range(1, 6)]
    assert decide("priority", category="general").value["rank"] == 2
    assert decide("priority", category=None).value["rank"] == 2


@pytest.mark.parametrize("region", ["город Астана", "г. Алматы"])
@pytest.mark.parametrize(
    ("channel", "allowed"),
    [(AUTHORITY, False), (AKIM, False), (PORTAL, False), (CENTRE, True), ("mobile_centre", True)],
)
def test_in_astana_and_almaty_only_centres_accept(region: str, channel: str, allowed: bool) -> None:
    assert decide("filing", channel=channel, region=region).value["allowed"] is allowed


def test_the_region_of_almaty_is_not_the_city() -> None:
    assert decide("filing", channel=PORTAL, region="Алматинская область").value["allowed"] is True


def test_only_the_centre_refuses_acceptance() -> None:
    case = {"category": "orphan", "form": OLD, "submitted": []}
    codes = [each["code"] for each in decide("acceptance-refusal", channel=CENTRE, **case).value]
    assert codes == ["birth", "benefit"]
    for channel in (AUTHORITY, AKIM, PORTAL):
        assert decide("acceptance-refusal", channel=channel, **case).value == []


@pytest.mark.parametrize(
    ("channel", "codes"),
    [(AUTHORITY, ["application", "residence", "benefit"]), (PORTAL, ["birth", "benefit"]), (CENTRE, [])],
)
def test_what_is_missing_is_what_the_applicant_must_bring(channel: str, codes: list[str]) -> None:
    found = decide("missing", channel=channel, category="orphan", form=OLD, submitted=[]).value
    assert [each["code"] for each in found] == codes


def test_there_are_two_grounds_of_refusal_and_no_fee() -> None:
    for ground in ("documents", "informatization"):
        assert [each["code"] for each in decide("refusal", refusal_ground=ground).value] == [ground]
    assert decide("refusal", refusal_ground="no place").value == []
    assert decide("fee", procedure="issue").value["amount"] == 0


def test_the_act_routes_to_department_akim_and_centre() -> None:
    kinds = {
        channel: [each["kind"] for each in decide("route", channel=channel).value]
        for channel in (AUTHORITY, AKIM, CENTRE, PORTAL)
    }
    assert kinds == {
        AUTHORITY: ["education_department"],
        AKIM: ["rural_akim"],
        CENTRE: ["education_department", "service_centre"],
        PORTAL: ["education_department"],
    }


def test_who_waits_stands_in_line_by_priority_and_time() -> None:
    assert definition(KEY).elements["place_became_free"].properties["order"] == "=[rank, filed_at]"


# ---- the queue with several cases ----------------------------------------------------------------


def answered(job: Job, tools: Tools) -> Outcome:
    """The civil records know every child."""
    return Outcome(variables={"birth_record": {"iin": job.inputs["iin"]}})


@pytest.fixture
def engine() -> Iterator[ProcessEngine]:
    stage: Stage = new_stage(KEY, datetime.fromisoformat("2012-12-20T10:00+06:00"))
    stage.engine.handlers = {**HANDLERS, "find_birth": answered}
    yield stage.engine
    for case in stage.engine.read(queries.instances, SYSTEM).items:
        assert stage.engine.read(replay, case.id).identical
    stage.engine.close()


def settle(engine: ProcessEngine) -> None:
    while due.run_due(engine):
        pass


def done(engine: ProcessEngine, case: str, task: str, **variables: Any) -> None:
    open_now = [each for each in engine.read(queries.tasks, SYSTEM, case) if each.state == "open"]
    (found,) = [each for each in open_now if each.element == task]
    engine.execute(CompleteUserTask(task_id=found.id, variables=variables), SYSTEM)
    settle(engine)


def queued(engine: ProcessEngine, minute: int, category: str = "general", confirmed: bool = True) -> str:
    """A child waits in line; filed that many minutes after ten."""
    given = {
        "channel": PORTAL,
        "category": category,
        "filed_at": datetime.fromisoformat(f"2012-12-20T10:{minute:02d}+06:00"),
        "region": "Акмолинская область",
        "district": "Аккольский район",
        "applicant": {"kind": "natural", "iin": "850101400210", "name": "Жақсылық Динара"},
        "submitted": [],
        "form": {
            "preschool": 5,
            "child_name": "Сәбит Нұрәли",
            "birth_date": "2009-05-04",
            "child_iin": "090504500015",
        },
    }
    case = engine.execute(StartProcessInstance(key=KEY, variables=given), SYSTEM).id
    settle(engine)
    done(engine, case, "decide", outcome="queue", priority_confirmed=confirmed)
    done(engine, case, "sign", signature="signed", signed_by="Т. Е.")
    return str(case)


def free(engine: ProcessEngine, number: int) -> str | None:
    place = {"number": number, "preschool": 5}
    command = CorrelateFirst(name=LINE, variables={"place": place}, key=f"place {number}")
    receiver: str | None = engine.execute(command, SYSTEM)
    settle(engine)
    return receiver


def directed(engine: ProcessEngine, case: str) -> None:
    done(engine, case, "prepare_direction", direction={"preschool": 5, "city": "Акколь", "street": "Абая, 3",
         "child_name": "Сәбит Нұрәли", "birth_date": "2009-05-04", "child_address": "Акколь"})  # fmt: skip
    done(engine, case, "sign_direction", signature="signed", signed_by="Т. Е.")


def held(engine: ProcessEngine, case: str) -> Any:
    return engine.read(queries.variables, SYSTEM, case)


def position(engine: ProcessEngine, case: str) -> int | None:
    standing = engine.read(queue.standing, SYSTEM, case)
    return standing.position if standing else None


def test_the_notice_prints_the_number_of_the_journal_and_the_place(engine: ProcessEngine) -> None:
    queued(engine, 1)
    second = queued(engine, 2)
    (notice,) = [
        each
        for each in engine.read(queries.documents, SYSTEM, second)
        if each.code == "preschool-queue-notice"
    ]
    text = text_of(engine.read(queries.content, SYSTEM, notice.id)[1])
    assert "за № 2" in text
    assert "на день выдачи Берілген күнгі кезектегі орны 2" in text


def test_both_keep_their_order_and_a_proven_priority_goes_ahead(engine: ProcessEngine) -> None:
    first, second = queued(engine, 1), queued(engine, 2)
    unproven = queued(engine, 3, "large_family", confirmed=False)
    orphan = queued(engine, 4, "orphan")
    cases = (orphan, first, second, unproven)
    assert [position(engine, each) for each in cases] == [1, 2, 3, 4]
    assert [free(engine, number) for number in (1, 2, 3, 4, 5)] == [*cases, None]


def test_a_newcomer_is_told_who_is_ahead(engine: ProcessEngine) -> None:
    queued(engine, 1)
    assert held(engine, queued(engine, 2))["standing"] == {"ahead": 1, "waiting": 1, "position": 2}


def test_a_direction_not_presented_goes_on_to_the_next_and_to_the_one_after(engine: ProcessEngine) -> None:
    cases = [queued(engine, minute) for minute in (1, 2, 3)]
    free(engine, 7)
    for before, after in pairwise(cases):
        directed(engine, before)
        done(engine, before, "record_presentation", presentation="not_presented")
        number = engine.read(queries.instance, SYSTEM, after).business_key
        assert held(engine, before)["receiver"] == {"number": number}
        assert held(engine, after)["place"] == {"number": 7, "preschool": 5}
    assert engine.read(queries.instance, SYSTEM, cases[0]).state == "completed"


def test_after_the_last_one_the_place_stays_free(engine: ProcessEngine) -> None:
    only = queued(engine, 1)
    free(engine, 7)
    directed(engine, only)
    done(engine, only, "record_presentation", presentation="not_presented")
    assert held(engine, only)["receiver"] is None


def test_two_places_freed_at_once_go_to_two_children(engine: ProcessEngine) -> None:
    cases = [queued(engine, minute) for minute in (1, 2, 3)]
    assert [free(engine, 1), free(engine, 1), free(engine, 2)] == [cases[0], cases[0], cases[1]]
    places = Counter(str(held(engine, each).get("place")) for each in cases)
    assert max(places.values()) == 1
    assert position(engine, cases[2]) == 1
