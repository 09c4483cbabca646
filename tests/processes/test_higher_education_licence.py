"""Licences for higher education as the standard prints them, and our choices where it is silent."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from engine.commands import AddDocument
from engine.entries import entry
from engine.errors import InvalidCommand
from engine.handling import NewDocument
from engine.scenario import play, read_scenarios
from engine.stage import Stage
from engine.values import SYSTEM
from tests.processes.content import PROCESSES, decisions, staged

KEY = "higher-education-licence"
BIN = "120640000818"
FIRST = "HEL/CTL-RK-001/2012/00001"

#: WeasyPrint leaves its colour profile open
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def decided(decision: str, /, **case: Any) -> Any:
    return decisions(KEY).decisions[decision].evaluate({"form": {}, **case}, {}).value


# ---- decisions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("procedure", "days"), [("issue", 15), ("reissue", 10), ("duplicate", 10)])
def test_terms_are_working_days_of_the_authority(procedure: str, days: int) -> None:
    found = decided("term", name="service", channel="portal", procedure=procedure)

    assert (found["amount"], found["unit"], found["calendar"]) == (days, "working_day", "authorities")
    assert found["acceptance"] == "round-the-clock"


def test_the_term_of_a_duplicate_is_said_to_be_our_choice() -> None:
    table = decisions(KEY).decisions["term"]
    case = {"name": "service", "channel": "portal", "procedure": "duplicate"}

    assert table.evaluate(case, {}).matched[0].annotation.startswith("выбор")


@pytest.mark.parametrize(
    ("on", "mrp"),
    [
        ("2012-01-01", 1618), ("2012-12-31", 1618), ("2013-01-01", 1731), ("2014-06-01", 1852),
        ("2015-06-01", 1982), ("2016-06-01", 2121), ("2017-06-01", 2269), ("2018-06-01", 2405),
        ("2019-12-31", 2525), ("2020-03-31", 2651), ("2020-04-01", 2778), ("2021-06-01", 2917),
        ("2022-03-31", 3063), ("2022-04-01", 3180), ("2023-06-01", 3450), ("2024-06-01", 3692),
        ("2025-06-01", 3932), ("2026-12-31", 4325),
    ],
)  # fmt: skip
def test_the_fee_is_counted_in_the_index_of_the_day_of_payment(on: str, mrp: int) -> None:
    assert decided("fee", procedure="issue", on=on)["amount"] == 10 * mrp
    assert decided("fee", procedure="reissue", on=on)["amount"] == mrp


@pytest.mark.parametrize("on", [None, "2011-12-31", "2027-01-01"])
def test_without_an_index_the_fee_is_named_in_indices(on: str | None) -> None:
    found = decided("fee", procedure="issue", on=on)

    assert (found["amount"], found["unit"]) == (10, "МРП")


MET: Mapping[str, Any] = {
    "procedure": "issue",
    "on": "2012-10-30",
    "fee_payment": {"status": "paid", "amount": 16180},
    "missing": [],
    "unmet": [],
    "court_ban": "no",
    "article_40": "no",
}


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ({"missing": ["charter"]}, "documents"),
        ({"fee_payment": {"status": "unpaid"}}, "fee"),
        ({"fee_payment": {"status": "paid", "amount": 16179}}, "fee"),
        ({"fee_payment": None}, "fee"),
        ({"unmet": ["staff"]}, "qualification"),
        ({"court_ban": "yes"}, "court_ban"),
        ({"article_40": "yes"}, "article_40"),
    ],
)
def test_each_ground_stands_on_its_fact(fact: Mapping[str, Any], code: str) -> None:
    assert decided("refusal", **MET) == []
    assert [each["code"] for each in decided("refusal", **{**MET, **fact})] == [code]


def test_a_duplicate_is_not_refused_over_an_amount_that_the_act_does_not_print() -> None:
    licence = {"state": "valid", "bin": BIN, "parts": []}
    case = {**MET, "procedure": "duplicate", "licence": licence, "applicant": {"bin": BIN}}

    assert decided("refusal", **{**case, "fee_payment": {"status": "paid", "amount": 1}}) == []


@pytest.mark.parametrize(
    ("licence", "reason", "state"),
    [
        (None, "name", "unknown"),
        ({"state": "replaced", "bin": BIN}, "name", "void"),
        ({"state": "void", "bin": BIN}, "name", "void"),
        ({"state": "valid", "bin": "110240000732"}, "name", "foreign"),
        ({"state": "valid", "bin": "110240000732"}, "merger", "valid"),
        ({"state": "valid", "bin": BIN}, "name", "valid"),
    ],
)
def test_a_reissue_names_a_valid_licence_of_the_applicant(
    licence: Mapping[str, Any] | None, reason: str, state: str
) -> None:
    case = {"procedure": "reissue", "licence": licence, "applicant": {"bin": BIN}}

    assert decided("licence-state", **case, form={"reissue_reason": reason})["code"] == state


@pytest.mark.parametrize(
    ("procedure", "reason", "asked"),
    [
        ("issue", None, {"charter", "qualification"}),
        ("reissue", None, {"licence_scan"}),
        ("duplicate", "damaged", {"damaged_blank"}),
        ("duplicate", "lost", {"lost_certificate", "lost_announcement"}),
    ],
)
def test_documents_depend_on_procedure_and_reason(
    procedure: str, reason: str | None, asked: set[str]
) -> None:
    case = {"channel": "portal", "procedure": procedure, "form": {"duplicate_reason": reason}}
    listed = decided("documents", **case)

    assert {each["code"] for each in listed if each["form"] in ("scan", "original")} == asked
    assert {"request", "identity", "registration", "payment"} <= {each["code"] for each in listed}


def test_the_act_prints_no_refusal_of_acceptance() -> None:
    assert decided("acceptance-refusal", channel="portal") == []


# ---- the register --------------------------------------------------------------------------------


@cache
def scene(name: str) -> Stage:
    """What a scenario leaves behind."""
    path = PROCESSES / "scenarios" / f"{KEY}-{name}.yaml"
    (scenario,) = read_scenarios(path.read_text("utf-8"), path.name)
    stage = staged(scenario)
    assert play(scenario, stage).failures == ()
    return stage


def registered(stage: Stage, number: str) -> Mapping[str, Any]:
    found = stage.engine.read(entry, number)
    assert found is not None
    return found


def test_an_entry_says_who_may_teach_what_since_when() -> None:
    found = registered(scene("supplement"), FIRST)

    assert (found["bin"], found["state"], found["copies"]) == (BIN, "valid", [])
    assert found["holder"] == "Учреждение «Университет Сарыарқа»"
    assert "Педагогика и психология" in found["activities"]
    assert found["issued_at"].startswith("2012-11-01")


def test_a_supplement_stands_under_its_licence_with_a_number_of_its_own() -> None:
    parts = registered(scene("supplement"), FIRST)["parts"]

    assert [(each["number"], each["state"]) for each in parts] == [
        (f"{FIRST}/1", "valid"),
        (f"{FIRST}/2", "valid"),
    ]
    assert parts[1]["activities"] == "5В020200 Международные отношения, бакалавр"


def test_a_reissued_licence_is_replaced_with_its_supplement() -> None:
    stage = scene("reissued")
    old, new = registered(stage, FIRST), registered(stage, "HEL/CTL-RK-001/2013/00001")

    assert old["state"] == "replaced"
    assert new["number"] in old["reason"]
    assert [each["state"] for each in old["parts"]] == ["replaced"]
    assert new["state"] == "valid"


def test_a_reissued_supplement_leaves_its_licence_valid() -> None:
    found = registered(scene("supplement-reissued"), FIRST)

    assert found["state"] == "valid"
    assert [each["state"] for each in found["parts"]] == ["replaced", "valid"]


def test_a_duplicate_is_a_copy_of_the_same_entry() -> None:
    found = registered(scene("duplicate"), FIRST)

    assert found["state"] == "valid"
    assert [(each["number"], each["state"]) for each in found["copies"]] == [(FIRST, "valid")]
    assert found["issued_at"].startswith("2012-11-01")


def test_nothing_is_registered_under_a_number_that_was_not_given() -> None:
    assert scene("duplicate").engine.read(entry, "HEL/CTL-RK-001/2012/00099") is None


def test_a_licence_cannot_be_replaced_twice() -> None:
    """Two reissues that looked it up while it was valid: the second one stops with the reason."""
    stage = scene("reissued")
    old = registered(stage, FIRST)
    again = NewDocument(
        kind="replacement",
        name="Заменён",
        media_type="text/plain",
        content=b"",
        code=old["id"],
        number=FIRST,
    )

    with pytest.raises(InvalidCommand, match="replaced or void already"):
        stage.engine.execute(AddDocument(instance_id=stage.instance_id, document=again), SYSTEM)
