"""Compensation and transactions: last done, first undone, with the variables of the time."""

from bpmn_host import Host
from bpmn_models import (
    boundary,
    chain,
    compensate,
    element,
    end,
    error,
    escalation,
    job,
    many,
    mapping,
    message,
    par,
    script,
    start,
    sub,
    task,
    throw,
    user,
)


def undone(id: str, inner: str = "", handler: str = "") -> str:
    """A task with its compensation boundary event and handler undo<id>."""
    undo = handler or task(f"undo{id}", isForCompensation="true")
    return (
        task(id, inner) + boundary(f"c{id}", id, compensate()) + undo
        + f'<association id="as{id}" sourceRef="c{id}" targetRef="undo{id}"/>'
    )  # fmt: skip


def test_a_handler_sees_the_variables_its_scope_had() -> None:
    handler = element(
        "scriptTask", "undoA", "<script>${x}</script>", isForCompensation="true", scriptFormat="juel",
        camunda_resultVariable="seen",
    )  # fmt: skip
    inner = start("ss") + undone("A", "", handler) + end("se") + chain("ss", "A", "se")
    host = Host.of(
        start() + sub("S", mapping({"x": "${v}"}) + inner) + script("B", "${0}", "v") + throw("t", compensate()) + end()
        + chain("start", "S", "B", "t", "end"),
        v=5,
    )  # fmt: skip
    assert (host.path(), host.variables["seen"]) == ("start ss A se S B undoA t end", 5)


def test_handlers_run_one_after_the_other_and_may_wait() -> None:
    def handler(id: str) -> str:
        return user(f"undo{id}", isForCompensation="true")

    host = Host.of(
        start() + undone("A", "", handler("A")) + undone("B", "", handler("B")) + throw("t", compensate()) + end()
        + chain("start", "A", "B", "t", "end")
    )  # fmt: skip
    assert host.opened() == ["t", "undoB"]
    host.complete("undoB")
    assert host.opened() == ["t", "undoA"]
    assert host.complete("undoA").path() == "start A B undoB undoA t end"
    host.replay()


def test_nothing_is_undone_twice() -> None:
    host = Host.of(
        start()
        + undone("A")
        + throw("t", compensate())
        + throw("t2", compensate())
        + end()
        + chain("start", "A", "t", "t2", "end")
    )
    assert host.path() == "start A undoA t t2 end"


def test_an_event_sub_process_undoes_what_its_scope_has_done() -> None:
    handler = start("es", error()) + throw("t", compensate()) + end("ee") + chain("es", "t", "ee")
    host = Host.of(
        start()
        + undone("A")
        + job("J")
        + end()
        + chain("start", "A", "J", "end")
        + sub("ES", handler, triggeredByEvent="true")
    )
    host.tell("throw_error", "J", "E1")
    assert (host.path(), host.state) == ("start A es undoA t ee ES", "completed")


def test_a_compensation_event_sub_process_may_undo_the_inside() -> None:
    handler = (
        start("es", compensate()) + throw("again", compensate()) + end("ee") + chain("es", "again", "ee")
    )
    inner = (
        start("ss")
        + undone("A")
        + end("se")
        + chain("ss", "A", "se")
        + sub("ES", handler, triggeredByEvent="true")
    )
    host = Host.of(
        start() + sub("S", inner) + throw("t", compensate("S")) + end() + chain("start", "S", "t", "end")
    )
    assert host.path() == "start ss A se S es undoA again ee ES t end"


def test_each_instance_of_a_loop_is_undone() -> None:
    inner = start("ss") + undone("A") + end("se") + chain("ss", "A", "se")
    host = Host.of(
        start()
        + sub("S", many("2", sequential=True) + inner)
        + throw("t", compensate())
        + end()
        + chain("start", "S", "t", "end")
    )
    assert host.completed.count("undoA") == 2


def test_an_error_of_a_handler_goes_outwards() -> None:
    handler = job("undoA", isForCompensation="true")
    inner = (
        start("ss")
        + undone("A", "", handler)
        + throw("t", compensate())
        + end("se")
        + chain("ss", "A", "t", "se")
    )
    host = Host.of(
        start()
        + sub("S", inner)
        + boundary("b", "S", error())
        + end()
        + end("e2")
        + chain("start", "S", "end")
        + chain("b", "e2")
    )
    host.tell("throw_error", "undoA", "E1")
    assert (host.path(), host.state) == ("start ss A b e2", "completed")


def test_a_cancelled_transaction_waits_for_its_handlers() -> None:
    handler = user("undoA", isForCompensation="true")
    inner = (
        start("ss") + par("p") + undone("A", "", handler) + user("U")
        + end("se", "<cancelEventDefinition/>") + user("V")
        + chain("ss", "A", "p", "U", "se") + chain("p", "V")
    )  # fmt: skip
    host = Host.of(
        start() + element("transaction", "S", inner) + boundary("b", "S", "<cancelEventDefinition/>")
        + end() + end("e2")
        + chain("start", "S", "end") + chain("b", "e2")
    )  # fmt: skip
    host.complete("U")
    assert host.opened() == ["S", "se", "undoA"]
    assert host.complete("undoA").path() == "start ss A p U undoA se b e2"
    host.replay()


def test_an_interrupting_event_ends_a_compensation_under_way() -> None:
    handler = user("undoA", isForCompensation="true")
    inner = (
        start("ss")
        + undone("A", "", handler)
        + throw("t", compensate())
        + end("se")
        + chain("ss", "A", "t", "se")
    )
    host = Host.of(
        start()
        + sub("S", inner)
        + boundary("b", "S", message())
        + end()
        + end("e2")
        + chain("start", "S", "end")
        + chain("b", "e2")
    )
    host.message("m")
    assert (host.state, host.open) == ("completed", {})


def test_an_escalation_of_a_handler_leaves_it_open() -> None:
    handler = user("undoA", isForCompensation="true")
    host = Host.of(
        start() + sub("S", start("ss") + undone("A", "", handler) + throw("t", compensate()) + end("se")
        + chain("ss", "A", "t", "se"))
        + boundary("b", "S", escalation(), False) + end() + end("e2") + chain("start", "S", "end") + chain("b", "e2")
    )  # fmt: skip
    host.tell("throw_escalation", "undoA", "X1")
    assert host.complete("undoA").completed.count("b") == 1
