"""Joins, loops, length: any number of rounds, several tokens in a block, nothing lost, no hang."""

from bpmn_host import Host
from bpmn_models import (
    boundary,
    chain,
    end,
    flow,
    message,
    orr,
    par,
    script,
    start,
    sub,
    user,
    xor,
)

from tests.hangs import counted_calls, no_hang


def test_excess_token_at_a_parallel_join_stays_and_is_an_incident() -> None:
    host = Host.of(
        start() + par("p") + user("A") + user("B") + user("D") + xor("m") + par("j") + user("Z") + end()
        + chain("start", "p", "A", "m", "j", "Z", "end") + chain("p", "B", "m") + chain("p", "D", "j")
    )  # fmt: skip
    host.complete("A", "B", "D", "Z")
    assert host.state == "incident"
    assert [each[:2] for each in host.incidents.values()] == [("j", "join")]
    assert host.completed.count("j") == 1
    host.replay()


def test_a_stuck_join_tried_again_is_stuck_again() -> None:
    host = Host.of(
        start() + xor("x", default="f_x_B") + par("j") + user("A") + user("B") + end()
        + flow("x", "A", "${a}") + chain("start", "x", "B", "j", "end") + chain("A", "j"),
        a=False,
    )  # fmt: skip
    host.complete("B")
    assert host.state == "incident"
    host.retry("j")
    assert host.state == "incident"


def test_a_stuck_join_goes_on_when_a_token_is_put_there() -> None:
    host = Host.of(
        start() + xor("x", default="f_x_B") + par("j") + user("A") + user("B") + end()
        + flow("x", "A", "${a}") + chain("start", "x", "B", "j", "end") + chain("A", "j"),
        a=False,
    )  # fmt: skip
    host.complete("B")
    host.send(0, "modify", (), ("A",))
    host.complete("A")
    assert host.state == "completed"
    assert host.path() == "start x B A j end"


def test_overlapping_tokens_in_an_inclusive_block() -> None:
    host = Host.of(
        start() + par("p0") + script("X") + user("Y") + xor("m") + orr("o") + user("A") + user("B") + orr("j")
        + script("D") + end() + chain("start", "p0", "X", "m") + chain("p0", "Y", "m", "o")
        + flow("o", "A", "${true}") + flow("o", "B", "${true}") + chain("A", "j", "D", "end") + chain("B", "j")
    )  # fmt: skip
    host.complete("Y", "A", "A", "B", "B")
    assert host.state == "completed"
    assert host.completed.count("D") == 2


def test_inclusive_join_waits_for_the_path_of_a_boundary_event() -> None:
    host = Host.of(
        start() + orr("o") + user("A") + user("B") + boundary("b", "A", message(), False) + user("C") + orr("j") + end()
        + chain("start", "o") + flow("o", "A", "${true}") + flow("o", "B", "${true}") + chain("A", "j", "end")
        + chain("B", "j") + chain("b", "C", "j")
    )  # fmt: skip
    host.message("m")
    host.complete("A", "B")
    assert host.opened() == ["C"]
    assert host.complete("C").state == "completed"


def test_two_inclusive_joins_that_wait_for_each_other_are_an_incident() -> None:
    host = Host.of(
        start() + par("p") + user("A") + user("B") + orr("j1") + orr("j2") + xor("x", default="f_x_e1") + end("e1")
        + xor("y", default="f_y_e2") + end("e2")
        + chain("start", "p", "A", "j1", "x", "e1") + chain("p", "B", "j2", "y", "e2")
        + flow("x", "j2", "${false}") + flow("y", "j1", "${false}")
    )  # fmt: skip
    host.complete("A")
    assert host.opened() == ["B"]
    host.complete("B")
    assert {each[:2] for each in host.incidents.values()} == {("j1", "join"), ("j2", "join")}
    host.replay()


def test_a_parallel_block_runs_two_thousand_rounds_at_flat_cost() -> None:
    body = (
        start() + xor("m") + par("p") + script("A", "${n + 1}", "n") + script("B") + par("j")
        + xor("x", default="f_x_end") + end() + chain("start", "m", "p", "A", "j", "x", "end") + chain("p", "B", "j")
        + flow("x", "m", "${n &lt; rounds}".replace("&lt;", "<"))
    )  # fmt: skip
    calls = []
    for rounds in (500, 2000):
        with counted_calls() as counted:
            host = Host.of(body, n=0, rounds=rounds)
        calls.append(counted() / rounds)
        assert host.variables["n"] == rounds
        assert host.state == "completed"
    assert calls[1] < 1.1 * calls[0]


def test_an_endless_loop_is_an_incident_and_the_rest_goes_on() -> None:
    host = Host.of(
        start() + par("p") + xor("m") + script("A") + user("U") + end()
        + chain("start", "p", "m", "A", "m") + chain("p", "U", "end")
    )  # fmt: skip
    assert host.state == "incident"
    assert {each[1] for each in host.incidents.values()} == {"loop"}
    assert host.complete("U").completed[-1] == "end"


def test_tokens_that_multiply_without_end_are_incidents_not_a_hang() -> None:
    with no_hang():
        host = Host.of(start() + xor("m") + par("p") + chain("start", "m", "p", "m") + flow("p", "m", id="again"))
    assert host.state == "incident"


def test_a_sub_process_completes_once_for_each_token() -> None:
    host = Host.of(
        start() + par("p") + script("A") + script("B") + sub("S", start("ss") + user("U") + end("se")
        + chain("ss", "U", "se"))
        + end() + chain("start", "p", "A", "S", "end") + chain("p", "B", "S")
    )  # fmt: skip
    host.complete("U", "U")
    assert host.completed.count("S") == 2
    assert host.state == "completed"
