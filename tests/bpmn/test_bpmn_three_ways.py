"""Every case of the kit on executions alone: in memory, loaded before each command, replayed; all the same."""

from typing import Any

import bpmn_kit as kit
import pytest
from bpmn_host import Host
from bpmn_world import deploy

from engine.bpmn import Binding
from engine.errors import EngineError, InvalidDefinition
from engine.expressions import parse_duration

pytestmark = pytest.mark.skipif(not kit.IS_THERE, reason=kit.MISSING)


@pytest.fixture(scope="module")
def compare() -> Any:
    return kit.load_compare()


def begin(case: dict[str, Any]) -> Host:
    host = Host(deploy(*(content for _, content in kit.sources(case))))
    if "started_by" in case:
        return host
    definition = host.world.definition(case["process"], Binding())
    how = {} if definition.root.starts else {"start": definition.start_events[0].element}
    host.start(case["process"], case["variables"], **how)
    return host.wait(parse_duration("PT0S"))


def job(host: Host, step: dict[str, Any]) -> None:
    key = host.find(step["job"], host.jobs)
    if "bpmn_error" in step:
        host.send(key[0], "throw_error", key[1], step["bpmn_error"], None, step.get("with", {}))
    elif "fail" in step:
        host.tries[key] += 1
        if host.tries[key] == host.jobs[key].retries or not host.jobs[key].retry_after:
            host.send(key[0], "fail", key[1], step["fail"])
    else:
        host.send(key[0], "complete", key[1], step.get("with", {}))


def wait(host: Host, step: dict[str, Any], case: dict[str, Any]) -> None:
    span = parse_duration(step["wait"])
    if case.get("started_by") == "timer":
        host.start_by_timer(span)
    host.wait(span)


def take(host: Host, step: dict[str, Any], case: dict[str, Any]) -> None:
    if "complete" in step:
        host.complete(step["complete"], **step.get("with", {}))
    elif "job" in step:
        job(host, step)
    elif "message" in step:
        assert host.message(step["message"], step.get("with"), step.get("key")), "nobody takes the message"
    elif "signal" in step:
        host.signal(step["signal"], step.get("with"))
    else:
        wait(host, step, case)


@pytest.mark.parametrize("case", kit.cases(), ids=lambda case: case["id"])
def test_case(case: dict[str, Any], compare: Any) -> None:
    host = None
    refusal = ""
    try:
        host = begin(case)
    except InvalidDefinition as error:
        refusal = str(error)
    if host is None:
        assert compare.differences(case, {"refused": [refusal]}) == []
        return
    found: list[str] = []
    for step in case["steps"]:
        if "expect" in step:
            found += compare.differences(kit.observed(case, step), host.observation())
        elif step.get("rejected"):
            with pytest.raises((EngineError, AssertionError)):
                take(host, step, case)
        else:
            take(host, step, case)
    assert found + compare.differences(case, host.observation()) == []
    host.replay()
