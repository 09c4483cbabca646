"""The service as content: clean drawings, decisions as the act prints them, scenarios that take every flow."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn import read
from engine.bpmn.drawing import check_drawing
from engine.commands import Resource
from engine.dmn import DecisionModel, read_decisions
from engine.forms import read_form
from engine.scenario import Verdict, begin_at, play, read_scenarios
from engine.stage import Stage
from handlers import HANDLERS

KEY = "guardianship-certificate"
PROCESSES = Path(__file__).parents[2] / "processes"
MODELS = (PROCESSES / f"{KEY}.bpmn", *sorted(PROCESSES.glob("shared-*.bpmn")))
FORMS = (*sorted(PROCESSES.glob(f"forms/{KEY}-*.form")), *sorted(PROCESSES.glob("forms/shared-*.form")))
SCENARIOS = tuple(sorted(PROCESSES.glob(f"scenarios/{KEY}-*.yaml")))
FILES = (*MODELS, *FORMS, PROCESSES / "decisions" / f"{KEY}.dmn")
CENTRE, PORTAL = "centre", "portal"

#: WeasyPrint leaves its colour profile open
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_the_drawing_is_clean(model: Path) -> None:
    assert [found.message for found in check_drawing(model.read_bytes(), model.name)] == []


def test_every_form_is_used_and_every_used_form_is_there() -> None:
    drawn = {form.reference for model in MODELS for form in _definition(model).forms}
    written = {read_form(path.read_bytes(), path.name).id for path in FORMS}
    assert written == drawn | {f"{KEY}-application"}


def test_every_task_names_a_known_role() -> None:
    known = {line.partition(",")[0] for line in (PROCESSES / "roles.csv").read_text("utf-8").splitlines()[1:]}
    named = {str(each) for model in MODELS for each in _attributes(model, "candidateGroups")}
    assert named
    assert named <= known


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem.removeprefix(f"{KEY}-"))
def test_the_scenario_holds(scenario: Path) -> None:
    for verdict in _played(scenario):
        assert verdict.failures == ()


def test_the_scenarios_take_every_sequence_flow() -> None:
    taken: dict[str, set[str]] = {}
    for verdict in (each for path in SCENARIOS for each in _played(path)):
        for key, flows in verdict.flows.items():
            taken.setdefault(key, set()).update(flows)
    for model in MODELS:
        definition = _definition(model)
        assert set(definition.flows) - taken.get(definition.key, set()) == set(), definition.key


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
    found = _decisions().decisions["term"].evaluate({"name": name, "channel": channel}, {})
    outputs = ("amount", "unit", "calendar", "count_acceptance_day", "count_issue_day")
    assert tuple(found.value[each] for each in outputs) == wanted
    assert found.matched[0].annotation.startswith("п. ")


def test_the_portal_knows_no_return() -> None:
    assert _decisions().decisions["term"].evaluate({"name": "return", "channel": PORTAL}, {}).value is None


@pytest.mark.parametrize(
    ("born", "is_asked"), [("2007-08-12", True), ("2007-08-13", False), ("2010-05-04", False)]
)
def test_the_birth_certificate_is_asked_for_old_births_only(born: str, is_asked: bool) -> None:
    case = {"channel": CENTRE, "form": {"ward_birth_date": born}}
    listed = _decisions().decisions["documents"].evaluate(case, {}).value
    assert ("birth" in {each["code"] for each in listed}) is is_asked


def test_acceptance_is_refused_for_what_the_applicant_must_bring() -> None:
    case = {"channel": CENTRE, "submitted": ["identity"], "form": {"ward_birth_date": "2005-01-01"}}
    missing = _decisions().decisions["acceptance-refusal"].evaluate(case, {}).value
    assert [each["code"] for each in missing] == ["guardianship_decision", "birth"]


def test_the_act_prints_no_ground_of_refusing_the_service() -> None:
    assert _decisions().decisions["refusal"].evaluate({}, {}).value == []


@cache
def _decisions() -> DecisionModel:
    path = PROCESSES / "decisions" / f"{KEY}.dmn"
    return read_decisions(path.read_bytes(), path.name)


@cache
def _definition(model: Path) -> Any:
    (found,) = read(model.read_bytes(), model.name)
    return found


def _attributes(model: Path, name: str) -> list[str]:
    text = model.read_text("utf-8")
    return [part.partition('"')[0] for part in text.split(f'camunda:{name}="')[1:]]


@cache
def _played(path: Path) -> tuple[Verdict, ...]:
    resources = tuple(Resource(name=each.name, content=each.read_bytes()) for each in FILES)

    def stage(at: datetime) -> Stage:
        return Stage.of(resources, HANDLERS, str(PROCESSES), at)

    return tuple(
        play(each, stage(begin_at(each))) for each in read_scenarios(path.read_text("utf-8"), path.name)
    )
