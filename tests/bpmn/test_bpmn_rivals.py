"""Events that wait for the same in one place, and what comes first where several could."""

import pytest
from bpmn_host import Host
from bpmn_models import (
    ROOTS,
    boundary,
    chain,
    compensate,
    condition,
    end,
    error,
    escalation,
    event_sub,
    flow,
    message,
    model,
    script,
    signal,
    start,
    sub,
    task,
    user,
)
from bpmn_world import deploy

from engine.bpmn import Execution, read
from engine.errors import InvalidDefinition

INNER = start("i") + user("u") + end("j") + chain("i", "u", "j")
BODY = sub("s", INNER)


def two(kind: str) -> str:
    return BODY + boundary("a", "s", kind) + boundary("X", "s", kind)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (two(error()), "a waits here for the error 'E1' too"),
        (two(error("")), "a waits here for any error too"),
        (two(escalation()), "a waits here for the escalation 'X1' too"),
        (two(message()), "a waits here for the message 'm' too"),
        (two(signal()), "a waits here for the signal 's' too"),
        (start("a", signal()) + task("t") + start("X", signal()) + chain("a", "t") + flow("X", "t"), "signal"),
        (sub("s", INNER + event_sub("A", error(), p="a") + event_sub("B", error(), p="X")), "error 'E1'"),
        (
            sub("s", INNER + event_sub("A", compensate(), p="a") + event_sub("B", compensate(), p="X")),
            "the compensate event",
        ),
    ],
)
def test_two_that_wait_for_the_same_are_refused(body: str, text: str) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        read(model(body), "x.bpmn")
    assert [text in each.message for each in caught.value.problems if each.element in ("X", "Xes")] == [True]


def test_one_for_a_code_and_one_for_any_may_stand_together() -> None:
    read(model(BODY + boundary("a", "s", error()) + boundary("b", "s", error(""))), "x.bpmn")


def test_a_condition_that_holds_comes_before_what_it_interrupts() -> None:
    """The script inside never runs: the boundary event is looked at when it is armed."""
    inner = start("i") + script("did", "${true}", "done") + end("j") + chain("i", "did", "j")
    body = start() + sub("s", inner) + boundary("b", "s", condition("${early}")) + user("after")
    host = Host.of(body + chain("start", "s") + flow("b", "after"), early=True)
    assert [key[1].partition(":")[0] for key in host.open] == ["after"]
    assert host.instances[0].execution.variables() == {"early": True}


def test_a_thrown_error_says_what_its_definition_says() -> None:
    roots = ROOTS.replace('errorCode="E1"', 'errorCode="E1" camunda:errorMessage="Нет места в ${city}"')
    caught = error().replace("/>", ' camunda:errorMessageVariable="why"/>')
    inner = start("i") + end("thrown", error()) + chain("i", "thrown")
    body = start() + sub("s", inner) + boundary("b", "s", caught) + user("u") + chain("start", "s")
    world = deploy(model(body + flow("b", "u"), roots=roots))
    execution = Execution.start(world.definitions[0], world, {"city": "Астане"})
    assert execution.variables() == {"city": "Астане", "why": "Нет места в Астане"}


@pytest.mark.parametrize("value", ["soon", "-5", "PP5D", "P-1D"])
def test_a_time_to_live_that_means_nothing_is_refused(value: str) -> None:
    source = model(start() + end() + chain("start", "end")).replace(
        b'isExecutable="true"', f'isExecutable="true" camunda:historyTimeToLive="{value}"'.encode()
    )
    with pytest.raises(InvalidDefinition, match="days or a duration"):
        read(source, "x.bpmn")
