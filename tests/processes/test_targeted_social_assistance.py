"""Social assistance as the regulation prints it, and our choices where it is silent."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.scenario import Verdict, begin_at, play
from engine.stage import Stage
from tests.processes.content import decisions, definition, new_stage

KEY = "targeted-social-assistance"
AUTHORITY, AKIM = "authority", "akim"
DEPARTMENT = "social-almatinskaya-aksuskiy"

REGISTERED = {
    "task": "register",
    "as": "registry_clerk",
    "with": {"handed_in": "Заявление", "accepted_by": "А. Б."},
}
RESOLVED = {"task": "resolve", "as": "head", "with": {"resolution": "Рассмотреть", "executor_name": "В. Г."}}
ENTITLED = {"task": "review", "as": "executor", "with": {"outcome": "assigned"}}
PREPARED = {"task": "prepare", "as": "executor"}
REWORK = {"task": "sign", "as": "head", "with": {"signature": "rework", "remarks": "Проверьте адрес"}}
SIGNED = {"task": "sign", "as": "head", "with": {"signature": "signed", "signed_by": "Д. Е."}}

#: WeasyPrint leaves its colour profile open
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


# ---- decisions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", [AUTHORITY, AKIM])
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("registration", (15, "working_minute")),
        ("resolution", (30, "working_minute")),
        ("review", (1, "calendar_day")),
        ("draft", (9, "calendar_day")),
        ("signature", (30, "working_minute")),
        ("delivery", (15, "working_minute")),
    ],
)
def test_the_norms_of_the_steps_are_those_of_annex_5(
    name: str, channel: str, wanted: tuple[int, str]
) -> None:
    found = decide("term", name=name, channel=channel)
    assert (found.value["amount"], found.value["unit"]) == wanted
    assert found.matched[0].annotation.startswith("прил. 5; п. 11 пп. ")


@pytest.mark.parametrize(
    ("name", "channel"), [("service", AUTHORITY), ("service", AKIM), ("hand_over", AKIM)]
)
def test_a_term_the_act_does_not_print_says_that_it_is_our_choice(name: str, channel: str) -> None:
    assert decide("term", name=name, channel=channel).matched[0].annotation.startswith("выбор: ")


def test_the_promise_is_the_sum_of_the_norms_in_days() -> None:
    days = {
        name: decide("term", name=name, channel=AUTHORITY).value for name in ("service", "review", "draft")
    }
    assert {each["unit"] for each in days.values()} == {"calendar_day"}
    assert days["service"]["amount"] == days["review"]["amount"] + days["draft"]["amount"]


def test_nothing_is_handed_over_where_no_akim_took_it() -> None:
    assert decide("term", name="hand_over", channel=AUTHORITY).value is None


def test_the_service_is_free() -> None:
    assert decide("fee", procedure="assignment").value["amount"] == 0


def test_acceptance_is_never_refused_and_the_only_ground_of_refusal_is_a_reference() -> None:
    assert decide("acceptance-refusal", channel=AUTHORITY, submitted=[]).value == []
    (ground,) = decide("refusal", outcome="refused").value
    assert "пункте 16 Стандарта" in ground["text"]


@pytest.mark.parametrize(
    ("channel", "kinds"), [(AUTHORITY, ["social_department"]), (AKIM, ["social_department", "rural_akim"])]
)
def test_the_akim_is_looked_up_only_where_he_takes_the_application(channel: str, kinds: list[str]) -> None:
    assert [each["kind"] for each in decide("route", channel=channel).value] == kinds


# ---- drawing -------------------------------------------------------------------------------------


def test_the_akim_and_the_department_see_their_own_tasks_only() -> None:
    stage = new_stage(KEY, begin_at(filed("2013-02-04T10:00+06:00", [], {})))
    play(filed("2013-02-04T10:00+06:00", [{"wait": "P4D"}], {}, channel=AKIM, settlement="с.Аксу"), stage)
    assert {each.element: each.body for each in stage.open_tasks()} == {
        "accept_by_akim": "rural-akim-almatinskaya-aksuskiy-aksuskiy-selskiy-okrug-rayona",
        "act_on_delay": DEPARTMENT,
    }


def test_every_norm_of_a_step_has_a_timer_that_tells_the_head() -> None:
    model = definition(KEY)
    told = {flow.source for flow in model.flows.values() if flow.target == "act_on_delay"}
    timers = {name for name, each in model.elements.items() if each.kind == "boundaryEvent"}
    assert told == timers
    assert len(timers) == 7


# ---- cases ---------------------------------------------------------------------------------------


def test_what_comes_before_closing_time_may_be_registered_in_the_morning() -> None:
    case = filed("2013-02-01T17:55+06:00", [], {"due": {"registration": "2013-02-04T09:10"}})
    assert played(case).failures == ()


def test_lunch_does_not_count() -> None:
    case = filed("2013-02-04T12:50+06:00", [], {"due": {"registration": "2013-02-04T14:05"}})
    assert played(case).failures == ()


def test_the_nine_days_do_not_begin_again_when_the_head_returns_the_draft() -> None:
    done = [REGISTERED, RESOLVED, ENTITLED, {"wait": "P3D"}, PREPARED, REWORK]
    case = filed("2013-02-04T10:00+06:00", done, {"open": "prepare", "due": {"draft": "2013-02-13"}})
    assert played(case).failures == ()


def test_the_nine_days_may_be_missed_and_the_case_waits_for_the_head() -> None:
    done = [
        REGISTERED, RESOLVED, ENTITLED, {"wait": "P12D"}, PREPARED, SIGNED,
        {"task": "record_visit", "as": "executor", "with": {"delivery_way": "in_person"}},
        {"task": "deliver", "as": "executor", "with": {"received_by": "Ж. З."}},
    ]  # fmt: skip
    verdict = played(filed("2013-02-04T10:00+06:00", done, {"open": "act_on_delay"}))
    assert verdict.failures == ()
    assert verdict.ended == ("assistance_assigned",)


def test_an_application_left_with_the_akim_comes_back_to_the_department() -> None:
    done = [{"wait": "P4D"}]
    wanted = {"open": ["accept_by_akim", "act_on_delay"], "due": {"hand_over": "2013-02-05"}}
    case = filed("2013-02-04T10:00+06:00", done, wanted, channel=AKIM, settlement="с.Аксу")
    assert played(case).failures == ()


def test_a_place_with_many_akims_is_an_incident_for_a_person_not_a_guess() -> None:
    verdict = played(filed("2013-02-04T10:00+06:00", [], {"ended": "x"}, channel=AKIM))
    assert verdict.path == ("application_filed",)
    assert "incident at route" in verdict.failures[0]
    assert "give the settlement" in verdict.failures[0]


def test_a_case_of_another_region_finds_no_department() -> None:
    case = filed(
        "2013-02-04T10:00+06:00",
        [],
        {"ended": "x"},
        region="Акмолинская область",
        district="Аккольский район",
    )
    assert "expected a region with such a body" in played(case).failures[0]


def test_a_chosen_department_is_kept() -> None:
    case = filed("2013-02-04T10:00+06:00", [], {"variables": {"authority": DEPARTMENT}}, authority=DEPARTMENT)
    assert played(case).failures == ()


def decide(decision: str, **case: Any) -> Any:
    return decisions(KEY).decisions[decision].evaluate(case, {})


def filed(at: str, done: list[Mapping[str, Any]], then: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A scenario: filed then and there, these tasks done, this expected."""
    given = {
        "channel": AUTHORITY,
        "procedure": "assignment",
        "filed_at": at,
        "region": "Алматинская область",
        "district": "Аксуский район",
        "applicant": {"kind": "natural", "iin": "900715400211", "name": "Кузнецова Ольга Игоревна"},
        "submitted": [],
        "form": {"address": "Село Аксу", "delivery": "in_person"},
    }
    steps = [each if "wait" in each else {"complete": each} for each in done]
    return {"name": at, "process": KEY, "given": given | more, "when": steps, "then": then}


def played(case: Mapping[str, Any]) -> Verdict:
    stage: Stage = new_stage(KEY, begin_at(case))
    return play(case, stage)
