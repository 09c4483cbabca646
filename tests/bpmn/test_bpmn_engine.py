"""The layer inside the engine around it: signals to oneself, keys of called processes, what a trial prints."""

from typing import Any

from bpmn_models import (
    boundary,
    call,
    catch,
    chain,
    end,
    event_sub,
    extensions,
    many,
    message,
    model,
    process,
    signal,
    start,
    throw,
    timer,
    user,
)

from engine.commands import Resource
from engine.trial import Trial


def tried(*bodies: str, steps: tuple[dict[str, Any], ...] = (), **variables: Any) -> dict[str, Any]:
    trial = Trial.of([Resource(name="P.bpmn", content=model(*bodies))], "P")
    trial.run(variables, list(steps))
    return trial.report()


def test_a_signal_reaches_its_own_instance_once() -> None:
    seen = tried(
        start()
        + throw("t", signal())
        + user("U")
        + end()
        + chain("start", "t", "U", "end")
        + event_sub("ES", signal(), False)
    )
    assert sorted(each["element"] for each in seen["open"]) == ["H", "U"]


def test_a_signal_does_not_reach_who_comes_to_listen_later() -> None:
    seen = tried(
        start() + throw("t", signal()) + catch("c", signal()) + end() + chain("start", "t", "c", "end")
    )
    assert (seen["completed"], [each["element"] for each in seen["open"]]) == (["start", "t"], ["c"])


def test_the_wrapper_of_a_loop_is_not_in_the_path() -> None:
    steps = ({"complete": "T"}, {"complete": "T"})
    seen = tried(start() + user("T", many("2")) + end() + chain("start", "T", "end"), steps=steps)
    assert seen["completed"] == ["start", "T", "T", "end"]


def test_what_waits_beside_the_flow_is_not_open() -> None:
    body = start() + user("T") + boundary("b", "T", timer("PT1H")) + end() + chain("start", "T", "end")
    assert [each["element"] for each in tried(body)["open"]] == ["T"]


def test_a_message_finds_the_key_of_a_called_process() -> None:
    called = process(start("cs") + catch("c", message()) + end("ce") + chain("cs", "c", "ce"), "Q")
    body = (
        start()
        + call("K", "Q", extensions('<camunda:in businessKey="${key}"/>'))
        + end()
        + chain("start", "K", "end")
    )
    seen = tried(body, called, steps=({"message": "m", "key": "A-7"},), key="A-7")
    assert seen["state"] == "completed"
