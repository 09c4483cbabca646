"""Section 6 of the conformance notes, row by row: each broken or large file is refused in one sentence, or runs."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from bpmn_host import Host
from bpmn_models import HEAD, call, chain, end, flow, model, par, process, script, start, sub, task, user, xor
from bpmn_world import deploy
from test_bpmn_hostile import BODY, GOOD, doctype

from engine.bpmn import dump, read
from engine.errors import InvalidDefinition
from tests.hangs import no_hang

NOTES = Path(__file__).parents[3] / "shared" / "notes" / "conformance.md"
FLOW = chain("start", "A", "end")
DI = (
    '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="d"><bpmndi:BPMNPlane id="p" '
    'bpmnElement="P"><bpmndi:BPMNShape id="s" bpmnElement="A"><dc:Bounds '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" x="abc" y="1" width="1" height="1"/></bpmndi:BPMNShape>'
    "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
)


def drawn(*bodies: str) -> bytes:
    return model(start() + "".join(bodies) + end())


def nested(depth: int) -> bytes:
    inside = start("s") + task("t") + chain("s", "t")
    for level in range(depth):
        inside = sub(f"n{level}", inside)
    return model(inside)


LAUGHS = b'<!ENTITY a0 "lol">' + b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
)
IN_SCRIPT = drawn(script("A", "&e;")).partition(b"?>")[2].replace(b"&amp;e;", b"&e;")
#: row of the notes, as it begins -> files that are refused, and a word of the sentence
REFUSED: dict[str, tuple[bytes | tuple[bytes, ...], str]] = {
    "XXE: external entity (file) in a script": (
        b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + IN_SCRIPT, "DOCTYPE",
    ),
    "XXE: the same from a file": (doctype(b'<!ENTITY e SYSTEM "file:///etc/hostname">'), "DOCTYPE|well-formed"),
    "XXE: external DTD": (b'<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///x.dtd"> %p;]>' + BODY, "DOCTYPE|well-formed"),
    "internal entity is expanded": (doctype(b'<!ENTITY e "x">'), "DOCTYPE"),
    "billion laughs": (doctype(LAUGHS, b"&a9;"), "DOCTYPE|well-formed"),
    "quadratic blow-up": (doctype(b'<!ENTITY e "' + b"x" * 50_000 + b'">', b"&e;" * 2000), "DOCTYPE|well-formed"),
    "text file, not XML": (b"not XML at all", "well-formed"),
    "empty file": (b"", "well-formed|empty"),
    "XML cut in the middle": (GOOD[:300], "well-formed"),
    "XML, but no BPMN": (b"<html/>", "BPMN 2.0 definitions"),
    "BPMN without a process": ((HEAD + "</definitions>").encode(), "isExecutable"),
    "process without nodes": (model("<process id='P' isExecutable='true'></process>"), "empty"),
    "wrong namespace": (
        GOOD.replace(b"www.omg.org/spec/BPMN/20100524/MODEL", b"schema.omg.org/spec/BPMN/2.0"), "BPMN 2.0 definitions",
    ),
    "two tasks with the same id": (drawn(task("A"), task("A"), FLOW), "used twice"),
    "the same with the XSD validator": (drawn(task("A"), task("A"), FLOW), "used twice"),
    "flow id equal to a task id": (drawn(task("A"), flow("start", "A", id="A"), chain("A", "end")), "used twice"),
    "sub-process id equal to a process id": (drawn(sub("P", start("s") + task("t") + chain("s", "t"))), "used twice"),
    "flow to a node which does not exist": (drawn(flow("start", "ghost")), "targetRef"),
    "flow from a node which does not exist": (drawn(flow("ghost", "end")), "sourceRef"),
    "flow across a sub-process border": (
        drawn(sub("S", start("s") + task("t") + chain("s", "t")), flow("start", "t")), "scope|sub-process|process",
    ),
    "boundary event on a node which does not exist": (
        drawn(task("A"), FLOW, '<boundaryEvent id="b" attachedToRef="ghost"><errorEventDefinition/></boundaryEvent>'),
        "attachedToRef",
    ),
    "messageRef which does not exist (bpmn parser)": (
        drawn('<receiveTask id="A" messageRef="ghost"/>', FLOW), "message with the id 'ghost'",
    ),
    "messageRef which does not exist (camunda parser)": (
        drawn('<endEvent id="A"><messageEventDefinition messageRef="ghost"/></endEvent>', chain("start", "A")),
        "message with the id 'ghost'",
    ),
    "unknown element from another namespace": (
        drawn(task("A"), FLOW, '<x:thing xmlns:x="http://example.org/x" id="x"/>'), "not known here",
    ),
    "syntax error in a script": (drawn(script("A", "${1 +}"), FLOW), "expected"),
    "12 MiB attribute value": (model(start(name="x" * 12_582_912)), "5 MB"),
    "12 MiB text node": (model(start(inner=f"<documentation>{'x' * 12_582_912}</documentation>")), "5 MB"),
    "300 nested elements": (nested(300), "nested|well-formed"),
}  # fmt: skip

#: row -> what is read and runs to its end
READ: dict[str, tuple[bytes, ...]] = {
    "file in ISO-8859-1": (GOOD.replace(b"UTF-8", b"ISO-8859-1").replace(b'name="m"', b'name="\xfc"'),),
    "file in UTF-16": (GOOD.decode().replace("UTF-8", "UTF-16").encode("utf-16"),),
    "file in UTF-8 with BOM": (b"\xef\xbb\xbf" + GOOD,),
    "str with an encoding declaration": (GOOD.decode().encode(),),
    "no DI at all": (GOOD,),
    "DI with a broken number": (GOOD.replace(b"</definitions>", DI.encode()),),
    "two files, same process id": (GOOD, GOOD),
    "two processes in two files, same sub-process id": tuple(
        model(process(start() + sub("S", start("s") + task("t") + chain("s", "t")) + chain("start", "S"), key))
        for key in ("P", "Q")
    ),
    "unconnected task": (drawn(task("A"), FLOW, task("alone")),),
    "task which nothing leads to but which leads on": (drawn(task("A"), FLOW, task("alone"), chain("alone", "end")),),
    "10 nested sub-processes": (nested(10),),
    "40 nested sub-processes": (nested(40),),
}  # fmt: skip


def straight(length: int) -> str:
    names = [f"t{n}" for n in range(length)]
    return start() + "".join(map(script, names)) + end() + chain("start", *names, "end")


def wide(branches: int) -> str:
    names = [f"t{n}" for n in range(branches)]
    return start() + par("p") + "".join(map(task, names)) + par("j") + end() + chain("start", "p") + chain(
        "j", "end"
    ) + "".join(chain("p", name, "j") for name in names)


def diamonds(count: int) -> str:
    parts = [start(), end(), chain("start", "x0")]
    for n in range(count):
        parts.append(xor(f"x{n}", default=f"f_x{n}_b{n}") + task(f"a{n}") + task(f"b{n}") + xor(f"m{n}"))
        parts.append(flow(f"x{n}", f"a{n}", "${go}") + chain(f"x{n}", f"b{n}", f"m{n}") + chain(f"a{n}", f"m{n}"))
    joints = [*(f"m{n}" for n in range(count)), "end"]
    parts += [flow(one, "end" if other == "end" else f"x{other[1:]}") for one, other in pairwise(joints)]
    return "".join(parts)


LOOP = (
    start() + xor("m") + script("A", "${n + 1}", "n") + xor("x", default="f_x_end") + end()
    + chain("start", "m", "A", "x", "end") + flow("x", "m", "${n < rounds}")
)  # fmt: skip
BLOCK = (
    start() + xor("m") + par("p") + script("A", "${n + 1}", "n") + script("B") + par("j") + xor("x", default="f_x_end")
    + end() + chain("start", "m", "p", "A", "j", "x", "end") + chain("p", "B", "j") + flow("x", "m", "${n < rounds}")
)  # fmt: skip
REWORK = (
    start() + xor("m") + user("U") + xor("x", default="f_x_end") + end()
    + chain("start", "m", "U", "x", "end") + flow("x", "m", "${again}")
)  # fmt: skip


def runs(body: str, **variables: object) -> Callable[[], None]:
    def check() -> None:
        host = Host.of(body, **variables)
        assert host.state == "completed"
        assert "rounds" not in variables or host.variables["n"] == variables["rounds"]

    return check


def stops(body: str, kind: str) -> Callable[[], None]:
    """An incident at its token: neither a hang nor a case that is told to be complete."""

    def check() -> None:
        host = Host.of(body, n=0)
        assert {each[1] for each in host.incidents.values()} == {kind}

    return check


def reworks() -> None:
    host = Host.of(REWORK, again=True)
    sizes = []
    for number in range(400):
        host.complete("U", again=number < 399)
        sizes.append(len(dump(host.instances[0].execution)))
    assert host.state == "completed"
    assert max(sizes[10:-1]) < 2 * min(sizes[10:-1])


RUN: dict[str, Callable[[], None]] = {
    "exception in line 2 of a script": stops(start() + script("A", "${1 / 0}") + end() + FLOW, "expression"),
    "unbalanced gateways": stops(
        start() + xor("x", default="f_x_a") + task("a") + task("b") + par("j") + end()
        + chain("start", "x", "a", "j", "end") + flow("x", "b", "${n > 5}") + chain("b", "j"), "join",
    ),
    "recursive call activity": stops(start() + call("K", "P") + end() + chain("start", "K", "end"), "call"),
    "endless loop without a wait state (counter n)": stops(
        start() + xor("m") + script("A", "${n + 1}", "n") + chain("start", "m", "A", "m"), "loop"
    ),
    "endless loop without a wait state: two": stops(
        start() + xor("m") + xor("o") + chain("start", "m", "o", "m"), "loop"
    ),
    **{f"script loop of {n} rounds": runs(LOOP, n=0, rounds=n) for n in (100, 200, 300, 400, 1000)},
    "user task in a rework loop (growth)": reworks,
    "user task in a rework loop: when": reworks,
    **{f"loop with a parallel block (two script branches), {n}": runs(BLOCK, n=0, rounds=n) for n in (50, 100, 150)},
    **{f"chain of {n} script tasks": runs(straight(n)) for n in (100, 200, 300, 500, 1000)},
    "longest chain that parses": runs(straight(2000)),
    "longest chain of script tasks": runs(straight(2000)),
    **{f"parallel gateway with {n} branches": runs(wide(n)) for n in (50, 200, 400)},
    **{f"{n} exclusive diamonds in a row": runs(diamonds(n), go=False) for n in (5, 10, 14, 18)},
}  # fmt: skip


@pytest.mark.parametrize("row", REFUSED)
def test_a_row_is_refused_in_one_sentence(row: str) -> None:
    source, word = REFUSED[row]
    with no_hang(), pytest.raises(InvalidDefinition) as caught:
        read(source, "x.bpmn")
    assert any(re.search(word, problem.message) for problem in caught.value.problems)
    assert all(problem.element and len(problem.message) < 500 for problem in caught.value.problems)


@pytest.mark.parametrize("row", READ)
def test_a_row_is_read_and_its_processes_run(row: str) -> None:
    world = deploy(*READ[row])
    assert len(world.definitions) == len(READ[row])
    host = Host(world)
    for key in {each.key for each in world.definitions}:
        host.start(key, {})
    assert host.state == "completed"


@pytest.mark.parametrize("row", RUN)
def test_a_row_runs_right_in_little_time(row: str) -> None:
    with no_hang():
        RUN[row]()


def test_every_row_of_the_notes_has_its_test() -> None:
    if not NOTES.is_file():
        pytest.skip("the conformance notes (../shared/notes) are not here")
    section = NOTES.read_text("utf-8").split("## 6. Robustness")[1]
    rows = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")][1:]
    tested = [*REFUSED, *READ, *RUN]
    assert len(rows) > 60
    assert [row for row in rows if not any(row.startswith(each) for each in tested)] == []
