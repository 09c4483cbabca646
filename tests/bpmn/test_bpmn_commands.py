"""Commands: a refused one changes nothing; cancel and modify leave no row behind."""

import json

import pytest
from bpmn_host import Host
from bpmn_models import (
    boundary,
    call,
    chain,
    end,
    many,
    message,
    model,
    par,
    process,
    signal,
    start,
    sub,
    timer,
    user,
)
from bpmn_world import deploy

from engine.bpmn import Execution, dump, load
from engine.errors import InvalidCommand, WrongState

TWO = (
    start()
    + user("U")
    + boundary("b", "U", timer("PT1H"))
    + boundary("c", "U", message())
    + end()
    + chain("start", "U", "end")
)
REFUSED = {
    "complete nothing": ("complete", "U:99"),
    "complete another": ("complete", "X:3"),
    "complete no number": ("complete", "U"),
    "complete a long number": ("complete", "U:" + "9" * 40),
    "complete an event": ("complete", "b:4"),
    "fire a task": ("fire", "U:3"),
    "fire a message": ("fire", "c:5"),
    "deliver another": ("deliver", "c:5", "n"),
    "fail a user task": ("fail", "U:3", "no"),
    "retry without incident": ("retry", "U:3"),
    "error of an event": ("throw_error", "b:4", "E1"),
    "modify nothing": ("modify", ("U:99",), ()),
    "modify an event": ("modify", ("b:4",), ()),
    "start nowhere": ("modify", (), ("ghost",)),
    "start at a boundary event": ("modify", (), ("b",)),
    "variables of nothing": ("set_variables", "U:99", {"a": 1}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_command_changes_nothing(name: str) -> None:
    host = Host.of(TWO)
    execution = host.instances[0].execution
    before = dump(execution)
    command, *arguments = REFUSED[name]
    with pytest.raises((WrongState, InvalidCommand)):
        getattr(execution, command)(*arguments)
    assert (dump(execution), execution.drain()) == (before, ())


def test_a_finished_instance_takes_no_command() -> None:
    host = Host.of(TWO).complete("U")
    for command, *arguments in REFUSED.values():
        with pytest.raises(WrongState):
            getattr(host.instances[0].execution, command)(*arguments)


def test_cancel_takes_everything_away() -> None:
    called = process(start("cs") + user("V", many("2")) + end("ce") + chain("cs", "V", "ce"), "Q")
    host = Host.of(start() + call("K", "Q") + boundary("b", "K", signal()) + chain("start", "K"), called)
    host.send(0, "cancel", "withdrawn")
    assert (host.state, host.open, host.tasks) == ("terminated", {}, {})
    assert not any(host.waits.values())
    host.replay()


def test_modification_moves_a_token() -> None:
    host = Host.of(start() + user("A") + user("B") + end() + chain("start", "A", "B", "end"))
    host.send(0, "modify", (host.find("A")[1],), ("B",))
    assert host.opened() == ["B"]
    assert host.complete("B").path() == "start B end"
    host.replay()


def test_modification_opens_the_scopes_around() -> None:
    inner = start("ss") + user("U") + user("W") + end("se") + chain("ss", "U", "W", "se")
    host = Host.of(start() + user("A") + sub("S", sub("S2", inner)) + end() + chain("start", "A", "S", "end"))
    host.send(0, "modify", (host.find("A")[1],), ("W",))
    assert host.opened() == ["S", "S2", "W"]
    assert host.complete("W").path() == "start W se S2 S end"


def test_modification_uses_a_scope_that_runs() -> None:
    inner = start("ss") + user("U") + user("W") + end("se") + chain("ss", "U", "W", "se")
    host = Host.of(start() + sub("S", inner) + end() + chain("start", "S", "end"))
    host.send(0, "modify", (host.find("U")[1],), ("W",))
    assert host.complete("W").path() == "start ss W se S end"


def test_a_scope_that_loses_its_last_token_ends_without_going_on() -> None:
    inner = start("ss") + user("U") + end("se") + chain("ss", "U", "se")
    host = Host.of(
        start()
        + par("p")
        + sub("S", inner)
        + user("V")
        + end()
        + chain("start", "p", "S", "end")
        + chain("p", "V")
    )
    host.send(0, "modify", (host.find("U")[1],), ())
    assert host.opened() == ["V"]
    host.send(0, "modify", (host.find("V")[1],), ())
    assert (host.state, host.open) == ("terminated", {})


def test_one_instance_of_a_loop_is_taken_away() -> None:
    host = Host.of(start() + user("T", many("3")) + end() + chain("start", "T", "end"))
    host.send(0, "modify", (host.find("T")[1],), ())
    assert host.complete("T", "T").path() == "start T T end"


def test_modification_inside_a_called_process() -> None:
    called = process(start("cs") + user("V") + user("W") + end("ce") + chain("cs", "V", "W", "ce"), "Q")
    host = Host.of(start() + call("K", "Q") + end() + chain("start", "K", "end"), called)
    host.send(0, "modify", (host.find("V")[1],), ("W",))
    assert host.complete("W").path() == "start cs W ce K end"


def test_the_start_event_must_be_named_where_it_is_not_clear() -> None:
    world = deploy(model(start("a", message()) + end() + chain("a", "end")))
    definition = world.definitions[0]
    for how in ({}, {"start": "end"}):
        with pytest.raises(InvalidCommand):
            Execution.start(definition, world, **how)
    assert Execution.start(definition, world, start="a").state == "completed"


def test_state_of_another_format_is_refused() -> None:
    host = Host.of(TWO)
    instance = host.instances[0]
    state = dump(instance.execution).replace(b"[2,", b"[99,", 1)
    with pytest.raises(WrongState, match="format 2 or older, but got 99"):
        load(instance.definition, state, host.world)


def test_state_of_the_first_format_is_brought_forward() -> None:
    """There a row ended with its last column that says anything."""
    host = Host.of(TWO)
    instance = host.instances[0]
    now = dump(instance.execution)
    header, _, values = now.partition(b"\n")
    version, *rest, rows = json.loads(header)
    for row in rows:
        while len(row) > 7 and not row[-1] and row[-1] != 0:
            row.pop()
    scopes, notes, _ = json.loads(values)
    parts = [scopes.pop("0"), scopes, notes]
    before = json.dumps([version - 1, *rest, rows]).encode() + b"\n" + json.dumps(parts).encode()
    assert dump(load(instance.definition, before, host.world)) == now


def test_state_leaves_out_what_the_definition_knows() -> None:
    host = Host.of(
        start() + "".join(user(f"u{n}") for n in range(100)) + chain("start", *(f"u{n}" for n in range(100)))
    )
    host.complete(*(f"u{n}" for n in range(50)))
    assert len(dump(host.instances[0].execution)) < 200


def test_activities_are_numbered_by_visit() -> None:
    host = Host.of(
        start() + user("A") + chain("start", "A") + '<sequenceFlow id="f" sourceRef="A" targetRef="A"/>'
    )
    seen = []
    for _ in range(3):
        seen.append(host.find("A")[1])
        host.complete("A")
    assert len(set(seen)) == 3
    assert all(each.startswith("A:") for each in seen)
