"""Analysts' test cases hold, and together they take every sequence flow that is drawn."""

from pathlib import Path

import pytest

from tests.processes.content import SCENARIOS, SERVICES, STAFF, definition, played, with_called

#: WeasyPrint leaves its colour profile open
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_the_scenario_holds(scenario: Path) -> None:
    verdicts = played(scenario)
    assert verdicts
    assert [failure for verdict in verdicts for failure in verdict.failures] == []


@pytest.mark.parametrize("key", [*SERVICES, *STAFF])
def test_the_scenarios_take_every_sequence_flow(key: str) -> None:
    verdicts = [each for path in SCENARIOS for each in played(path)]
    for part in with_called(key):
        taken = {flow for each in verdicts for flow in each.flows.get(part.key, ())}
        assert set(part.flows) - taken == set(), part.key


@pytest.mark.parametrize("key", [*SERVICES, *STAFF])
def test_every_outcome_is_reached(key: str) -> None:
    ends = {
        name for name, each in definition(key).elements.items() if each.kind == "endEvent" and not each.parent
    }
    reached = {
        end for path in SCENARIOS for each in played(path) if each.process == key for end in each.reached
    }
    assert ends - reached == set()
