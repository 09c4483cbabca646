"""Broken and hostile files: one clear sentence each, quickly, in little memory, never another exception."""

import tracemalloc

import pytest
from bpmn_models import HEAD, chain, end, flow, mapping, model, orr, par, start, sub, task, timer, user, xor

from engine.bpmn import read
from engine.errors import InvalidDefinition
from tests.hangs import no_hang

GOOD = model(start() + task("A") + end() + chain("start", "A", "end"))
BODY = GOOD.partition(b"?>")[2]


def doctype(declarations: bytes, use: bytes = b"&e;") -> bytes:
    return b"<!DOCTYPE d [" + declarations + b"]>" + BODY.replace(b'name="m"', b'name="' + use + b'"')


def chosen(condition: str) -> bytes:
    return model(
        start()
        + xor("x", default="f_x_b")
        + end("a")
        + end("b")
        + chain("start", "x", "b")
        + flow("x", "a", condition)
    )


LAUGHS = b'<!ENTITY a0 "lol">' + b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
)
REFUSED = {
    "empty": b"",
    "text": b"not XML at all",
    "cut": GOOD[:300],
    "html": b"<html/>",
    "no process": (HEAD + "</definitions>").encode(),
    "BPMN 1": GOOD.replace(
        b"http://www.omg.org/spec/BPMN/20100524/MODEL", b"http://schema.omg.org/spec/BPMN/2.0"
    ),
    "empty process": model("<process id='P' isExecutable='true'></process>"),
    "not executable": GOOD.replace(b'isExecutable="true"', b'isExecutable="false"'),
    "external entity": doctype(b'<!ENTITY e SYSTEM "file:///etc/hostname">'),
    "external entity in text": b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    + BODY.replace(b"</process>", b"&e;</process>"),
    "external DTD": b'<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd">' + BODY,
    "internal entity": doctype(b'<!ENTITY e "x">'),
    "billion laughs": doctype(LAUGHS, b"&a9;"),
    "quadratic blow-up": doctype(b'<!ENTITY e "' + b"x" * 50_000 + b'">', b"&e;" * 2000),
    "unknown encoding": GOOD.replace(b"UTF-8", b"xyz-1"),
    "broken UTF-8": GOOD.replace(b'name="m"', b'name="\xff"'),
    "too large": GOOD + b" " * 5_300_000,
    "too deep": model(
        "".join(f'<subProcess id="s{n}">' for n in range(240)) + task("t") + "</subProcess>" * 240
    ),
    "too many": model("".join(task(f"t{n}") for n in range(20_000))),
    "long name": model(start(name="x" * 3_000_000)),
    "long condition": chosen("${" + "a+" * 1_000_000 + "1}"),
    "deep condition": chosen("${" + "(" * 100_000 + "1" + ")" * 100_000 + "}"),
    "same id": model("".join(task("same") for _ in range(5000))),
    "unknown elements": model(start() + "".join(f'<foo id="u{n}"/>' for n in range(30_000))),
    "no ids": model("<startEvent/><task/>"),
    "id with space": model(task("a b")),
    "id with star": model(task("a*")),
    "flow to nowhere": model(start() + flow("start", "ghost")),
    "flow from nowhere": model(start() + flow("ghost", "start")),
    "flow over a border": model(start() + sub("S", task("A")) + flow("start", "A")),
    "long duration": model(start(inner=timer("P" + "9" * 5000 + "D"))),
    "far date": model(start(inner=timer("99999-01-01", "timeDate"))),
    "many rounds": model(start(inner=timer("R" + "9" * 500 + "/PT1H", "timeCycle"))),
    "endless cycle": model(start(inner=timer("R/PT0S", "timeCycle"))),
    "cron that never comes": model(start(inner=timer("0 0 0 31 2 ?", "timeCycle"))),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_refused_with_a_sentence(name: str) -> None:
    with no_hang(), pytest.raises(InvalidDefinition) as caught:
        read(REFUSED[name], "x.bpmn")
    assert all(
        problem.element and problem.message and problem.file == "x.bpmn" for problem in caught.value.problems
    )
    assert all(len(problem.message) < 500 for problem in caught.value.problems)


READ = {
    "latin 1": GOOD.replace(b"UTF-8", b"ISO-8859-1").replace(b'name="m"', b'name="\xfc"'),
    "UTF-16": GOOD.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + GOOD,
    "Cyrillic ids": model(start("начало") + task("Задача") + chain("начало", "Задача")),
    "long chain": model(start() + "".join(task(f"t{n}") for n in range(4000)) + chain(*(f"t{n}" for n in range(4000)))),
    "nested": model("".join(f'<subProcess id="s{n}">' for n in range(90)) + task("t") + "</subProcess>" * 90),
    "wide": model(
        start() + par("p") + "".join(task(f"t{n}") for n in range(1500)) + orr("j") + chain("start", "p")
        + "".join(chain("p", f"t{n}", "j") for n in range(1500))
    ),
    "many parameters": model(start() + user("T", mapping({f"p{n}": "${a}" for n in range(5000)}))
    + chain("start", "T")),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_an_unusual_file_is_read(name: str) -> None:
    assert [each.key for each in read(READ[name], "x.bpmn")] == ["P"]


@pytest.mark.parametrize("name", ["too many", "unknown elements", "billion laughs", "quadratic blow-up"])
def test_a_hostile_file_takes_little_memory(name: str) -> None:
    tracemalloc.start()
    with pytest.raises(InvalidDefinition):
        read(REFUSED[name], "x.bpmn")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000
