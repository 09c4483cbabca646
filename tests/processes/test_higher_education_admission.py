"""Admission to higher education: windows, thresholds, votes, appeal, and one order for many."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engine import events, queries
from engine.commands import AcquireJobs, CompleteJob, CompleteUserTask, CorrelateMessage, StartProcessInstance
from engine.errors import NotAllowed
from engine.replay import replay
from engine.scenario import play, read_scenarios
from engine.stage import WORKER, Stage, to_time
from engine.values import SYSTEM, Actor, Membership
from tests.processes.content import PROCESSES, decisions, new_stage, staged

KEY, ORDER = "higher-education-admission", "higher-education-enrolment-order"
PRINTED = ("issue_document", "notify_applicant")
ENU = "university-national-gumilev"
HANDED_IN = ["application", "education", "photos", "medical", "certificate", "identity"]


def decide(name: str, case: Mapping[str, Any], day: date | None = None) -> Any:
    today = day or date(2013, 7, 1)
    now = datetime(today.year, today.month, today.day, 6, tzinfo=UTC)
    return decisions(KEY).decisions[name].evaluate(case, {"today": lambda: today, "now": lambda: now}).value


# ---- windows -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "first", "last"),
    [
        ("complex_testing", (6, 20), (7, 9)),
        ("creative", (6, 20), (7, 1)),
        ("unt", (6, 20), (8, 10)),
    ],
)
@pytest.mark.parametrize("year", [2012, 2013, 2026])
def test_applications_are_taken_from_the_first_to_the_last_day(
    procedure: str, first: tuple[int, int], last: tuple[int, int], year: int
) -> None:
    opens, closes = date(year, *first), date(year, *last)
    days = {
        date.fromordinal(opens.toordinal() - 1): ["too_early"],
        opens: [],
        closes: [],
        date.fromordinal(closes.toordinal() + 1): ["too_late"],
    }
    for day, wanted in days.items():
        found = decide("acceptance-refusal", {"procedure": procedure}, day)
        assert [each["code"] for each in found] == wanted, day


@pytest.mark.parametrize(
    ("day", "state"), [((8, 9), "early"), ((8, 10), "open"), ((8, 25), "open"), ((8, 26), "over")]
)
def test_enrolment_is_from_the_10th_to_the_25th_of_august(day: tuple[int, int], state: str) -> None:
    table = decisions(ORDER).decisions["campaign"]
    assert table.evaluate({}, {"today": lambda: date(2013, *day)}).value["state"] == state


# ---- point 16 ------------------------------------------------------------------------------------


def case(
    marks: tuple[int, int, int, int],
    *,
    national: bool = True,
    medicine: bool = False,
    procedure: str = "unt",
    funding: str = "paid",
    school: str = "this_year",
    exams: tuple[int, int] | None = None,
) -> dict[str, Any]:
    names = ("language", "history", "mathematics", "elective")
    return {
        "procedure": procedure,
        "authority": ENU if national else "university-buketov",
        "form": {"funding": funding, "school": school, "general_medicine": medicine},
        "scores": {"test": "unt", **dict(zip(names, marks, strict=True))},
        "marks": {"first": exams[0], "second": exams[1]} if exams else None,
        "missing": [],
    }


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (case((20, 18, 16, 16)), []),
        (case((20, 18, 16, 15)), ["total"]),
        (case((13, 13, 12, 12), national=False), []),
        (case((13, 13, 12, 11), national=False), ["total"]),
        (case((15, 14, 13, 13), medicine=True), []),
        (case((15, 14, 13, 12), medicine=True, national=False), ["total"]),
        (case((25, 25, 13, 7)), []),
        (case((25, 25, 14, 6)), ["profile"]),
        (case((25, 25, 4, 16)), []),
        (case((25, 25, 3, 17)), ["other", "floor"]),
        (case((15, 12, 0, 9), national=False, procedure="creative", exams=(10, 13)), ["floor"]),
        (case((14, 14, 9, 9), national=False, procedure="creative", exams=(9, 25)), ["creative"]),
        (case((10, 10, 5, 5), funding="grant"), []),
        (case((10, 10, 3, 5), funding="grant"), ["floor"]),
        (case((10, 10, 5, 5), school="earlier"), []),
        (case((10, 10, 5, 5), school="earlier", procedure="complex_testing"), ["total", "profile"]),
    ],
)
def test_less_than_is_strict_and_each_ground_covers_whom_it_names(
    given: dict[str, Any], codes: list[str]
) -> None:
    assert [each["code"] for each in decide("refusal", given)] == codes


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({}, "commission"),
        ({"missing": [{"code": "medical"}]}, "suspend"),
        (
            {"missing": [{"code": "medical"}], "documents_until": {"due": datetime(2013, 6, 30, tzinfo=UTC)}},
            "refuse",
        ),
        ({"procedure": "creative"}, "exam"),
        ({"scores": {"language": 3, "history": 20, "mathematics": 20, "elective": 20}}, "refuse"),
    ],
)
def test_what_can_be_mended_suspends_and_marks_lead_to_refusal(change: dict[str, Any], step: str) -> None:
    given = {
        **case((20, 20, 20, 20)),
        "documents_until": {"due": datetime(2013, 8, 10, 12, tzinfo=UTC)},
        **change,
    }
    assert decide("measure", given)["step"] == step


# ---- the commission ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "votes", "outcome"),
    [
        (3, ["for"], "no_quorum"),
        (4, ["for", "for"], "no_quorum"),
        (3, ["for", "for"], "recommended"),
        (5, ["for", "against", "abstain"], "recommended"),
        (5, ["for", "against", "against"], "rejected"),
        (3, ["abstain", "abstain"], "recommended"),
        (0, [], "no_quorum"),
    ],
)
def test_more_than_half_must_vote_and_the_majority_decides(
    members: int, votes: list[str], outcome: str
) -> None:
    given = {"members": [{"id": str(n)} for n in range(members)], "votes": [{"vote": each} for each in votes]}
    assert decide("commission", given) == outcome


def test_each_member_votes_once_and_only_for_themselves() -> None:
    stage = at_the_vote()
    first, second = sorted((each for each in stage.open_tasks()), key=lambda each: each.assignee)
    stage.engine.execute(
        CompleteUserTask(task_id=first.id, variables={"vote": "for"}), member(first.assignee)
    )
    with pytest.raises(NotAllowed, match="is with member_2"):
        stage.engine.execute(
            CompleteUserTask(task_id=second.id, variables={"vote": "for"}), member("member_1")
        )
    seen = stage.engine.read(queries.task_variables, SYSTEM, second.id)
    assert [each["member"] for each in seen["votes"]] == ["member_1"]
    assert seen["vote"] is None


def at_the_vote() -> Stage:
    stage = ready("2013-07-15T10:00+06:00")
    stage.instance_id = apply(stage, 1)
    answer(stage, members=2)
    act(stage, "check_documents", accepted())
    answer(stage, members=2)
    act(stage, "convene", {"session_date": "2013-07-16"})
    return stage


def member(name: str) -> Actor:
    return Actor(id=name, name=name, memberships=frozenset({Membership(role="commission_member", body=ENU)}))


# ---- appeal --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("raised", "final"), [({"first": 12}, 12), ({"first": 5}, 9), ({}, 9)])
def test_an_appeal_raises_a_mark_and_never_lowers_it(raised: dict[str, int], final: int) -> None:
    file = PROCESSES / "scenarios" / f"{KEY}-creative-appeal.yaml"
    (scenario,) = read_scenarios(file.read_text("utf-8"), file.name)
    steps = scenario["when"]
    place = next(n for n, step in enumerate(steps) if step.get("complete", {}).get("task") == "review_appeal")
    steps[place]["complete"]["with"]["raised"] = raised
    stage = staged(scenario)
    play({**scenario, "when": steps[: place + 1], "then": {}}, stage)
    assert held(stage, "marks") == {"first": final, "second": 13}
    assert held(stage, "next_step") == ("refuse" if final < 10 else "commission")


# ---- one order for many --------------------------------------------------------------------------


@pytest.mark.slow
def test_an_order_of_300_reaches_each_once_also_when_some_have_withdrawn() -> None:
    stage = ready("2013-08-05T10:00+06:00")
    cases = [recommended(stage, n) for n in range(300)]
    early, late, rest = cases[7], cases[8], [*cases[:7], *cases[9:]]
    stage.wait_until(to_time("2013-08-12T10:00+06:00"))
    stage.instance_id = stage.engine.execute(
        StartProcessInstance(key=ORDER, variables={"authority": ENU}), SYSTEM
    ).id
    stage.settle()
    act(stage, "draft_order", {"protocol": "№ 14"})
    withdraw(stage, early)
    act(stage, "sign_order", {"signature": "signed", "signed_by": "Ректор"})
    assert [each.element for each in stage.open_tasks()] == ["draft_order"]  # the list is another one: anew
    act(stage, "draft_order", {"protocol": "№ 14"})
    act(stage, "sign_order", {"signature": "signed", "signed_by": "Ректор"})
    withdraw(stage, late)  # after the list was checked, before anybody is told
    stage.told.clear()
    answer(stage)
    stage.wait_until(stage.clock.now() + timedelta(minutes=1))  # while messages are on the way the job waits
    received = [instance for instance, event in stage.told if is_done(event, "order_received")]
    assert sorted(received) == sorted(rest)
    assert {held(stage, "order", each)["number"] for each in rest} == {"EO/1"}
    assert len(held(stage, "entries")) == 299
    (lost,) = held(stage, "unreached")
    assert lost["number"] == number_of(stage, late)
    assert "nobody waits for it" in lost["reason"]
    assert stage.engine.read(queries.incidents, SYSTEM) == ()
    act(stage, "settle_unreached", {"unreached_decision": "Заявление отозвано"})
    assert stage.ended()[-1] == "order_issued_but_some"
    assert stage.engine.read(replay, stage.instance_id).identical
    assert stage.engine.read(replay, rest[0]).identical


def test_a_second_order_finds_only_who_is_left() -> None:
    stage = ready("2013-08-05T10:00+06:00")
    cases = [recommended(stage, n) for n in range(3)]
    stage.wait_until(to_time("2013-08-12T10:00+06:00"))
    for left_out in ([number_of(stage, cases[2])], []):
        order = StartProcessInstance(key=ORDER, variables={"authority": ENU})
        stage.instance_id = stage.engine.execute(order, SYSTEM).id
        stage.settle()
        act(stage, "draft_order", {"protocol": "№ 14", "excluded": left_out})
        act(stage, "sign_order", {"signature": "signed", "signed_by": "Ректор"})
        answer(stage)
        wanted = {number_of(stage, each) for each in (cases[:2] if left_out else cases[2:])}
        assert {each["number"] for each in held(stage, "entries")} == wanted
        assert held(stage, "unreached") == []


def test_an_order_of_another_institution_finds_nobody() -> None:
    stage = ready("2013-08-05T10:00+06:00")
    recommended(stage, 1)
    stage.wait_until(to_time("2013-08-12T10:00+06:00"))
    elsewhere = StartProcessInstance(key=ORDER, variables={"authority": "university-buketov"})
    stage.instance_id = stage.engine.execute(elsewhere, SYSTEM).id
    stage.settle()
    assert held(stage, "listed") == []
    assert stage.engine.read(queries.instance, SYSTEM, stage.instance_id).state == "completed"


# ---- a hall without a printer: documents are answered by the test, as a foreign worker would ------


def ready(at: str) -> Stage:
    stage = new_stage(KEY, to_time(at), ORDER)
    stage.give_over(PRINTED)
    return stage


def apply(stage: Stage, number: int) -> str:
    form = {"speciality": "5В060200", "general_medicine": False, "language": "kk", "funding": "paid"}
    given = {
        "channel": "authority",
        "procedure": "unt",
        "filed_at": stage.clock.now(),
        "authority": ENU,
        "applicant": {
            "kind": "natural",
            "iin": f"{950101400000 + number}",
            "name": f"Поступающий {number:03}",
        },
        "submitted": HANDED_IN,
        "form": {**form, "school": "this_year"},
    }
    instance: str = stage.engine.execute(StartProcessInstance(key=KEY, variables=given), SYSTEM).id
    return instance


def accepted() -> dict[str, Any]:
    return {
        "action": "accepted",
        "submitted": HANDED_IN,
        "scores": {"test": "unt", "language": 20, "history": 20, "mathematics": 20, "elective": 20},
    }


def recommended(stage: Stage, number: int) -> str:
    """A case that waits for an order."""
    stage.instance_id = apply(stage, number)
    act(stage, "check_documents", accepted())
    answer(stage)
    act(stage, "convene", {"session_date": "2013-08-06"})
    act(stage, "vote", {"vote": "for"})
    return stage.instance_id


def act(stage: Stage, task: str, variables: dict[str, Any]) -> None:
    (found,) = (each for each in stage.open_tasks() if each.element == task)
    stage.engine.execute(CompleteUserTask(task_id=found.id, variables=variables), SYSTEM)
    stage.settle()


def answer(stage: Stage, members: int = 1) -> None:
    """Everything that a foreign worker has to do."""
    answers = {
        "find_members": {
            "members": [{"id": f"member_{n + 1}", "name": f"Член {n + 1}"} for n in range(members)]
        },
        "issue_order": {"order_document": {"number": "EO/1", "issued_at": stage.clock.now()}},
        "issue_extract": {"extract": {"number": "1"}},
    }
    while jobs := stage.engine.execute(AcquireJobs(worker=WORKER, topics=stage.outside, limit=1000), SYSTEM):
        for job in jobs:
            done = CompleteJob(job_id=job.id, worker=WORKER, variables=answers.get(job.element, {}))
            stage.engine.execute(done, SYSTEM)
        stage.settle()


def withdraw(stage: Stage, instance: str) -> None:
    stage.engine.execute(CorrelateMessage(name="application_withdrawn", instance_id=instance), SYSTEM)


def held(stage: Stage, name: str, instance: str | None = None) -> Any:
    return stage.engine.read(queries.variables, SYSTEM, instance or stage.instance_id)[name]


def number_of(stage: Stage, instance: str) -> str | None:
    found: str | None = stage.engine.read(queries.instance, SYSTEM, instance).business_key
    return found


def is_done(event: events.Event, element: str) -> bool:
    return isinstance(event, events.ActivityCompleted) and event.element == element
