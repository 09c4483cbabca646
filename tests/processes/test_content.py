"""Every service is whole: its artefacts are there, its references lead somewhere, its elements name the law."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.bpmn import Definition, Element
from engine.forms import read_form
from engine.world import TERM
from handlers import HANDLERS
from tests.processes.content import (
    PROCESSES,
    SCENARIOS,
    SERVICES,
    STAFF,
    act_of,
    decisions,
    definition,
    references,
    with_called,
)

DECISIONS = {TERM, "documents", "acceptance-refusal", "refusal", "fee", "route"}
DECIDES_WAITS_OR_ISSUES = {
    "userTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "intermediateCatchEvent",
    "boundaryEvent",
}  # fmt: skip
GATEWAYS = {"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"}
NORM = re.compile(r"(п\. \d+( пп\. \d+( \(\d+\))?)?(, ч\. \d+)?|прил\. \d+)")
TEMPLATE = re.compile(r'name="template">([\w-]+)<')
TERM_NAMES = re.compile(r"term\(['\"](\w+)['\"]\)")


def shipped(pattern: str) -> set[str]:
    return {path.stem for path in PROCESSES.glob(pattern)}


def source(part: Definition) -> str:
    return (PROCESSES / f"{part.key}.bpmn").read_text("utf-8")


@pytest.mark.parametrize("key", SERVICES)
def test_every_artefact_of_a_service_is_there(key: str) -> None:
    assert set(decisions(key).decisions) >= DECISIONS
    assert f"{key}-application" in shipped("forms/*.form")
    assert [stem for stem in shipped("documents/*.html") if stem.startswith(f"{key}-")]
    assert [path for path in SCENARIOS if path.stem.startswith(f"{key}-")]
    assert (PROCESSES.parent / "docs" / "standards" / f"{key}.md").exists()


@pytest.mark.parametrize("key", [*SERVICES, *STAFF])
def test_every_user_task_has_a_form_and_every_form_is_used(key: str) -> None:
    parts = list(with_called(key))
    tasks = {n for part in parts for n, each in part.elements.items() if each.kind == "userTask"}
    drawn = {form.element: form.reference for part in parts for form in part.forms}
    assert tasks - set(drawn) == set()
    assert set(drawn.values()) - shipped("forms/*.form") == set()
    own = {stem for stem in shipped("forms/*.form") if stem.startswith(f"{key}-")}
    assert own - set(drawn.values()) == ({f"{key}-application"} if key in SERVICES else set())


@pytest.mark.parametrize("path", sorted(PROCESSES.glob("forms/*.form")), ids=lambda path: path.stem)
def test_a_form_bears_the_name_of_its_file(path) -> None:
    assert read_form(path.read_bytes(), path.name).id == path.stem


@pytest.mark.parametrize("key", [*SERVICES, *STAFF])
def test_every_template_exists_and_is_used(key: str) -> None:
    text = "".join(source(part) for part in with_called(key))
    own = {stem for stem in shipped("documents/*.html") if stem.startswith(f"{key}-")}
    assert set(TEMPLATE.findall(text)) - shipped("documents/*.html") == set()
    assert {stem for stem in own if not re.search(rf"\b{stem}\b(?!-)", text)} == set()


@pytest.mark.parametrize("key", [*SERVICES, *STAFF])
def test_every_topic_has_a_handler(key: str) -> None:
    topics = {topic.reference for part in with_called(key) for topic in part.topics}
    assert topics
    assert topics <= set(HANDLERS)


@pytest.mark.parametrize("key", SERVICES)
def test_every_term_that_is_drawn_is_decided(key: str) -> None:
    drawn = {name for part in with_called(key) for name in TERM_NAMES.findall(source(part))}
    table = decisions(key).decisions[TERM]
    channels = sorted(channels_of(key))
    assert drawn
    for name in drawn:
        found = [table.evaluate({"name": name, "channel": channel}, {}).value for channel in channels]
        assert any(found), name


def channels_of(key: str) -> set[str]:
    scenarios = [path.read_text("utf-8") for path in SCENARIOS if path.stem.startswith(f"{key}-")]
    return {name for text in scenarios for name in re.findall(r"channel: (\w+)", text)}


@pytest.mark.parametrize("key", [*SERVICES, *STAFF])
def test_every_task_names_a_known_role(key: str) -> None:
    with (PROCESSES / "roles.csv").open(encoding="utf-8") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    named = {
        role.strip()
        for part in with_called(key)
        for roles in re.findall(r'camunda:candidateGroups="([^"]*)"', source(part))
        for role in roles.split(",")
    }
    assert named
    assert named <= known


@pytest.mark.parametrize("key", [*SERVICES, *STAFF])
def test_what_decides_waits_or_issues_names_a_norm_or_our_choice(key: str) -> None:
    silent = [
        f"{part.key}: {each.id}"
        for part in with_called(key)
        for each in part.elements.values()
        if is_of_law(part, each) and is_silent(each)
    ]
    assert silent == []


@pytest.mark.parametrize("key", SERVICES)
def test_every_rule_of_a_decision_names_a_norm_or_our_choice(key: str) -> None:
    silent = [
        f"{decision.id}, rule {rule.index}"
        for decision in decisions(key).decisions.values()
        for rule in (decision.table.rules if decision.table else ())
        if not (rule.annotation or "").strip()
    ]
    assert silent == []


def test_an_element_without_a_norm_is_found() -> None:
    """The test above sees what it should: take the norms of a drawing away, and its steps are silent."""
    part = definition("guardianship-certificate")
    bare = [each for each in part.elements.values() if is_of_law(part, each)]
    assert {"userTask", "serviceTask", "exclusiveGateway", "boundaryEvent"} <= {each.kind for each in bare}
    silent = replace(bare[0], norm=None, properties={})
    assert is_of_law(part, silent)
    assert is_silent(silent)


def is_silent(element: Element) -> bool:
    return not element.norm and not element.properties.get("choice")


def is_of_law(part: Definition, element: Element) -> bool:
    leaving = Counter(flow.source for flow in part.flows.values())
    if element.kind in GATEWAYS:
        return leaving[element.id] > 1
    return element.kind in DECIDES_WAITS_OR_ISSUES


@pytest.mark.parametrize("key", [*SERVICES, *STAFF])
def test_every_norm_is_a_paragraph_of_the_act(key: str) -> None:
    known = references(act_of(key))
    if known is None:
        pytest.skip("the text of the act is not cut yet")
    wrong = [f"{where}: {norm}" for where, norm in norms_of(key) if not is_in(norm, known)]
    assert wrong == []


def norms_of(key: str) -> Iterator[tuple[str, str]]:
    for part in with_called(key):
        for each in part.elements.values():
            yield from ((each.id, norm) for norm in (each.norm or "").split("; ") if norm)
    for decision in decisions(key).decisions.values():
        for annotation in annotations(key, decision.id):
            yield from ((decision.id, norm) for norm in annotation.split("; "))


def annotations(key: str, decision: str) -> list[str]:
    """Of the rules; one that begins with "выбор" is our own."""
    text = (PROCESSES / "decisions" / f"{key}.dmn").read_text("utf-8")
    start = text.index(f'<decision id="{decision}"')
    rules = text[start : text.index("</decision>", start)].split("<rule ")[1:]
    found = [re.search(r"<description>(.*?)</description>", rule, re.DOTALL) for rule in rules]
    assert all(found), f"{decision}: every rule has an annotation"
    return [each[1] for each in found if each and not each[1].startswith("выбор")]


def is_in(norm: str, known: frozenset[str]) -> bool:
    """A whole point names its sub-points and paragraphs too; a paragraph stands in the text."""
    return bool(NORM.fullmatch(norm)) and any(
        ref == norm or ref.startswith((f"{norm} ", f"{norm},")) for ref in known
    )


@pytest.mark.parametrize("key", [*SERVICES, *STAFF])
def test_every_actor_of_the_service_has_a_lane(key: str) -> None:
    lanes = {each.lane for each in definition(key).elements.values() if each.kind == "userTask"}
    assert None not in lanes
    assert lanes
