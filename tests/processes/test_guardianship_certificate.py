"""The decisions of the guardianship certificate, as the standard prints them."""

from typing import Any

import pytest

from tests.processes.content import decisions

KEY = "guardianship-certificate"
CENTRE, PORTAL = "centre", "portal"


@pytest.mark.parametrize(
    ("name", "channel", "wanted"),
    [
        ("service", CENTRE, (5, "working_day", "authorities", False, False)),
        ("service", "mobile_centre", (5, "working_day", "authorities", False, False)),
        ("service", PORTAL, (5, "working_day", "authorities", False, True)),
        ("serving", CENTRE, (20, "minute", "centres", False, True)),
        ("return", CENTRE, (3, "working_day", "authorities", False, True)),
        ("inform", CENTRE, (1, "working_day", "centres", False, True)),
        ("storage", CENTRE, (1, "month", "centres", False, True)),
        ("validity", CENTRE, (1, "month", "round-the-clock", False, True)),
    ],
)
def test_the_terms_are_those_of_the_act(name: str, channel: str, wanted: tuple[Any, ...]) -> None:
    found = decisions(KEY).decisions["term"].evaluate({"name": name, "channel": channel}, {})
    outputs = ("amount", "unit", "calendar", "count_acceptance_day", "count_issue_day")
    assert tuple(found.value[each] for each in outputs) == wanted
    assert found.matched[0].annotation.startswith("п. ")


def test_the_portal_knows_no_return() -> None:
    assert decisions(KEY).decisions["term"].evaluate({"name": "return", "channel": PORTAL}, {}).value is None


@pytest.mark.parametrize(
    ("born", "is_asked"), [("2007-08-12", True), ("2007-08-13", False), ("2010-05-04", False)]
)
def test_the_birth_certificate_is_asked_for_old_births_only(born: str, is_asked: bool) -> None:
    case = {"channel": CENTRE, "form": {"ward_birth_date": born}}
    listed = decisions(KEY).decisions["documents"].evaluate(case, {}).value
    assert ("birth" in {each["code"] for each in listed}) is is_asked


def test_acceptance_is_refused_for_what_the_applicant_must_bring() -> None:
    case = {"channel": CENTRE, "submitted": ["identity"], "form": {"ward_birth_date": "2005-01-01"}}
    missing = decisions(KEY).decisions["acceptance-refusal"].evaluate(case, {}).value
    assert [each["code"] for each in missing] == ["guardianship_decision", "birth"]


def test_the_act_prints_no_ground_of_refusing_the_service() -> None:
    assert decisions(KEY).decisions["refusal"].evaluate({}, {}).value == []
